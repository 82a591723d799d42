using System.Buffers.Binary;

namespace VescUartBoot.Framing;

internal readonly record struct FrameCandidate(FrameState State, int Head, int Payload, int Length)
{
    public static readonly FrameCandidate Incomplete = new(FrameState.Incomplete, 0, 0, 0);
    public static readonly FrameCandidate Invalid = new(FrameState.Invalid, 0, 0, 0);
    public static readonly FrameCandidate Broken = new(FrameState.Broken, 0, 0, 0);

    public ReadOnlySpan<byte> PayloadOf(ReadOnlySpan<byte> bytes) => bytes.Slice(Head, Payload);
}
