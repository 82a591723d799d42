namespace VescUartBoot.Messages;

/// <summary>COMM_ERASE_BOOTLOADER (73): erase the bootloader's flash sector, all 128 KB of it. Firmware 3.59 and later.</summary>
/// <remarks>
/// The board stops answering while the sector is erased: 1 s typical, 2 s worst on an STM32F405 at full supply. Refused
/// (<see cref="FlashReply.Done"/> is false) while a motor has not come to rest within 3 s, each. Older firmware is silent.
/// Erased means: no bootloader until one is written.
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
