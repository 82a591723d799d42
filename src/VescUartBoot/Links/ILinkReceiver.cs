namespace VescUartBoot.Links;

/// <summary>Receives the bytes of a link.</summary>
public interface ILinkReceiver
{
    /// <summary>Bytes were received. The memory is valid only during the call.</summary>
    void OnBytes(ReadOnlySpan<byte> bytes);

    /// <summary>The link has ended. Called at most once, and not after the owner has disposed the link.</summary>
    void OnLost(LinkLostException reason);
}
