using VescUartBoot.Catalog;
using VescUartBoot.Chip;
using VescUartBoot.Images;

namespace VescUartBoot.Recognition;

/// <summary>Holds a bootloader image against the catalogue before it is written anywhere.</summary>
internal static class ImageValidation
{
    /// <summary>The catalogue image that <paramref name="image"/> is, blank bytes at its end not counted; <see langword="null"/>: it is in
    /// no catalogue.</summary>
    /// <exception cref="ImageRejectedException">It is a copy of a catalogue image with bits changed or its end missing.</exception>
    public static CatalogBootloader? Require(BootloaderImage image, BootloaderCatalog catalogue)
    {
        var content = SectorContent.Judge(InSector(image.Content.Span), catalogue);
        return content.Kind switch
        {
            SectorContentKind.Known => content.Image,
            SectorContentKind.Damaged => throw new ImageRejectedException(
                "imageDamaged",
                $"{image.Name} is a damaged copy of {content.ImageName}: {string.Join("; ", content.Evidence)}")
            {
                Id = content.ImageName,
            },
            _ => null,
        };
    }

    /// <summary>The content of the bootloader sector with the image in it.</summary>
    internal static byte[] InSector(ReadOnlySpan<byte> image)
    {
        byte[] sector = new byte[FlashMap.Bootloader.Length];
        Array.Fill(sector, ErasedFlash.Value);
        image.CopyTo(sector);
        return sector;
    }
}
