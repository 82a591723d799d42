using System.Buffers.Binary;

namespace VescUartBoot.Messages;

/// <summary>COMM_BM_MEM_READ (80): reads the address space of the target. What waits in the helper is programmed first. Firmware 3.61 and
/// later.</summary>
/// <remarks>
/// The answer is 1 and the bytes, or -1: not connected, -2: the target does not let it be read. It repeats no address, so only its length
/// tells it from a late answer to an earlier read: two reads in a row should have different lengths.
/// </remarks>
internal sealed class ReadTargetRequest : IRequest<short>
{
    /// <summary>The most bytes that one answer carries.</summary>
    public const int MaxLength = 509;

    /// <summary>Done.</summary>
    public const short Done = 1;

    private const int ReplyHead = 3;

    private readonly uint _address;
    private readonly Memory<byte> _destination;

    /// <summary>Reads <paramref name="destination"/>.Length bytes (1..509) at <paramref name="address"/>; they land in
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
