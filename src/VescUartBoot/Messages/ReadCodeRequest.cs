using System.Buffers.Binary;

namespace VescUartBoot.Messages;

/// <summary>COMM_GET_QML_UI_APP (118) and COMM_LISP_READ_CODE (130): reads stored code at an offset from its start.</summary>
/// <remarks>
/// The firmware refuses a read that ends after the code, but does not check for a negative offset, which makes flash below the code
/// readable. If nothing is stored, firmware 6.00 and later answers with total 0 and no data; 5.03 does not answer. A negative
/// length would crash the device; lengths outside 1 to 502 cannot be built, and the default value reads one byte at offset 0.
/// </remarks>
internal readonly record struct ReadCodeRequest : IRequest<ReadCodeReply>
{
    /// <summary>The largest number of bytes in one reply: the limit of the firmware.</summary>
    public const int MaxLength = 502;

    /// <summary>The header in front of stored code, in bytes: size, CRC, flags.</summary>
    public const int HeaderLength = 8;

    private const int ReplyHead = 9;

    private readonly CodeStore _store;
    private readonly int _offset;
    private readonly int _lengthMinusOne;
    private readonly Memory<byte> _destination;

    /// <summary>Reads <paramref name="destination"/>.Length bytes (1 to 502) at <paramref name="offset"/> from the start of the code into
    /// <paramref name="destination"/>.</summary>
    public ReadCodeRequest(CodeStore store, int offset, Memory<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(destination.Length, MaxLength);
        (_store, _offset, _lengthMinusOne, _destination) = (store, offset, destination.Length - 1, destination);
    }

    /// <inheritdoc/>
    public string Name => _store == CodeStore.Qml ? "GET_QML_UI_APP" : "LISP_READ_CODE";

    /// <inheritdoc/>
    public RequestClass Class => RequestClass.Read;

    private byte Id => (byte)(_store == CodeStore.Qml ? Command.GetQmlUiApp : Command.LispReadCode);

    private int Length => _lengthMinusOne + 1;

    /// <summary>Reads the header in front of the code: offset -8, 8 bytes. Safe on every firmware.</summary>
    public static ReadCodeRequest Header(CodeStore store, Memory<byte> header) => new(store, -HeaderLength, header[..HeaderLength]);

    /// <inheritdoc/>
    public int WritePayload(Span<byte> payload)
    {
        payload[0] = Id;
        BinaryPrimitives.WriteInt32BigEndian(payload[1..], Length);
        BinaryPrimitives.WriteInt32BigEndian(payload[5..], _offset);
        return 9;
    }

    /// <inheritdoc/>
    public bool TryReadReply(ReadOnlySpan<byte> payload, out ReadCodeReply reply)
    {
        reply = default;
        if (payload.Length < ReplyHead || payload[0] != Id)
        {
            return false;
        }

        int total = BinaryPrimitives.ReadInt32BigEndian(payload[1..]);
        int offset = BinaryPrimitives.ReadInt32BigEndian(payload[5..]);
        var data = payload[ReplyHead..];
        reply = new ReadCodeReply(total, data.Length);
        if (data.IsEmpty)
        {
            // "Nothing stored" has no offset, so a late one could answer any read: only the read of the header accepts it.
            return total == 0 && offset == 0 && _offset == -HeaderLength;
        }

        if (offset != _offset || data.Length != Length)
        {
            return false;
        }

        if (!_destination.IsEmpty)
        {
            data.CopyTo(_destination.Span);
        }

        return true;
    }
}
