using System.Buffers.Binary;

namespace VescUartBoot.Chip;

/// <summary>The part of flash behind COMM_WRITE_NEW_APP_DATA that a job owns. A write outside it cannot be built.</summary>
/// <remarks>
/// The device adds the offset to 0x08080000 without a check: beyond 0x7FFFF it faults, and values near 2^32 wrap round into the
/// application that is running.
/// </remarks>
internal sealed class WriteArea
{
    /// <summary>Staging, sectors 8 to 10: offset 0, 384 KB, at 0x08080000.</summary>
    public static readonly WriteArea Staging = new(0, 0x60000);

    /// <summary>The bootloader's sector: offset 0x60000, 128 KB, at 0x080E0000.</summary>
    public static readonly WriteArea Bootloader = new(0x60000, 0x20000);

    private WriteArea(int start, int length) => (Start, Length) = (start, length);

    /// <summary>First offset in bytes from 0x08080000.</summary>
    public int Start { get; }

    /// <summary>Length in bytes.</summary>
    public int Length { get; }
}
