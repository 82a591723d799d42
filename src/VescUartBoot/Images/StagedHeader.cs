using System.Buffers.Binary;
using VescUartBoot.Chip;

namespace VescUartBoot.Images;

/// <summary>The 6-byte header at 0x08080000 of an image that waits for the bootloader: length (big-endian) and CRC-16 of the stored
/// bytes.</summary>
/// <param name="Length">Length of the stored bytes, without the header.</param>
/// <param name="Crc">CRC-16/XMODEM of the stored bytes.</param>
/// <param name="Compressed">Whether the top byte of the length was 0xCC: heatshrink.</param>
internal readonly record struct StagedHeader(int Length, ushort Crc, bool Compressed)
{
    /// <summary>Length of the header in bytes.</summary>
    public const int HeaderLength = 6;

    private const uint CompressedMark = 0xCC;

    /// <summary>Computes the header of stored bytes.</summary>
    public static StagedHeader Of(ReadOnlySpan<byte> stored, bool compressed) => new(stored.Length, Crc16.Compute(stored), compressed);

    /// <summary>Writes the header into the first <see cref="HeaderLength"/> bytes.</summary>
    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)Length | (Compressed ? CompressedMark << 24 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(bytes[4..], Crc);
    }

    /// <summary>Reads a header. A header with a length that a bootloader would refuse is not accepted.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out StagedHeader header)
    {
        header = default;
        if (bytes.Length < HeaderLength)
        {
            return false;
        }

        uint length = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        bool compressed = length >> 24 == CompressedMark;
        length &= compressed ? 0x00FFFFFF : uint.MaxValue;
        if (length is 0 || length > FlashMap.MaxStagedLength)
        {
            return false;
        }

        header = new StagedHeader((int)length, BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]), compressed);
        return true;
    }
}
