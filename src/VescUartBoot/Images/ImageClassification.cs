using VescUartBoot.Chip;
using VescUartBoot.Images.Formats;

namespace VescUartBoot.Images;

/// <summary>Classification of an image by the addresses in its vectors.</summary>
internal readonly record struct ImageClassification(ImageKind Kind, BoardFamily? Family, bool Sound, string Description)
{
    // The application of a motor controller leaves sectors 1 and 2 to its settings and continues in sector 3.
    private const uint Application = 0x0800C000;
    private const uint ApplicationEnd = 0x08080000;

    // Start of the bootloaders of the other families; both are smaller than 8 KB.
    private const uint BmsBootloader = 0x0803E000;
    private const uint ModuleBootloader = 0x0801E000;
    private const int SmallBootloader = 0x2000;

    public static ImageClassification On(ImageFile file) =>
        file.Problem is { } problem ? Neither(problem)
        : file.FileLength == 0 ? Neither("an empty file")
        : OnContent(file.Content.Span);

    public static ImageClassification OnContent(ReadOnlySpan<byte> content)
    {
        if (content.Length > FlashAddress.Size)
        {
            return Neither("larger than the whole flash of the chip (1 MiB)");
        }

        if (ErasedFlash.Is(content))
        {
            return Neither("blank: every byte of it is 0xFF");
        }

        if (!VectorTable.LookLikeCode(content))
        {
            return Neither(FileSignatures.Name(content) ?? NameGarbage(content));
        }

        if (content.Length < VectorTable.Length)
        {
            return Neither($"truncated: it begins like an image, and {content.Length} bytes of it are there");
        }

        var vectors = VectorTable.Read(content, FlashMap.Bootloader.Start.Value, FlashMap.LargeSector);
        return vectors.Reset switch
        {
            >= 0x080E0000 and < 0x08100000 => OnBootloader(content, vectors),
            >= BmsBootloader and < BmsBootloader + SmallBootloader when content.Length <= SmallBootloader =>
                new(ImageKind.Bootloader, BoardFamily.Bms, true, "a bootloader for a VESC BMS (STM32L4)"),
            >= ModuleBootloader and < ModuleBootloader + SmallBootloader when content.Length <= SmallBootloader =>
                new(ImageKind.Bootloader, BoardFamily.Module, true, "a bootloader for a module with an STM32G431"),
            >= Application and < ApplicationEnd => OnFirmware(content, vectors),
            >= FlashAddress.Start and < Application =>
                new(ImageKind.Firmware, null, false,
                    $"a firmware for another chip, such as a VESC BMS or a module: it starts at 0x{vectors.Reset - 1:X8}, where a motor "
                        + "controller keeps its vectors and settings"),
            < 0x00100000 => new(ImageKind.Firmware, null, false,
                "a firmware for another chip, such as the nRF5 of a Bluetooth module: its flash begins at 0"),
            _ => Neither("neither a bootloader nor a firmware: the addresses at its start are not in the flash of a VESC"),
        };
    }

    private static ImageClassification OnBootloader(ReadOnlySpan<byte> content, VectorTable vectors)
    {
        string? problem =
            content.Length > FlashMap.LargeSector ? "a bootloader by its vectors, but larger than its sector (128 KB)"
            : !vectors.StackFits ? "damaged: its reset vector is a bootloader's, its stack pointer is outside RAM"
            : !vectors.OthersFit ? "damaged: its reset vector is a bootloader's, but other vectors point outside the sector"
            : !VectorTable.IsCode(vectors.Reset, FlashMap.Bootloader.Start.Value, ErasedFlash.LengthWithout(content))
                ? "truncated: its reset vector is a bootloader's, but points behind the end of the file"
                : null;
        return new ImageClassification(ImageKind.Bootloader, BoardFamily.Vesc, problem is null,
            problem ?? "a bootloader for a motor controller (STM32F405)");
    }

    private static ImageClassification OnFirmware(ReadOnlySpan<byte> content, VectorTable vectors)
    {
        int length = ErasedFlash.LengthWithout(content);
        var others = VectorTable.Read(content, FlashAddress.Start, (int)(ApplicationEnd - FlashAddress.Start),
            Math.Min(VectorTable.WholeLength, content.Length & ~3));
        bool whole = content.Length > FlashMap.Bootloader.Start.Offset;
        string? problem =
            whole && !ErasedFlash.Is(content[FlashMap.Bootloader.Start.Offset..])
                ? "a copy of a board's whole flash: a firmware, its settings and a bootloader in one"
            : content.Length > FlashMap.MaxApplicationLength
                ? $"a firmware by its vectors, but larger than any can be ({FlashMap.MaxApplicationLength} bytes)"
            : !vectors.StackFits ? "damaged: its reset vector is a firmware's, its stack pointer is outside RAM"
            : !others.OthersFit ? "damaged: its reset vector is a firmware's, but other vectors point outside its place in flash"
            : !VectorTable.IsCode(vectors.Reset, FlashAddress.Start, length)
                ? "truncated: its reset vector is a firmware's, but points behind the end of the file"
            : TruncationDetector.Of(content) is { } missing ? missing
            : null;
        return new ImageClassification(ImageKind.Firmware, BoardFamily.Vesc, problem is null,
            problem ?? "a firmware for a motor controller (STM32F405)");
    }

    private static string NameGarbage(ReadOnlySpan<byte> content)
    {
        Span<byte> start = stackalloc byte[VectorTable.FirstWords];
        content[..Math.Min(content.Length, start.Length)].CopyTo(start);
        if (!content.ContainsAnyExcept((byte)0))
        {
            return "neither a bootloader nor a firmware: every byte of it is 0";
        }

        for (int i = 0; i < start.Length; i += 2)
        {
            (start[i], start[i + 1]) = (start[i + 1], start[i]);
        }

        return VectorTable.LookLikeCode(start)
            ? "an image whose bytes are swapped in pairs: some tool took it for 16-bit words of the other order"
            : "neither a bootloader nor a firmware: the addresses at its start are not in the flash of a VESC";
    }

    private static ImageClassification Neither(string description) => new(ImageKind.Neither, null, false, description);
}
