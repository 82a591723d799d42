namespace VescUartBoot.Simulator;

/// <summary>What goes over CAN, or to the second motor of the same chip.</summary>
internal static class CanCommands
{
    /// <summary>COMM_FORWARD_CAN (34): to the node with that id; to nobody, silently, where there is none.</summary>
    public static void Forward(Application application, CommandContext context, DeviceFrame frame)
    {
        byte id = frame.Unchecked(1, 1)[0];
        var options = application.Machine.Options;
        if (options.DualMotor && id == (byte)(options.CanId == 254 ? 0 : options.CanId + 1))
        {
            var inner = context.ForSecondMotor();
            inner.IsRefused = context.IsRefused;
            inner.Cut = context.Cut;
            application.Dispatch(inner, frame.Behind(2));
        }
        else if (frame.Payload.Length > 2)
        {
            application.Machine.Bus.Forward(application, context, id, frame.Payload[2..].ToArray());
        }
    }
}
