using VescUartBoot.Catalog;
using VescUartBoot.Images;

namespace VescUartBoot.Jobs.Common;

/// <summary>Provides a known image: from the store, otherwise from its origin if the user agrees.</summary>
/// <param name="supply">The store.</param>
/// <param name="fetcher">Fetches an image that is not in the store; <see langword="null"/> if it must be there.</param>
/// <param name="observer">Receives the progress of the fetch.</param>
internal sealed class ImageAcquisition(ImageProvider supply, Func<ImageFetcher>? fetcher, IFetchObserver observer)
{
    /// <summary>The reason for an image that the user has named; the question does not repeat it.</summary>
    public const string Requested = "it was requested";

    /// <summary>Provides the bytes of an image.</summary>
    /// <param name="entry">The image.</param>
    /// <param name="why">Why this image was chosen, for the question.</param>
    /// <param name="options">Confirmation and progress callbacks.</param>
    /// <param name="cancellationToken">Stops the fetch; an incomplete image is not stored.</param>
    /// <exception cref="ImageRejectedException">The image is not in the store and may not or cannot be fetched, or it is not
    /// approved.</exception>
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
            $"Download {entry.Id}{(why == Requested ? "" : $" ({why})")}, {entry.Size} bytes, from {entry.Origin} "
                + $"({entry.Source.Licence})?";
        if (!await options.Confirm(JobQuestion.Fetch, question).ConfigureAwait(false))
        {
            throw Missing(entry, why, "fetching it was declined");
        }

        observer.OnBegin(entry.Size);
        return await supply.FetchAsync(entry, fetcher(), new ImageOrigin.Pinned(), observer, cancellationToken).ConfigureAwait(false);
    }

    private ImageRejectedException Missing(CatalogEntry entry, string why, string reason) => new(
        "imageMissing",
        $"{entry.Id}{(why == Requested ? "" : $" ({why})")} is not in the store {supply.Store.Folder}; {reason}")
    {
        Id = entry.Id,
    };
}
