using System.Buffers.Binary;

namespace VescUartBoot.Messages;

/// <summary>COMM_BM_MEM_READ (80): reads the address space of the target, after bytes buffered in the helper are programmed. Firmware 3.61
/// and later.</summary>
/// <remarks>
/// The reply is 1 and the bytes, or -1 (not connected) or -2 (the target refuses the read). It does not repeat the address, so only its
/// length distinguishes it from a late reply to an earlier read: consecutive reads should have different lengths.
/// </remarks>
internal sealed class ReadTargetRequest : IRequest<short>
{
    /// <summary>The largest number of bytes in one reply.</summary>
    public const int MaxLength = 509;

    /// <summary>Done.</summary>
    public const short Done = 1;

    private const int ReplyHead = 3;

    private readonly uint _address;
    private readonly Memory<byte> _destination;

    /// <summary>Reads <paramref name="destination"/>.Length bytes (1 to 509) at <paramref name="address"/> into
    /// <paramref name="destination"/>.</summary>
    public ReadTargetRequest(uint address, Memory<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(destination.Length, MaxLength);
        (_address, _destination) = (address, destination);
    }

    /// <inheritdoc/>
    public string Name => "BM_MEM_READ";

    /// <inheritdoc/>
    public RequestClass Class => RequestClass.Probe;

    /// <inheritdoc/>
    public int WritePayload(Span<byte> payload)
    {
        payload[0] = (byte)Command.ReadTarget;
        BinaryPrimitives.WriteUInt32BigEndian(payload[1..], _address);
        BinaryPrimitives.WriteUInt16BigEndian(payload[5..], (ushort)_destination.Length);
        return 7;
    }

    /// <inheritdoc/>
    public bool TryReadReply(ReadOnlySpan<byte> payload, out short reply)
    {
        reply = default;
        if (payload.Length < ReplyHead || payload[0] != (byte)Command.ReadTarget)
        {
            return false;
        }

        reply = BinaryPrimitives.ReadInt16BigEndian(payload[1..]);
        var data = payload[ReplyHead..];
        if (data.Length != (reply == Done ? _destination.Length : 0))
        {
            return false;
        }

        data.CopyTo(_destination.Span);
        return true;
    }
}
