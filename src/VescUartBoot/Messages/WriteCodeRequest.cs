using System.Buffers.Binary;

namespace VescUartBoot.Messages;

/// <summary>COMM_QMLUI_WRITE (121), firmware 5.03 and later, and COMM_LISP_WRITE_CODE (131), firmware 6.00 and later: program bytes into
/// the sector of stored code.</summary>
/// <remarks>
/// Programming only clears bits, and the device checks neither offset nor content. So there are four writes and no other: nothing at all, a
/// piece of code behind the header, the header of code whose header fits, and 8 zero bytes in its place, which are valid empty code
/// (size 0, CRC 0 over flags 0). Over the header of real code the last two would destroy it: the zeros are for a store that is proven
/// empty, the header for one that was erased, after all of its code. The answer repeats the offset.
/// </remarks>
internal readonly record struct WriteCodeRequest : IRequest<FlashReply>
{
    /// <summary>The usual piece in bytes.</summary>
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

    /// <summary>No data: nothing is programmed, and the firmware looks at the stored code again instead of remembering it.</summary>
    public static WriteCodeRequest Nothing(CodeStore store) => new(store, 0, default);

    /// <summary>8 zero bytes in place of a header. Only for a store that is proven to hold no code.</summary>
    public static WriteCodeRequest Empty(CodeStore store) => new(store, 0, new byte[ReadCodeRequest.HeaderLength]);

    /// <summary>The header of <paramref name="code"/>: what makes it valid, so it comes last.</summary>
    public static WriteCodeRequest HeaderOf(StoredCode code) => new(code.Store, 0, code.Bytes[..ReadCodeRequest.HeaderLength]);

    /// <summary>A piece of <paramref name="code"/>, <paramref name="length"/> bytes (1..507) at <paramref name="offset"/> from the start of
    /// its sector, behind the header.</summary>
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
