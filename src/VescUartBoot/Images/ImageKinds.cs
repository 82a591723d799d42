using System.Buffers.Binary;
using VescUartBoot.Boards;
using VescUartBoot.Framing;

namespace VescUartBoot.Images;

/// <summary>Says in words what a file is that is not what was asked for.</summary>
internal static class ImageKinds
{
    private const int StagedHeaderLength = 6;

    public static string Describe(ReadOnlySpan<byte> content)
    {
        if (content.IsEmpty)
        {
            return "an empty file";
        }

        if (content.Length > FlashAddress.Size)
        {
            return "larger than the whole flash of the chip (1 MiB)";
        }

        if (Blank.Is(content))
        {
            return "blank: every byte of it is 0xFF";
        }

        return Container(content) ?? Staged(content) ?? Vectors(content) ?? (LooksLikeText(content) ? "a text file, not an image" : "neither a bootloader nor a firmware: its vectors point nowhere");
    }

    private static string? Container(ReadOnlySpan<byte> content) =>
        content.StartsWith("\u007FELF"u8) ? "an ELF file, not a raw image"
        : content.StartsWith("PK"u8) ? "a ZIP archive, not a raw image"
        : content.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) ? "a gzip archive, not a raw image"
        : content[0] == (byte)':' && LooksLikeText(content) ? "an Intel HEX file, not a raw image"
        : null;

    private static string? Staged(ReadOnlySpan<byte> content)
    {
        if (content.Length <= StagedHeaderLength)
        {
            return null;
        }

        var data = content[StagedHeaderLength..];
        uint length = BinaryPrimitives.ReadUInt32BigEndian(content);
        bool packed = length >> 24 == 0xCC;
        return (length & 0x00FFFFFF) == data.Length && BinaryPrimitives.ReadUInt16BigEndian(content[4..]) == Crc16.Compute(data)
            ? packed ? "a compressed firmware as it waits for a bootloader, not a bootloader" : "a firmware with the header of a staged image, not a bootloader"
            : null;
    }

    private static string? Vectors(ReadOnlySpan<byte> content)
    {
        if (content.Length < VectorTable.Length)
        {
            return null;
        }

        var vectors = VectorTable.Read(content, FlashMap.Bootloader.Start.Value, FlashMap.LargeSector);
        return vectors.Reset switch
        {
            _ when vectors.InitialStack >> 24 is not (0x20 or 0x10) || (vectors.Reset & 1) == 0 => null,
            >= 0x080E0000 and < 0x08100000 when content.Length > FlashMap.LargeSector => "a bootloader by its vectors, but larger than its sector (128 KB)",
            >= 0x080E0000 and < 0x08100000 when !vectors.StackFits => "damaged: its reset vector is a bootloader's, its stack pointer is outside RAM",
            >= 0x080E0000 and < 0x08100000 when !vectors.OthersFit => "damaged: its reset vector is a bootloader's, but other vectors point outside the sector",
            >= 0x080E0000 and < 0x08100000 => "truncated: its reset vector is a bootloader's, but points behind the end of the file",
            >= 0x0803E000 and < 0x08040000 when content.Length <= 0x2000 => "a bootloader for a VESC BMS (STM32L4), which would not run here",
            >= 0x0801E000 and < 0x08020000 when content.Length <= 0x2000 => "a bootloader for a module with an STM32G431, which would not run here",
            >= 0x08000000 and < 0x08080000 => "a firmware (its reset vector is in the application), not a bootloader",
            _ => null,
        };
    }

    private static bool LooksLikeText(ReadOnlySpan<byte> content) =>
        !content[..Math.Min(content.Length, 4096)].ContainsAnyInRange((byte)0, (byte)8);
}
