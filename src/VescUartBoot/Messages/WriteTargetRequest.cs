using System.Buffers.Binary;
using VescUartBoot.Chip;

namespace VescUartBoot.Messages;

/// <summary>COMM_BM_WRITE_FLASH (68): writes up to 400 bytes to the flash of the target. Firmware 3.54 and later.</summary>
/// <remarks>
/// The helper collects 1 KB: bytes are in flash only once another block begins, or after a read, a restart or a release. So an answer of 1
/// proves nothing, and -2 may be about bytes that were sent before. Nothing is erased: bits only go from 1 to 0, so a chunk may be sent
/// twice.
/// </remarks>
internal sealed class WriteTargetRequest : IRequest<short>
{
    /// <summary>The most bytes of one request.</summary>
    public const int MaxLength = 400;

    private readonly FlashRange _range;
    private readonly ReadOnlyMemory<byte> _data;

    /// <summary>Writes <paramref name="data"/> (1..400 bytes) from <paramref name="start"/> on.</summary>
    public WriteTargetRequest(FlashAddress start, ReadOnlyMemory<byte> data)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(data.Length, MaxLength);
        (_range, _data) = (FlashRange.From(start, data.Length), data);
    }

    /// <inheritdoc/>
    public string Name => "BM_WRITE_FLASH";

    /// <inheritdoc/>
    public RequestClass Class => RequestClass.Probe;

    /// <inheritdoc/>
    public int WritePayload(Span<byte> payload)
    {
        payload[0] = (byte)Command.WriteTarget;
        BinaryPrimitives.WriteUInt32BigEndian(payload[1..], _range.Start.Value);
        _data.Span.CopyTo(payload[5..]);
        return 5 + _data.Length;
    }

    /// <inheritdoc/>
    public bool TryReadReply(ReadOnlySpan<byte> payload, out short reply)
    {
        bool isReply = payload.Length == 3 && payload[0] == (byte)Command.WriteTarget;
        reply = isReply ? BinaryPrimitives.ReadInt16BigEndian(payload[1..]) : default;
        return isReply;
    }
}
