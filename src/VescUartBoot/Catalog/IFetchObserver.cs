namespace VescUartBoot.Catalog;

/// <summary>Is told how a fetch goes.</summary>
internal interface IFetchObserver
{
    /// <summary>So many bytes have to come.</summary>
    void OnBegin(long total);

    /// <summary>A damaged file was found in the store and moved aside.</summary>
    void OnDamaged(string message);

    /// <summary>So many more bytes of an image came.</summary>
    void OnBytes(int count);

    /// <summary>A try failed and is repeated; the bytes that it brought are to be forgotten.</summary>
    void OnRetry(string what, int attempt, string reason, int forgotten);
}
