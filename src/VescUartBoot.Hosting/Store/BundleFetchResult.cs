using System.Collections.Concurrent;
using VescUartBoot.Catalog;
using VescUartBoot.Images;

namespace VescUartBoot.Hosting.Store;

/// <summary>Result of a fetch of several images.</summary>
/// <param name="Fetched">Images fetched into the store.</param>
/// <param name="AlreadyHere">Images that were in the store, verified by hash.</param>
/// <param name="Failures">Failed images with the reasons.</param>
internal sealed record BundleFetchResult(
    IReadOnlyList<CatalogEntry> Fetched, IReadOnlyList<CatalogEntry> AlreadyHere,
    IReadOnlyList<(CatalogEntry Entry, ImageRejectedException Reason)> Failures);
