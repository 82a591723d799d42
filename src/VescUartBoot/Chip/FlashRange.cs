namespace VescUartBoot.Chip;

/// <summary>A range of flash. Ranges beyond flash are not possible.</summary>
public readonly record struct FlashRange
{
    private FlashRange(FlashAddress start, int length) => (Start, Length) = (start, length);

    /// <summary>The first address.</summary>
    public FlashAddress Start { get; }

    /// <summary>Length in bytes.</summary>
    public int Length { get; }

    /// <summary>Creates a range of <paramref name="length"/> bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is empty or extends beyond the end of flash.</exception>
    public static FlashRange From(FlashAddress start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, FlashAddress.Size - start.Offset);
        return new FlashRange(start, length);
    }

    /// <summary>The first <paramref name="length"/> bytes of this range.</summary>
    public FlashRange First(int length) => From(Start, Math.Min(length, Length));

    /// <summary>This range without its first <paramref name="bytes"/> bytes.</summary>
    public FlashRange After(int bytes) => From(Start.Plus(bytes), Length - bytes);
}
