namespace VescUartBoot.Messages;

/// <summary>COMM_ERASE_BOOTLOADER (73): erases the flash sector of the bootloader, 128 KB. Firmware 3.59 and later; older firmware does not
/// answer.</summary>
/// <remarks>
/// The board does not answer during the erase: 1 s typical, 2 s worst on an STM32F405 at full supply. Refused
/// (<see cref="FlashReply.Done"/> is false) if a motor has not stopped within 3 s, for each motor. After the erase there is no
/// bootloader until one is written.
/// </remarks>
internal readonly record struct EraseBootloaderRequest : IRequest<FlashReply>
{
    /// <inheritdoc/>
    public string Name => "ERASE_BOOTLOADER";

    /// <inheritdoc/>
    public RequestClass Class => RequestClass.Erase;

    /// <inheritdoc/>
    public int WritePayload(Span<byte> payload)
    {
        payload[0] = (byte)Command.EraseBootloader;
        return 1;
    }

    /// <inheritdoc/>
    public bool TryReadReply(ReadOnlySpan<byte> payload, out FlashReply reply) =>
        FlashReply.TryRead(Command.EraseBootloader, payload, out reply);
}
