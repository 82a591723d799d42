using System.Buffers.Binary;
using VescUartBoot.Chip;

namespace VescUartBoot.Messages;

/// <summary>COMM_WRITE_NEW_APP_DATA (3): programs bytes into staging or the bootloader sector. All firmware; takes 6 ms for 384
/// bytes.</summary>
/// <remarks>
/// Programming only clears bits: over content that is not blank the result is the AND of both, and the reply is still "done".
/// A chunk may be sent twice. From <see cref="OffsetEchoedSince"/> on the reply repeats the offset. A write of 0 bytes changes nothing
/// but waits for the motor like any other: the rehearsal. A payload shorter than its header makes the device program gigabytes of
/// RAM; this type always contains its offset.
/// </remarks>
internal readonly record struct WriteNewAppDataRequest : IRequest<FlashReply>
{
    /// <summary>The largest data of one frame, in bytes.</summary>
    public const int MaxData = 507;

    /// <summary>The usual chunk in bytes, and the largest useful one behind a CAN bus.</summary>
    public const int DefaultData = 384;

    private readonly uint _offset;
    private readonly ReadOnlyMemory<byte> _data;

    private WriteNewAppDataRequest(uint offset, ReadOnlyMemory<byte> data) => (_offset, _data) = (offset, data);

    /// <inheritdoc/>
    public string Name => "WRITE_NEW_APP_DATA";

    /// <inheritdoc/>
    public RequestClass Class => RequestClass.Write;

    /// <summary>Writes <paramref name="data"/> (1 to 507 bytes) at <paramref name="offset"/> bytes from the start of
    /// <paramref name="area"/>.</summary>
    public static WriteNewAppDataRequest Program(WriteArea area, int offset, ReadOnlyMemory<byte> data)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(data.Length, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(data.Length, MaxData);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, area.Length - data.Length);
        return new WriteNewAppDataRequest((uint)(area.Start + offset), data);
    }

    /// <summary>The first firmware whose reply repeats the offset: 5.01. Test builds of 5.00 may not.</summary>
    internal static readonly VescUartBoot.Chip.FirmwareVersion OffsetEchoedSince = new(5, 1);

    /// <summary>A write of 0 bytes at the start of <paramref name="area"/>: proves that the motor is released and the path works.</summary>
    public static WriteNewAppDataRequest Rehearse(WriteArea area) => new((uint)area.Start, default);

    /// <inheritdoc/>
    public int WritePayload(Span<byte> payload)
    {
        payload[0] = (byte)Command.WriteNewAppData;
        BinaryPrimitives.WriteUInt32BigEndian(payload[1..], _offset);
        _data.Span.CopyTo(payload[5..]);
        return 5 + _data.Length;
    }

    /// <inheritdoc/>
    public bool TryReadReply(ReadOnlySpan<byte> payload, out FlashReply reply)
    {
        reply = default;
        bool echoes = payload.Length >= 6;
        return (!echoes || BinaryPrimitives.ReadUInt32BigEndian(payload[2..]) == _offset)
            && FlashReply.TryRead(Command.WriteNewAppData, payload, out reply);
    }
}
