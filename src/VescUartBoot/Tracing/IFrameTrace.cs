namespace VescUartBoot.Tracing;

/// <summary>Receives every frame in both directions, in wire order. The memory is valid only during the call.</summary>
public interface IFrameTrace
{
    /// <summary>Bytes were passed to the link: a frame, or the zero bytes of a flush.</summary>
    void Sent(ReadOnlySpan<byte> bytes);

    /// <summary>A complete frame was received.</summary>
    void Received(ReadOnlySpan<byte> frame);

    /// <summary>Bytes outside a frame were received.</summary>
    void Skipped(ReadOnlySpan<byte> bytes);

    /// <summary>An event without bytes: the link was lost, opened or recovered.</summary>
    void Note(string text);
}
