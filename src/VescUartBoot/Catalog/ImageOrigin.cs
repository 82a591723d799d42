using VescUartBoot.Images;

namespace VescUartBoot.Catalog;

/// <summary>Where the bytes of catalogue images are had from. The family is closed.</summary>
/// <remarks>
/// A mirror or a folder holds them under the paths of their repository, as a clone does, or under their ids, as
/// <c>bundle export</c> writes them. Whatever comes from where is proved by its hash.
/// </remarks>
internal abstract record ImageOrigin
{
    private const string Extension = ".bin";

    private ImageOrigin()
    {
    }

    /// <summary>The address that the catalogue names, at the pinned commit.</summary>
    public sealed record Pinned : ImageOrigin;

    /// <summary>A web server with the same files.</summary>
    public sealed record Mirror(Uri Address) : ImageOrigin;

    /// <summary>A folder with the same files.</summary>
    public sealed record Folder(string Path) : ImageOrigin;

    /// <summary>Takes what people type behind <c>--from</c>.</summary>
    /// <exception cref="ImageRejectedException">It is neither an address nor a folder that is there.</exception>
    public static ImageOrigin Parse(string? text) =>
        text is null ? new Pinned()
        : Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? new Mirror(address.AbsoluteUri.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/"))
        : Directory.Exists(text) ? new Folder(Path.GetFullPath(text))
        : throw new ImageRejectedException("originNotFound", $"{text} is neither a web address nor a folder that is there");

    /// <summary>The name under which an image stands in an export.</summary>
    public static string ExportPath(string id) => id + Extension;

    /// <summary>The places to look, the likeliest first.</summary>
    internal static IEnumerable<string> PathsOf(CatalogEntry entry) =>
        entry.Path is { } path ? [path, ExportPath(entry.Id)] : [ExportPath(entry.Id)];
}
