using VescUartBoot.Images;

namespace VescUartBoot.Catalog;

/// <summary>Source of the bytes of catalogue images. The record family is closed.</summary>
/// <remarks>
/// A mirror or a folder holds the images under the paths of their repository, like a clone, or under their ids, like an export of the
/// store. Bytes from any source are verified by their hash.
/// </remarks>
internal abstract record ImageOrigin
{
    private const string Extension = ".bin";

    private ImageOrigin()
    {
    }

    /// <summary>The address in the catalogue, at the pinned commit.</summary>
    public sealed record Pinned : ImageOrigin;

    /// <summary>A web server with the same files.</summary>
    public sealed record Mirror(Uri Address) : ImageOrigin;

    /// <summary>A folder with the same files.</summary>
    public sealed record Folder(string Path) : ImageOrigin;

    /// <summary>Parses the address of a mirror or the path of a folder.</summary>
    /// <exception cref="ImageRejectedException">The text is neither an address nor an existing folder.</exception>
    public static ImageOrigin Parse(string? text) =>
        text is null ? new Pinned()
        : Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? new Mirror(address.AbsoluteUri.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/"))
        : Directory.Exists(text) ? new Folder(Path.GetFullPath(text))
        : throw new ImageRejectedException("originNotFound", $"{text} is neither a web address nor a folder that is there");

    /// <summary>The name of an image in an export.</summary>
    public static string ExportPath(string id) => id + Extension;

    /// <summary>The paths to try, most likely first.</summary>
    internal static IEnumerable<string> PathsOf(CatalogEntry entry) =>
        entry.Path is { } path ? [path, ExportPath(entry.Id)] : [ExportPath(entry.Id)];
}
