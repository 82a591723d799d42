namespace VescUartBoot.Catalog;

/// <summary>Receives the progress of a fetch.</summary>
internal interface IFetchObserver
{
    /// <summary>The fetch begins; <paramref name="total"/> bytes are to be received.</summary>
    void OnBegin(long total);

    /// <summary>A damaged file was found in the store and moved aside.</summary>
    void OnDamaged(string message);

    /// <summary>Further <paramref name="count"/> bytes of an image were received.</summary>
    void OnBytes(int count);

    /// <summary>An attempt failed and is repeated; its <paramref name="forgotten"/> bytes no longer count.</summary>
    void OnRetry(string what, int attempt, string reason, int forgotten);
}
