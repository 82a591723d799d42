using VescUartBoot.Chip;
using VescUartBoot.Images;

namespace VescUartBoot.Catalog;

/// <summary>The images of the user's own in a store, as entries like those of the catalogue, which they are not in.</summary>
internal static class UserImages
{
    private static readonly CatalogSource _source = new("none: it was imported here", "not known");

    /// <summary>All user images, by name. Their bytes are read to classify them.</summary>
    /// <exception cref="ImageRejectedException">The store cannot be read.</exception>
    public static IReadOnlyList<CatalogEntry> List(ImageStore store, ImageCatalog catalogue) =>
    [
        .. store.List()
            .Where(i => catalogue.FindByHash(i.Sha256).Count == 0)
            .Select(i => EntryOf(i, store))
            .OrderBy(e => e.Id, StringComparer.OrdinalIgnoreCase),
    ];

    /// <summary>Whether it is one of them, so in no catalogue.</summary>
    public static bool IsOwn(CatalogEntry entry) => entry.Id.StartsWith(UserImageName.Prefix, StringComparison.Ordinal);

    private static CatalogEntry EntryOf(StoredImage image, ImageStore store)
    {
        string id = UserImageName.Prefix + (image.OwnName ?? image.Sha256);

        var content = Inspect(store.PathOf(image.Sha256));
        return new CatalogEntry(id, content?.Kind ?? ImageKind.Neither, content?.Family ?? BoardFamily.Unknown,
            (int)Math.Min(image.Length, int.MaxValue), image.Sha256)
        {
            Hardware = content?.Hardware is { } hardware ? [hardware] : [],
            Source = _source,
        };
    }

    // A damaged file, or one that another process removes now, is listed as well: it is checked when it is used.
    private static ImageInspection? Inspect(string path)
    {
        try
        {
            return ImageInspection.Of(ImageFile.Read(path));
        }
        catch (ImageRejectedException)
        {
            return null;
        }
    }
}
