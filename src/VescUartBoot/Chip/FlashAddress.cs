namespace VescUartBoot.Chip;

/// <summary>An address in the 1 MiB of flash of an STM32F405, 0x08000000 to 0x080FFFFF. Other values are not possible.</summary>
public readonly record struct FlashAddress
{
    /// <summary>The first address.</summary>
    public const uint Start = 0x08000000;

    /// <summary>Length of the flash in bytes.</summary>
    public const int Size = 0x100000;

    // Relative to the start of flash, so that the default value is valid too.
    private readonly int _offset;

    private FlashAddress(int offset) => _offset = offset;

    /// <summary>Offset from the start of flash in bytes, 0 to 0xFFFFF. It is also the address in the alias of flash at address 0.</summary>
    public int Offset => _offset;

    /// <summary>The absolute address.</summary>
    public uint Value => Start + (uint)_offset;

    /// <summary>Creates an address.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The address is not in flash.</exception>
    public static FlashAddress At(uint address)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(address, Start);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(address, Start + (uint)Size);
        return new FlashAddress((int)(address - Start));
    }

    /// <summary>Adds <paramref name="bytes"/> to the address.</summary>
    public FlashAddress Plus(int bytes) => At((uint)(Value + bytes));

    /// <inheritdoc/>
    public override string ToString() => $"0x{Value:X8}";
}
