using System.Buffers.Binary;
using VescUartBoot.Chip;

namespace VescUartBoot.Messages;

/// <summary>COMM_BM_WRITE_FLASH (68): writes up to 400 bytes to the flash of the target. Firmware 3.54 and later.</summary>
/// <remarks>
/// The helper buffers 1 KB: bytes are programmed only when another block begins, or with a read, a restart or a release. So a reply of 1
/// proves nothing, and -2 may refer to earlier bytes. Nothing is erased: bits only change from 1 to 0, so a chunk may be sent twice.
/// </remarks>
internal sealed class WriteTargetRequest : IRequest<short>
{
    /// <summary>The largest data of one request, in bytes.</summary>
    public const int MaxLength = 400;

    private readonly FlashRange _range;
    private readonly ReadOnlyMemory<byte> _data;

    /// <summary>Writes <paramref name="data"/> (1 to 400 bytes) from <paramref name="start"/>.</summary>
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
