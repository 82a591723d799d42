namespace VescUartBoot.Messages;

/// <summary>COMM_JUMP_TO_BOOTLOADER (1): runs the content of the bootloader sector. All firmware; no reply.</summary>
/// <remarks>
/// The device does not check the content. A bootloader installs a staged image, or returns at once without one. A blank sector hangs
/// the board: up to firmware 3.48 until a power cycle, later until the watchdog restarts it (22 to 60 s; 3.49: 8 to 21 s). Other content
/// runs as code. USB disconnects. The firmware does not wait for the motor.
/// </remarks>
internal readonly record struct JumpToBootloaderRequest : IRequest<bool>
{
    /// <inheritdoc/>
    public string Name => "JUMP_TO_BOOTLOADER";

    /// <inheritdoc/>
    public RequestClass Class => RequestClass.Identify;

    /// <inheritdoc/>
    public int WritePayload(Span<byte> payload)
    {
        payload[0] = (byte)Command.JumpToBootloader;
        return 1;
    }

    /// <summary>No reply: the sender waits for the end of the link, or for a fixed time.</summary>
    public bool TryReadReply(ReadOnlySpan<byte> payload, out bool reply)
    {
        reply = false;
        return false;
    }
}
