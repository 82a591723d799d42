namespace VescUartBoot.Links;

/// <summary>Takes what a link reads.</summary>
public interface ILinkReceiver
{
    /// <summary>Some bytes came. The memory is only valid during the call.</summary>
    void OnBytes(ReadOnlySpan<byte> bytes);

    /// <summary>The link has ended and brings nothing more. Called at most once, and not after a disposal by the owner.</summary>
    void OnLost(LinkLostException reason);
}
