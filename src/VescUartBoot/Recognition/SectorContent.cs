using VescUartBoot.Catalog;
using VescUartBoot.Chip;
using VescUartBoot.Images;

namespace VescUartBoot.Recognition;

/// <summary>Classification of the content of the bootloader sector, with its evidence.</summary>
/// <param name="Kind">Kind of the content.</param>
/// <param name="Image">The catalogue image, also of a damaged copy; of another family if the kind is not a bootloader.</param>
/// <param name="ImageName">Name of that image, also if it comes from a file.</param>
/// <param name="Sha256">SHA-256 of the content without trailing blank bytes; over the length of the image if that is known.</param>
/// <param name="ChangedBits">Number of different bits of a damaged image, if known.</param>
/// <param name="Evidence">The evidence, in sentences for the user.</param>
internal sealed record SectorContent(
    SectorContentKind Kind,
    CatalogBootloader? Image,
    string? ImageName,
    string? Sha256,
    int? ChangedBits,
    IReadOnlyList<string> Evidence)
{
    /// <summary>Classifies the complete sector, 131072 bytes.</summary>
    /// <param name="sector">All bytes of the sector.</param>
    /// <param name="catalogue">The known images, by hash.</param>
    /// <param name="atHand">Images whose bytes are available, such as the one to install.</param>
    public static SectorContent Judge(ReadOnlySpan<byte> sector, BootloaderCatalog catalogue, params IReadOnlyList<BootloaderImage> atHand)
    {
        int length = ErasedFlash.LengthWithout(sector);
        if (length == 0)
        {
            return new SectorContent(SectorContentKind.Blank, null, null, null, null,
                [$"all {sector.Length} bytes of the bootloader sector were read and are 0xFF"]);
        }

        byte[]? filled = catalogue.FillPadding(sector);
        return JudgeKnown(sector, length, catalogue, atHand)
            ?? (filled is null ? null : WithPaddingBlank(JudgeKnown(filled, length, catalogue, atHand), catalogue.Padding!))
            ?? SectorDamage.Judge(filled ?? sector, length, catalogue, atHand)
            ?? JudgeUnknown(sector, length);
    }

    private static SectorContent? WithPaddingBlank(SectorContent? content, LinkerGap padding) => content is null ? null : content with
    {
        Evidence =
        [
            .. content.Evidence,
            $"the {padding.Length} bytes at 0x{FlashMap.Bootloader.Start.Value + padding.Offset:X8}, which no code uses, are 0xFF: it was "
                + "written from a .hex, which leaves them out",
        ],
    };

    private static SectorContent? JudgeKnown(ReadOnlySpan<byte> sector, int length, BootloaderCatalog catalogue,
        IReadOnlyList<BootloaderImage> atHand)
    {
        foreach (var image in atHand)
        {
            if (image.IsAtStartOf(sector))
            {
                return Known(sector, length, image.Content.Length, catalogue.Find(image.Sha256), image.Name, image.Sha256);
            }
        }

        foreach (var bySize in catalogue.Images.GroupBy(i => i.Size))
        {
            if (bySize.Key <= 0 || bySize.Key > sector.Length)
            {
                continue;
            }

            string hash = Sha256Of(sector[..bySize.Key]);
            if (bySize.FirstOrDefault(i => i.Sha256 == hash) is { } image)
            {
                return Known(sector, length, image.Size, image, image.Id, hash);
            }
        }

        return null;
    }

    private static SectorContent Known(ReadOnlySpan<byte> sector, int length, int size, CatalogBootloader? image, string name, string hash)
    {
        if (image is not null && !image.IsForThisChip)
        {
            return new SectorContent(
                SectorContentKind.NoBootloader, image, image.Id, hash, null,
                [
                    $"the first {size} bytes are {image.Id} (SHA-256 {hash[..16]}…), a bootloader of another family ({image.Family}): it "
                        + "cannot run on this board"]);
        }

        string unpacks = image is null ? "" : image.Compression
            ? "; it unpacks compressed images"
            : "; it is too old to unpack compressed images";
        List<string> evidence = [$"the first {size} bytes are {image?.Id ?? name} (SHA-256 {hash[..16]}…){unpacks}"];
        if (length <= size)
        {
            evidence.Add($"the {sector.Length - size} bytes behind it are 0xFF");
            return new SectorContent(SectorContentKind.Known, image, image?.Id ?? name, hash, null, evidence);
        }

        evidence.Add(DataBehind(sector, length, size));
        return new SectorContent(SectorContentKind.KnownWithDataBehind, image, image?.Id ?? name, hash, null, evidence);
    }

    /// <summary>Describes where content continues after an image of <paramref name="size"/> bytes.</summary>
    internal static string DataBehind(ReadOnlySpan<byte> sector, int length, int size)
    {
        int first = sector[size..].IndexOfAnyExcept(ErasedFlash.Value) + size;
        return $"behind it, from 0x{FlashMap.Bootloader.Start.Value + first:X8} to 0x{FlashMap.Bootloader.Start.Value + length - 1:X8}, "
            + "something else is stored: data of a package, perhaps (firmware 6.06 and later keeps it in this sector)";
    }

    private static SectorContent JudgeUnknown(ReadOnlySpan<byte> sector, int length)
    {
        string hash = Sha256Of(sector[..length]);
        string evidence =
            $"{length} bytes up to 0x{FlashMap.Bootloader.Start.Value + length - 1:X8} are not blank (SHA-256 {hash[..16]}…) and match "
                + "no known image";
        return ImageInspection.IsBootloader(sector)
            ? new SectorContent(SectorContentKind.Unrecognised, null, null, hash, null,
                [evidence, "its vectors are those of a bootloader: stack in RAM, reset and exceptions in this sector"])
            : new SectorContent(SectorContentKind.NoBootloader, null, null, hash, null,
                [evidence, "its vectors are not those of a bootloader: jumping there would run garbage"]);
    }

    private static string Sha256Of(ReadOnlySpan<byte> content) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content));
}
