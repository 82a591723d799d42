using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Can;
using VescUartBoot.Simulator.Wire;

namespace VescUartBoot.Simulator.Commands;

/// <summary>What goes over CAN, or to the second motor of the same chip.</summary>
internal static class CanCommands
{
    /// <summary>COMM_FORWARD_CAN (34): to the node with that id; to nobody, silently, where there is none.</summary>
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

    /// <summary>COMM_PING_CAN (62): asks every id in turn, on the blocking thread.</summary>
    public static void Ping(Application application, CommandContext context, DeviceFrame frame)
    {
        var machine = application.Machine;
        if (!application.CanIsOn)
        {
            context.Reply(62);
            return;
        }

        // Where no other node acknowledges, each question takes half as long again.
        var wait = machine.Timing.CanPingWait * (machine.Bus.HasOthers(machine) ? 1 : 1.5);
        application.OnBlockingThread(wait * (255 - machine.Bus.Others(machine).Count()),
            () => context.Reply([62, .. machine.Bus.Ids(machine)]));
    }

    /// <summary>The ALL_CAN commands: every node gets the command and answers nobody, then this one does it and answers as usual.</summary>
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
