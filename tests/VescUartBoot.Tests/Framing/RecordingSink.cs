using VescUartBoot.Framing;

namespace VescUartBoot.Tests.Framing;

/// <summary>Keeps what a decoder finds.</summary>
internal sealed class RecordingSink : IFrameSink
{
    public List<byte[]> Payloads { get; } = [];

    public List<byte[]> Frames { get; } = [];

    public List<byte> Skipped { get; } = [];

    /// <summary>Frames and skipped bytes in the order of the stream.</summary>
    public List<byte> All { get; } = [];

    public void OnFrame(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> frame)
    {
        Payloads.Add(payload.ToArray());
        Frames.Add(frame.ToArray());
        All.AddRange(frame);
    }

    public void OnSkipped(ReadOnlySpan<byte> bytes)
    {
        Skipped.AddRange(bytes);
        All.AddRange(bytes);
    }
}
