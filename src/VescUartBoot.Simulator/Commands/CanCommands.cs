using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Wire;

namespace VescUartBoot.Simulator.Commands;

/// <summary>What goes over CAN, or to the second motor of the same chip.</summary>
internal static class CanCommands
{
    /// <summary>COMM_FORWARD_CAN (34): to the node with that id; to nobody, silently, where there is none.</summary>
    public static void Forward(Application application, CommandContext context, DeviceFrame frame)
    {
        byte id = frame.Unchecked(1, 1)[0];
        var machine = application.Machine;
        if (machine.Options.DualMotor && id == machine.CanId(2))
        {
            application.Dispatch(context.ForSecondMotor(), frame.Behind(2));
        }
        else if (frame.Payload.Length > 2)
        {
            machine.Bus.Forward(machine, context, id, frame.Payload[2..].ToArray());
        }
    }

    /// <summary>COMM_PING_CAN (62): asks every id in turn, on the blocking thread.</summary>
    public static void Ping(Application application, CommandContext context, DeviceFrame frame)
    {
        var machine = application.Machine;
        byte[] ids = machine.Bus.Ids(machine);
        // Where no other node acknowledges, each question takes half as long again.
        var wait = machine.Timing.CanPingWait * (machine.Bus.Others(machine).Any() ? 1 : 1.5);
        application.OnBlockingThread(wait * (255 - ids.Length), () => context.Reply([62, .. ids]));
    }

    /// <summary>The ALL_CAN commands: every node gets the command and answers nobody, then this one does it and answers as usual.</summary>
    public static CommandHandler ToAll(byte command, double pauseShare) => (application, context, frame) =>
    {
        var machine = application.Machine;
        byte[] payload = [command, .. frame.Payload[1..]];
        machine.Bus.Broadcast(machine, payload);
        var inner = new DeviceFrame([.. payload, .. new byte[512]], 0, payload.Length);
        context.Thread.Occupy(machine.Timing.CanBroadcastPause * pauseShare, () => application.Dispatch(context, inner));
    };
}
