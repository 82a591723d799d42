using System.Buffers.Binary;

namespace VescUartBoot.Messages;

/// <summary>COMM_QMLUI_WRITE (121), firmware 5.03 and later, and COMM_LISP_WRITE_CODE (131), firmware 6.00 and later: programs bytes into
/// the sector of stored code.</summary>
/// <remarks>
/// Programming only clears bits, and the device checks neither offset nor content. So only four writes can be built: no data, a
/// piece of code after the header, the header of valid code, and 8 zero bytes in its place, which are valid empty code
/// (size 0, CRC 0 over flags 0). The last two would destroy the header of other code: the zeros are for a store that is proved
/// empty, the header for an erased one, after all of its code. The reply repeats the offset.
/// </remarks>
internal readonly record struct WriteCodeRequest : IRequest<FlashReply>
{
    /// <summary>The usual length of a piece, in bytes.</summary>
    public const int DefaultData = WriteNewAppDataRequest.DefaultData;

    private const int Head = 5;

    private readonly CodeStore _store;
    private readonly int _offset;
    private readonly ReadOnlyMemory<byte> _data;

    private WriteCodeRequest(CodeStore store, int offset, ReadOnlyMemory<byte> data) => (_store, _offset, _data) = (store, offset, data);

    /// <inheritdoc/>
    public string Name => _store == CodeStore.Qml ? "QMLUI_WRITE" : "LISP_WRITE_CODE";

    /// <inheritdoc/>
    public RequestClass Class => RequestClass.Write;

    private Command Id => _store == CodeStore.Qml ? Command.QmlUiWrite : Command.LispWriteCode;

    /// <summary>No data: nothing is programmed, and the firmware re-reads the stored code instead of remembering it.</summary>
    public static WriteCodeRequest Nothing(CodeStore store) => new(store, 0, default);

    /// <summary>8 zero bytes in place of a header. Only for a store that is proved to hold no code.</summary>
    public static WriteCodeRequest Empty(CodeStore store) => new(store, 0, new byte[ReadCodeRequest.HeaderLength]);

    /// <summary>The header of <paramref name="code"/>, which makes it valid, so it is written last.</summary>
    public static WriteCodeRequest HeaderOf(StoredCode code) => new(code.Store, 0, code.Bytes[..ReadCodeRequest.HeaderLength]);

    /// <summary>A piece of <paramref name="code"/>: <paramref name="length"/> bytes (1 to 507) at <paramref name="offset"/> from the start
    /// of its sector, after the header.</summary>
    public static WriteCodeRequest PieceOf(StoredCode code, int offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, WriteNewAppDataRequest.MaxData);
        ArgumentOutOfRangeException.ThrowIfLessThan(offset, ReadCodeRequest.HeaderLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, code.Bytes.Length - length);
        return new WriteCodeRequest(code.Store, offset, code.Bytes.Slice(offset, length));
    }

    /// <inheritdoc/>
    public int WritePayload(Span<byte> payload)
    {
        payload[0] = (byte)Id;
        BinaryPrimitives.WriteInt32BigEndian(payload[1..], _offset);
        _data.Span.CopyTo(payload[Head..]);
        return Head + _data.Length;
    }

    /// <inheritdoc/>
    public bool TryReadReply(ReadOnlySpan<byte> payload, out FlashReply reply)
    {
        reply = default;
        return (payload.Length < 6 || BinaryPrimitives.ReadInt32BigEndian(payload[2..]) == _offset)
            && FlashReply.TryRead(Id, payload, out reply);
    }
}
