using VescUartBoot.Catalog;
using VescUartBoot.Images;

namespace VescUartBoot.Jobs.Common;

/// <summary>Brings the bytes of a known image: from the store, else from its origin if the owner agrees.</summary>
/// <param name="supply">The store.</param>
/// <param name="fetcher">Fetches what is not in the store; <see langword="null"/>: it must be there.</param>
/// <param name="observer">Is told how the fetch goes.</param>
internal sealed class ImageAcquisition(ImageProvider supply, Func<ImageFetcher>? fetcher, IFetchObserver observer)
{
    /// <summary>Brings it.</summary>
    /// <param name="entry">The image.</param>
    /// <param name="why">Why it is this one, for the question.</param>
    /// <param name="options">Who is asked and told.</param>
    /// <param name="cancellationToken">Stops the fetch; nothing of it is kept.</param>
    /// <exception cref="ImageRejectedException">It is not here and may not or cannot be fetched, or it is not approved.</exception>
    public async Task<byte[]> BringAsync(CatalogEntry entry, string why, JobOptions options, CancellationToken cancellationToken)
    {
        if (supply.Find(entry, observer.OnDamaged) is { } stored)
        {
            return stored;
        }

        if (fetcher is null)
        {
            throw Missing(entry, why, "fetching it was not allowed");
        }

        string question =
            $"{entry.Id} ({why}) is not in the store. Fetch its {entry.Size} bytes from {entry.Origin} ({entry.Source.Licence})?";
        if (!await options.Confirm(JobQuestion.Fetch, question).ConfigureAwait(false))
        {
            throw Missing(entry, why, "fetching it was not agreed to");
        }

        observer.OnBegin(entry.Size);
        return await supply.FetchAsync(entry, fetcher(), new ImageOrigin.Pinned(), observer, cancellationToken).ConfigureAwait(false);
    }

    private ImageRejectedException Missing(CatalogEntry entry, string why, string reason) => new(
        "imageMissing",
        $"{entry.Id} ({why}) is not in the store {supply.Store.Folder}; {reason}")
    {
        Id = entry.Id,
    };
}
