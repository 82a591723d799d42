using System.Collections.Concurrent;
using VescUartBoot.Catalog;
using VescUartBoot.Images;

namespace VescUartBoot.Hosting.Store;

/// <summary>Fetches images into the store, a few at a time. A failed image does not stop the others, unless the server does not respond at
/// all.</summary>
/// <param name="supply">The store.</param>
/// <param name="fetcher">The fetcher.</param>
/// <param name="origin">Source of the images.</param>
/// <param name="atOnce">Number of parallel fetches.</param>
internal sealed class BundleFetch(ImageProvider supply, ImageFetcher fetcher, ImageOrigin origin, int atOnce)
{
    // Each image was tried several times. Without this limit, a whole version would take minutes to fail without a network; after a
    // success, a few may fail in a row.
    private const int MostSilent = 4;

    /// <summary>Fetches all images.</summary>
    /// <param name="entries">The images. Two entries with the same bytes are fetched once.</param>
    /// <param name="observer">Receives the progress, from several threads.</param>
    /// <param name="cancellationToken">Stops the fetch; fetched images stay.</param>
    public async Task<BundleFetchResult> RunAsync(IEnumerable<CatalogEntry> entries, IFetchObserver observer,
        CancellationToken cancellationToken)
    {
        var wanted = entries.DistinctBy(e => e.Sha256).ToList();
        var missing = wanted.Where(e => supply.Find(e, observer.OnDamaged) is null).ToList();
        observer.OnBegin(missing.Sum(e => (long)e.Size));
        var failures = new ConcurrentDictionary<string, (CatalogEntry, ImageRejectedException)>();
        int silent = 0;
        int mostSilent = 1;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(missing, parallel, async (entry, token) =>
        {
            if (Volatile.Read(ref silent) >= Volatile.Read(ref mostSilent))
            {
                failures[entry.Sha256] = (entry, new ImageRejectedException("fetchFailed",
                    $"{entry.Id} was not tried: nobody answers there")
                { Id = entry.Id });
                return;
            }

            try
            {
                await supply.FetchAsync(entry, fetcher, origin, observer, token).ConfigureAwait(false);
                Interlocked.Exchange(ref silent, 0);
                Interlocked.Exchange(ref mostSilent, MostSilent);
            }
            catch (ImageRejectedException e)
            {
                failures[entry.Sha256] = (entry, e);
                bool answered = e.InnerException is not FetchFailedException { Status: null };
                _ = answered ? Interlocked.Exchange(ref silent, 0) : Interlocked.Increment(ref silent);
            }
        }).ConfigureAwait(false);
        return new BundleFetchResult(
            [.. missing.Where(e => !failures.ContainsKey(e.Sha256))],
            [.. wanted.Except(missing)],
            [.. missing.Where(e => failures.ContainsKey(e.Sha256)).Select(e => failures[e.Sha256])]);
    }
}
