using VescUartBoot.Framing;
namespace VescUartBoot.Cli;
internal abstract class TraceFile : IFrameTrace, IDisposable
{
    public abstract void Dispose(); public abstract void Sent(ReadOnlySpan<byte> bytes); public abstract void Received(ReadOnlySpan<byte> frame); public abstract void Skipped(ReadOnlySpan<byte> bytes); public abstract void Note(string text);
}
