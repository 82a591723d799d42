namespace VescUartBoot.Chip;

/// <summary>An address in the 1 MiB of flash of an STM32F405, 0x08000000..0x080FFFFF. No other can be built.</summary>
public readonly record struct FlashAddress
{
    /// <summary>The first address.</summary>
    public const uint Start = 0x08000000;

    /// <summary>Length of the flash in bytes.</summary>
    public const int Size = 0x100000;

    // Kept from the start of flash, so that the default value is an address too.
    private readonly int _offset;

    private FlashAddress(int offset) => _offset = offset;

    /// <summary>Bytes from the start of flash, 0..0xFFFFF. The same number is the address of the alias that the boot mapping shows at
    /// 0.</summary>
    public int Offset => _offset;

    /// <summary>The address itself.</summary>
    public uint Value => Start + (uint)_offset;

    /// <summary>Takes an address.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in flash.</exception>
    public static FlashAddress At(uint address)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(address, Start);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(address, Start + (uint)Size);
        return new FlashAddress((int)(address - Start));
    }

    /// <summary>The address <paramref name="bytes"/> further on.</summary>
    public FlashAddress Plus(int bytes) => At((uint)(Value + bytes));

    /// <inheritdoc/>
    public override string ToString() => $"0x{Value:X8}";
}
