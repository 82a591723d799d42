namespace VescUartBoot.Framing;

/// <summary>Takes what a <see cref="FrameDecoder"/> finds. The memory is only valid during the call.</summary>
internal interface IFrameSink
{
    /// <summary>A whole frame with the right CRC: its payload, and the bytes of the frame itself.</summary>
    void OnFrame(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> frame);

    /// <summary>Bytes that belong to no frame.</summary>
    void OnSkipped(ReadOnlySpan<byte> bytes);
}
