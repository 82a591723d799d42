namespace VescUartBoot.Framing;

/// <summary>Receives the results of a <see cref="FrameDecoder"/>. The memory is valid only during the call.</summary>
internal interface IFrameSink
{
    /// <summary>A complete frame with the right CRC: its payload, and the bytes of the frame itself.</summary>
    void OnFrame(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> frame);

    /// <summary>Bytes outside a frame.</summary>
    void OnSkipped(ReadOnlySpan<byte> bytes);
}
