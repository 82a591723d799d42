using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Can;
using VescUartBoot.Simulator.Wire;

namespace VescUartBoot.Simulator.Commands;

/// <summary>Commands sent over CAN or to the second motor of the same chip.</summary>
internal static class CanCommands
{
    /// <summary>COMM_FORWARD_CAN (34): forwards to the node with that id; dropped silently if there is none.</summary>
    public static void Forward(Application application, CommandContext context, DeviceFrame frame)
    {
        var machine = application.Machine;
        if (frame.Payload.Length < 2)
        {
            machine.Record.Violations.Add("FORWARD_CAN without an id: the thread sends frames for ever");
            _ = context.Thread.Hold();
            return;
        }

        byte id = frame.Payload[1];
        if (frame.Payload.Length == 2)
        {
            machine.Record.Drop("FORWARD_CAN of nothing");
        }
        else if (machine.Options.DualMotor && id == machine.CanId(2))
        {
            application.Dispatch(context.ForSecondMotor(), frame.Behind(2));
        }
        else if (machine.Options.DualMotor && id == machine.CanId(1))
        {
            if (!CanInbox.IsOfFlash(frame.Payload[2]))
            {
                application.Dispatch(context, frame.Behind(2));
            }
        }
        else
        {
            machine.Can.Send(new CanMessage(machine.CanId(1), id, CanMessage.Command, frame.Payload[2..].ToArray()), context.Thread.Hold());
        }
    }

    /// <summary>COMM_PING_CAN (62): pings every id in turn, on the blocking thread.</summary>
    public static void Ping(Application application, CommandContext context, DeviceFrame frame)
    {
        var machine = application.Machine;
        if (!application.CanIsOn)
        {
            context.Reply(62);
            return;
        }

        // If no other node acknowledges, each ping takes half as long again.
        var wait = machine.Timing.CanPingWait * (machine.Bus.HasOthers(machine) ? 1 : 1.5);
        application.OnBlockingThread(wait * (255 - machine.Bus.Others(machine).Count()),
            () => context.Reply([62, .. machine.Bus.Ids(machine)]));
    }

    /// <summary>The ALL_CAN commands: every node receives the command and sends no reply; then this board executes it and replies as
    /// usual.</summary>
    public static CommandHandler ToAll(byte command, double pauseShare) => (application, context, frame) =>
    {
        var machine = application.Machine;
        byte[] payload = [command, .. frame.Payload[1..]];
        var inner = new DeviceFrame([.. payload, .. new byte[512]], 0, payload.Length);
        var sent = context.Thread.Hold();
        machine.Can.Send(new CanMessage(machine.CanId(1), CanFrame.Everybody, CanMessage.Unanswered, payload), () =>
        {
            context.Thread.Occupy(machine.Timing.CanBroadcastPause * pauseShare, () => application.Dispatch(context, inner));
            sent();
        });
    };
}
