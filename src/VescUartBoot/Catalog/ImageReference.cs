using VescUartBoot.Images;

namespace VescUartBoot.Catalog;

/// <summary>An image named by the user: a file or an image of the user's own, whose bytes are available, or an image of the
/// catalogue.</summary>
internal sealed record ImageReference
{
    private const int Shown = 8;

    private ImageReference()
    {
    }

    /// <summary>The bytes, if they were read: of a file, or of an own image. Not looked at yet.</summary>
    public ImageFile? File { get; private init; }

    /// <summary>The image of the catalogue; several entries if folders hold the same bytes for several hardware names.</summary>
    public IReadOnlyList<CatalogEntry> Entries { get; private init; } = [];

    /// <summary>Creates a reference to a file.</summary>
    public static ImageReference Of(ImageFile file) => new() { File = file };

    /// <summary>Resolves a path, an id (of the catalogue or <c>own/NAME</c>), or a hash or its beginning. An existing file takes
    /// precedence.</summary>
    /// <param name="word">The text of the user.</param>
    /// <param name="kind">The requested kind. <see cref="BootloaderImage"/> and <see cref="FirmwareImage"/> validate the content of a
    /// file.</param>
    /// <param name="catalogue">The known images.</param>
    /// <param name="store">The local store.</param>
    /// <exception cref="ImageRejectedException">The text names no image, several images, or one of another kind; or the file cannot be
    /// read.</exception>
    public static ImageReference Find(string word, ImageKind kind, ImageCatalog catalogue, ImageStore store)
    {
        if (System.IO.File.Exists(word))
        {
            return new ImageReference { File = ImageFile.Read(word) };
        }

        if (FindOwn(word, catalogue, store) is { } own)
        {
            return new ImageReference { File = own };
        }

        var entries = catalogue.Select(word);
        var images = entries.DistinctBy(e => e.Sha256).ToList();
        return images switch
        {
            [] when Directory.Exists(word) => new ImageReference { File = ImageFile.Read(word) },
            [] => throw new ImageRejectedException(
                "imageUnreadable",
                $"{word}: no such file, and no known image has that id or hash")
            {
                Expected = Expected(kind),
            },
            [var one, ..] when one.Kind != kind => throw new ImageRejectedException(
                kind == ImageKind.Bootloader ? "imageNotBootloader" : "imageNotFirmware",
                images.Count == 1 ? $"{one.Id} is a {Word(one.Kind)}, not a {Word(kind)}"
                    : $"{word} names {images.Count} images, each a {Word(one.Kind)}, not a {Word(kind)}")
            {
                Id = one.Id,
            },
            [_] => new ImageReference { Entries = entries },
            _ => throw new ImageRejectedException(
                "imageUnknown",
                $"{word} names {images.Count} images: "
                    + $"{string.Join(", ", images.Take(Shown).Select(e => e.Id))}{(images.Count > Shown ? ", …" : "")}")
            {
                Choices = [.. images.Select(e => e.Id)],
            },
        };
    }

    private static ImageFile? FindOwn(string word, ImageCatalog catalogue, ImageStore store)
    {
        bool named = word.StartsWith(UserImageName.Prefix, StringComparison.OrdinalIgnoreCase);
        if (!named && !ImageCatalog.LooksLikeHash(word))
        {
            return null;
        }

        var own = store.List()
            .Where(i => catalogue.FindByHash(i.Sha256).Count == 0)
            .Where(i => named ? word[UserImageName.Prefix.Length..].Equals(i.OwnName ?? i.Sha256, StringComparison.OrdinalIgnoreCase)
                : i.Sha256.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .ToList();
        if (own is not [var only])
        {
            return null;
        }

        string id = UserImageName.Prefix + (only.OwnName ?? only.Sha256);
        var reading = store.Read(only.Sha256);
        return reading.Content is { } content
            ? ImageFile.Parse(id, content)
            : throw new ImageRejectedException("imageMissing",
                $"the stored file of {id} is damaged and was moved to {reading.MovedTo}")
            { Id = id };
    }

    private static ExpectedFile Expected(ImageKind kind) => kind == ImageKind.Bootloader ? ExpectedFile.Bootloader : ExpectedFile.Firmware;

    private static string Word(ImageKind kind) => kind == ImageKind.Bootloader ? "bootloader" : "firmware";
}
