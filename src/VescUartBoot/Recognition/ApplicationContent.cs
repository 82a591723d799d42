using VescUartBoot.Catalog;
using VescUartBoot.Chip;
using VescUartBoot.Images;

namespace VescUartBoot.Recognition;

/// <summary>Classification of the application sectors, with its evidence.</summary>
/// <param name="Kind">Kind of the content.</param>
/// <param name="Image">Id of the released image.</param>
/// <param name="Version">Version of that image.</param>
/// <param name="Hardware">Hardware name in it, as reported by a board that runs it.</param>
/// <param name="Evidence">The evidence, in a sentence for the user.</param>
internal sealed record ApplicationContent(ApplicationKind Kind, string? Image, string? Version, string? Hardware, string Evidence)
{
    // At its first start the application writes a flag and its checksum here, at the end of its image.
    private const int CheckWords = 8;

    // Start offsets of sectors 3 to 7.
    private static readonly int[] _codeSectors = [0xC000, 0x10000, 0x20000, 0x40000, 0x60000];

    /// <summary>Classifies sectors 0 to 7, 524288 bytes. Settings, and bytes that a first start writes, are ignored.</summary>
    internal static ApplicationContent Judge(ReadOnlySpan<byte> sectors, ImageCatalog catalogue)
    {
        if (ErasedFlash.Is(sectors))
        {
            return new(ApplicationKind.Blank, null, null, null, $"all {sectors.Length} bytes of the application's sectors are 0xFF");
        }

        ImageInspection? sound = null;
        string? why = null;
        string? hardware = null;
        foreach (int length in new[] { FlashMap.MaxApplicationLength, FlashMap.MaxStagedLength })
        {
            foreach (byte fill in (ReadOnlySpan<byte>)[0x00, ErasedFlash.Value])
            {
                byte[] image = sectors[..length].ToArray();
                image.AsSpan(length - CheckWords).Fill(ErasedFlash.Value);
                image.AsSpan(FlashMap.Settings.Start.Offset, FlashMap.Settings.Length).Fill(fill);
                var inspection = ImageInspection.Of(ImageFile.Parse("application", image));
                if (inspection.Sha256 is { } hash
                    && catalogue.FindByHash(hash).FirstOrDefault(e => e.Kind == ImageKind.Firmware) is { } known)
                {
                    return new(ApplicationKind.Known, known.Id, known.Version,
                        inspection.Hardware ?? (known.Hardware is [var first, ..] ? first : null),
                        $"its SHA-256 is that of {known.Id}");
                }

                bool isFirmware = inspection is { Kind: ImageKind.Firmware, Family: BoardFamily.Vesc, IsSound: true } && !HasHole(image);
                sound ??= isFirmware ? inspection : null;
                why ??= inspection.Description;
                hardware ??= inspection.Hardware;
            }
        }

        return sound is not null
            ? new(ApplicationKind.Unrecognised, null, null, sound.Hardware,
                $"a firmware{(sound.Hardware is { } name ? $" for {name}" : "")} judged by its vectors; not in the catalogue: a private "
                    + "build, or a damaged copy")
            : new(ApplicationKind.NoFirmware, null, null, hardware,
                HasHole(sectors[..^CheckWords]) ? "a whole sector in the middle of the firmware is blank: a part of it is missing" : why!);
    }

    // After a power cut a bootloader may have erased all sectors and written only the first ones.
    private static bool HasHole(ReadOnlySpan<byte> image)
    {
        int end = ErasedFlash.LengthWithout(image);
        foreach (int start in _codeSectors)
        {
            int next = Math.Min(_codeSectors.FirstOrDefault(s => s > start, image.Length), image.Length);
            if (next < end && ErasedFlash.Is(image[start..next]))
            {
                return true;
            }
        }

        return false;
    }
}
