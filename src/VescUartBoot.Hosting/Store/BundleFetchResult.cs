using System.Collections.Concurrent;
using VescUartBoot.Catalog;
using VescUartBoot.Images;

namespace VescUartBoot.Hosting.Store;

/// <summary>How a fetch of several images ended.</summary>
/// <param name="Fetched">What came and is in the store now.</param>
/// <param name="AlreadyHere">What was in the store, proved by its hash.</param>
/// <param name="Failures">What could not be had, with the reason.</param>
internal sealed record BundleFetchResult(
    IReadOnlyList<CatalogEntry> Fetched, IReadOnlyList<CatalogEntry> AlreadyHere,
    IReadOnlyList<(CatalogEntry Entry, ImageRejectedException Reason)> Failures);
