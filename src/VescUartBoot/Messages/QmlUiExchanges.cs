using System.Buffers.Binary;

namespace VescUartBoot.Messages;

/// <summary>COMM_QMLUI_WRITE (121) of the one thing this library ever writes there: 8 zero bytes at offset 0, a valid empty QML.</summary>
/// <remarks>
/// Size 0, CRC 0 over flags 0. Programming zeros always gives zeros, so no erase is needed. Over the header of real QML it
/// would destroy it: only for a board that is proven to store none. Firmware 5.03 and later.
/// </remarks>
public readonly record struct WriteEmptyQmlRequest : IRequest<FlashReply>
{
    private const int OffsetBytes = 4;

    /// <inheritdoc/>
    public string Name => "QMLUI_WRITE";

    /// <inheritdoc/>
    public RequestClass Class => RequestClass.Write;

    /// <inheritdoc/>
    public int WritePayload(Span<byte> payload)
    {
        int length = 1 + OffsetBytes + ReadCodeRequest.HeaderLength;
        payload[..length].Clear();
        payload[0] = (byte)Command.QmlUiWrite;
        return length;
    }

    /// <inheritdoc/>
    public bool TryReadReply(ReadOnlySpan<byte> payload, out FlashReply reply)
    {
        reply = default;
        return (payload.Length < 6 || BinaryPrimitives.ReadInt32BigEndian(payload[2..]) == 0)
            && FlashReply.TryRead(Command.QmlUiWrite, payload, out reply);
    }
}

/// <summary>COMM_QMLUI_ERASE (120): erase the sector of the QML app, 128 KB (sector 9; sector 7 on 5.03). Firmware 5.03 and later.</summary>
/// <remarks>It wipes whatever else lies in that sector, such as a staged image.</remarks>
public readonly record struct EraseQmlRequest : IRequest<FlashReply>
{
    /// <inheritdoc/>
    public string Name => "QMLUI_ERASE";

    /// <inheritdoc/>
    public RequestClass Class => RequestClass.Erase;

    /// <inheritdoc/>
    public int WritePayload(Span<byte> payload)
    {
        payload[0] = (byte)Command.QmlUiErase;
        return 1;
    }

    /// <inheritdoc/>
    public bool TryReadReply(ReadOnlySpan<byte> payload, out FlashReply reply) =>
        FlashReply.TryRead(Command.QmlUiErase, payload, out reply);
}
