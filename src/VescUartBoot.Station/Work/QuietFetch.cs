using VescUartBoot.Catalog;

namespace VescUartBoot.Station.Work;

/// <summary>Shows nothing of a fetch: the tile shows its phase.</summary>
internal sealed class QuietFetch : IFetchObserver
{
    /// <inheritdoc/>
    public void OnBegin(long total)
    {
    }

    /// <inheritdoc/>
    public void OnDamaged(string message)
    {
    }

    /// <inheritdoc/>
    public void OnBytes(int count)
    {
    }

    /// <inheritdoc/>
    public void OnRetry(string what, int attempt, string reason, int forgotten)
    {
    }
}
