using System.Runtime.InteropServices;
using VescUartBoot.Chip;

namespace VescUartBoot.Images;

/// <summary>Tells a firmware whose end is missing, or was replaced by 0x00 or 0xFF, from one that is short: its code still names what was
/// there.</summary>
/// <remarks>
/// Measured on the 1474 released images: whole, at most 17 of their words happen to be addresses behind their content, as many
/// as in noise; with the last 6 % of it cut off, at least 314 are. What is cut off the very end is not seen.
/// </remarks>
internal static class TruncationDetector
{
    private const int Suspicious = 64;

    // The last 16 bytes of an image of full length hold its own checksum: blank before its first start, also behind zeros.
    private const int ChecksumLength = 16;

    /// <summary>What is missing, in words that complete "it is …"; <see langword="null"/>: nothing, as far as can be told.</summary>
    public static string? Of(ReadOnlySpan<byte> content)
    {
        int end = EndOf(content);
        int behind = 0;
        foreach (uint word in MemoryMarshal.Cast<byte, uint>(content[..end]))
        {
            uint address = BitConverter.IsLittleEndian ? word : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(word);
            behind += address >= FlashAddress.Start + (uint)end && address < FlashAddress.Start + FlashMap.MaxApplicationLength ? 1 : 0;
        }

        return behind < Suspicious ? null
            : $"truncated: its content ends at offset 0x{end:X}, and {behind} addresses in it lead behind that";
    }

    private static int EndOf(ReadOnlySpan<byte> content)
    {
        int length = ErasedFlash.LengthWithout(content);
        length = FlashMap.IsReleaseLength(content.Length) ? Math.Min(length, content.Length - ChecksumLength) : length;
        return content[..length].LastIndexOfAnyExcept((byte)0) + 1;
    }
}
