namespace VescUartBoot.Messages;

/// <summary>COMM_REBOOT (29): start the firmware again. All firmware; never answered.</summary>
/// <remarks>The bootloader does not run, and what waits in staging stays there. USB goes away. It does not wait for the motor.</remarks>
internal readonly record struct RebootRequest : IRequest<bool>
{
    /// <inheritdoc/>
    public string Name => "REBOOT";

    /// <inheritdoc/>
    public RequestClass Class => RequestClass.Identify;

    /// <inheritdoc/>
    public int WritePayload(Span<byte> payload)
    {
        payload[0] = (byte)Command.Reboot;
        return 1;
    }

    /// <summary>Nothing answers it: the end of the link, or a while of silence, is waited for.</summary>
    public bool TryReadReply(ReadOnlySpan<byte> payload, out bool reply)
    {
        reply = false;
        return false;
    }
}
