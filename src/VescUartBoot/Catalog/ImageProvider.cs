using VescUartBoot.Images;

namespace VescUartBoot.Catalog;

/// <summary>The bytes of known images: from the store, else from their origin.</summary>
/// <param name="store">The local store.</param>
/// <param name="approved">The only images that may be used, if there is such a list.</param>
public sealed class ImageProvider(ImageStore store, ApprovedImages? approved = null)
{
    /// <summary>The local store.</summary>
    public ImageStore Store { get; } = store;

    /// <summary>Fetches images that the store lacks, after the owner has agreed. Default <see langword="null"/>: an image must be in the
    /// store.</summary>
    public HttpClient? Http { get; init; }

    internal Func<ImageFetcher>? Fetcher => Http is { } http ? () => new ImageFetcher(http, new FetchOptions(), TimeProvider.System) : null;

    /// <summary>Refuses an image that is not approved, wherever its bytes come from.</summary>
    /// <exception cref="ImageRejectedException">It is not.</exception>
    public void Require(string sha256, string image) => approved?.Require(sha256, image);

    /// <summary>Takes an image from the store.</summary>
    /// <param name="entry">The image.</param>
    /// <param name="damaged">Is told where a damaged file was moved to.</param>
    /// <returns><see langword="null"/>: it is not here.</returns>
    /// <exception cref="ImageRejectedException">It is not approved, or the store cannot be read.</exception>
    internal byte[]? Find(CatalogEntry entry, Action<string> damaged)
    {
        Require(entry.Sha256, entry.Id);
        var reading = Store.Read(entry.Sha256);
        if (reading.MovedTo is { } movedTo)
        {
            damaged($"the stored file of {entry.Id} is damaged and was moved to {movedTo}");
        }

        return reading.Content;
    }

    /// <summary>Fetches an image into the store.</summary>
    /// <exception cref="ImageRejectedException">It is not approved, could not be had, or the store cannot be written.</exception>
    internal async Task<byte[]> FetchAsync(CatalogEntry entry, ImageFetcher fetcher, ImageOrigin origin, IFetchObserver observer,
        CancellationToken cancellationToken)
    {
        Require(entry.Sha256, entry.Id);
        var content = await fetcher.FetchAsync(entry, origin, observer, cancellationToken).ConfigureAwait(false);
        Store.Add(content);
        return content;
    }
}
