using VescUartBoot.Catalog;

namespace VescUartBoot.Hosting.Store;

/// <summary>A fetcher created at first use: most commands never use the network.</summary>
internal sealed class LazyFetcher : IDisposable
{
    private HttpClient? _client;

    public ImageFetcher Get() => new(_client ??= ImageFetcher.CreateClient(), new FetchOptions(), TimeProvider.System);

    public void Dispose() => _client?.Dispose();
}
