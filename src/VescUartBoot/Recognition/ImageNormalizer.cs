using VescUartBoot.Catalog;
using VescUartBoot.Chip;
using VescUartBoot.Images;

namespace VescUartBoot.Recognition;

/// <summary>Converts a file to the form of the catalogue if it differs only in bytes that do not matter.</summary>
/// <remarks>
/// A bootloader may be followed by blank bytes, as in a dump of its sector. A file with addresses omits bytes that a raw file fills
/// with 0x00 or 0xFF: the padding of the bootloader, or the settings sectors within a firmware.
/// </remarks>
internal static class ImageNormalizer
{
    /// <summary>The image as it is known, or as damaged; the image itself, if nothing is known of it.</summary>
    public static ImageInspection Of(ImageInspection image, ImageCatalog catalogue) => image switch
    {
        { Sha256: { } hash } when catalogue.FindByHash(hash).Count > 0 => image,
        { Kind: ImageKind.Bootloader, Family: BoardFamily.Vesc } => OfBootloader(image, catalogue.BootloaderImages),
        { Kind: ImageKind.Firmware, Family: BoardFamily.Vesc, File.Gaps.Count: > 0 } => OfFirmware(image, catalogue),
        _ => image,
    };

    private static ImageInspection OfBootloader(ImageInspection image, BootloaderCatalog catalogue)
    {
        var file = image.File;
        if (file.Content.Length > FlashMap.Bootloader.Length)
        {
            return image;
        }

        byte[] sector = ImageValidation.InSector(file.Content.Span);
        var content = SectorContent.Judge(sector, catalogue);
        return content switch
        {
            { Kind: SectorContentKind.Known or SectorContentKind.KnownWithDataBehind, Image: { } known } =>
                Candidates(file, sector, catalogue.FillPadding(sector), known.Size).First(i => i.Sha256 == known.Sha256),
            { Kind: SectorContentKind.Damaged } =>
                image.AsDamaged($"a damaged copy of {content.ImageName}: {string.Join("; ", content.Evidence)}"),
            _ => image,
        };
    }

    private static IEnumerable<ImageInspection> Candidates(ImageFile file, byte[] sector, byte[]? filled, int size)
    {
        yield return ImageInspection.Of(file.With(sector.AsMemory(0, size)));
        if (filled is not null)
        {
            yield return ImageInspection.Of(file.With(filled.AsMemory(0, size)));
        }
    }

    private static ImageInspection OfFirmware(ImageInspection image, ImageCatalog catalogue)
    {
        var content = image.File.Content;
        foreach (int length in new[] { content.Length, FlashMap.MaxStagedLength,
            FlashMap.MaxApplicationLength }.Where(l => l >= content.Length).Distinct())
        {
            foreach (byte fill in (ReadOnlySpan<byte>)[0x00, ErasedFlash.Value])
            {
                byte[] whole = new byte[length];
                whole.AsSpan().Fill(ErasedFlash.Value);
                content.CopyTo(whole);
                foreach (var gap in image.File.Gaps)
                {
                    whole.AsSpan(gap).Fill(fill);
                }

                var filled = ImageInspection.Of(image.File.With(whole));
                if (catalogue.FindByHash(filled.Sha256!).Count > 0)
                {
                    return filled;
                }
            }
        }

        return image;
    }
}
