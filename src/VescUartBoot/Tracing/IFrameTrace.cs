namespace VescUartBoot.Tracing;

/// <summary>Is shown every frame both ways, in the order of the wire. The memory is only valid during the call.</summary>
public interface IFrameTrace
{
    /// <summary>Bytes that were handed to the link: a frame, or the zero bytes of a flush.</summary>
    void Sent(ReadOnlySpan<byte> bytes);

    /// <summary>A whole frame that came.</summary>
    void Received(ReadOnlySpan<byte> frame);

    /// <summary>Bytes that came and belong to no frame.</summary>
    void Skipped(ReadOnlySpan<byte> bytes);

    /// <summary>Something that is no bytes: a link that was lost, opened, found again.</summary>
    void Note(string text);
}
