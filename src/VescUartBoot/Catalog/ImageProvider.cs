using VescUartBoot.Images;

namespace VescUartBoot.Catalog;

/// <summary>Provides the bytes of known images: from the store, otherwise from their origin.</summary>
/// <param name="store">The local store.</param>
/// <param name="approved">The only images that may be used; <see langword="null"/> for no restriction.</param>
public sealed class ImageProvider(ImageStore store, ApprovedImages? approved = null)
{
    /// <summary>The local store.</summary>
    public ImageStore Store { get; } = store;

    /// <summary>Fetches images that are not in the store, after the user has agreed. Default <see langword="null"/>: images must be in the
    /// store.</summary>
    public HttpClient? Http { get; init; }

    internal Func<ImageFetcher>? Fetcher => Http is { } http ? () => new ImageFetcher(http, new FetchOptions(), TimeProvider.System) : null;

    /// <summary>Rejects an image that is not approved, whatever its source.</summary>
    /// <exception cref="ImageRejectedException">The image is not approved.</exception>
    public void Require(string sha256, string image) => approved?.Require(sha256, image);

    /// <summary>Reads an image from the store.</summary>
    /// <param name="entry">The image.</param>
    /// <param name="damaged">Receives the new path of a damaged file that was moved aside.</param>
    /// <returns><see langword="null"/> if the image is not in the store.</returns>
    /// <exception cref="ImageRejectedException">The image is not approved, or the store cannot be read.</exception>
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
    /// <exception cref="ImageRejectedException">The image is not approved or could not be fetched, or the store cannot be
    /// written.</exception>
    internal async Task<byte[]> FetchAsync(CatalogEntry entry, ImageFetcher fetcher, ImageOrigin origin, IFetchObserver observer,
        CancellationToken cancellationToken)
    {
        Require(entry.Sha256, entry.Id);
        byte[] content = await fetcher.FetchAsync(entry, origin, observer, cancellationToken).ConfigureAwait(false);
        Store.Add(content);
        return content;
    }
}
