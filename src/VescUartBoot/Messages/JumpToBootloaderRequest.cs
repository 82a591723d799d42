namespace VescUartBoot.Messages;

/// <summary>COMM_JUMP_TO_BOOTLOADER (1): run what stands in the bootloader's sector. All firmware; never answered.</summary>
/// <remarks>
/// The device does not look what stands there. A bootloader takes the image that waits in staging, or returns at once if none does. A
/// blank sector hangs the board: up to firmware 3.48 until its power is removed, later until the watchdog bites (22 to 60 s; 3.49: 8 to
/// 21 s). Anything else runs as code. USB goes away. It does not wait for the motor.
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

    /// <summary>It has no reply: the sender waits for the end of the link, or for a fixed time.</summary>
    public bool TryReadReply(ReadOnlySpan<byte> payload, out bool reply)
    {
        reply = false;
        return false;
    }
}
