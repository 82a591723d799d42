using System.Runtime.InteropServices;
using VescUartBoot.Chip;

namespace VescUartBoot.Images;

/// <summary>Distinguishes a firmware with a missing end, or one replaced by 0x00 or 0xFF, from a short one: its code still refers to the
/// missing part.</summary>
/// <remarks>
/// Measured on the 1474 released images: in complete ones at most 17 words happen to be addresses after the content, as many as in noise;
/// without the last 6 % at least 314 are. A cut of only the very end is not detected.
/// </remarks>
internal static class TruncationDetector
{
    private const int Suspicious = 64;

    // The last 16 bytes of an image of full length hold its own checksum: blank before its first start, also after zeros.
    private const int ChecksumLength = 16;

    /// <summary>Describes the missing part, completing "it is …"; <see langword="null"/> if nothing is found missing.</summary>
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
