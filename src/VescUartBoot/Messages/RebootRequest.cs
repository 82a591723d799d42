namespace VescUartBoot.Messages;

/// <summary>COMM_REBOOT (29): restarts the firmware. All firmware; no reply.</summary>
/// <remarks>The bootloader does not run, and a staged image stays in staging. USB disconnects. The firmware does not wait for the
/// motor.</remarks>
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

    /// <summary>No reply: the sender waits for the end of the link, or for silence.</summary>
    public bool TryReadReply(ReadOnlySpan<byte> payload, out bool reply)
    {
        reply = false;
        return false;
    }
}
