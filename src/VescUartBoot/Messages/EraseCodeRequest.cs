namespace VescUartBoot.Messages;

/// <summary>COMM_QMLUI_ERASE (120), firmware 5.03 and later, and COMM_LISP_ERASE_CODE (132), firmware 6.00 and later: erases the sector of
/// stored code, 128 KB.</summary>
/// <remarks>
/// Also erases all other content of that sector (QML: 9, and 7 on 5.03; Lisp: 10), such as a staged image. The Lisp erase stops the
/// running program, and from 6.06 on also erases sector 8. From 6.06 on a sector whose first byte is 0xFF counts as blank: it
/// is not erased, whatever follows that byte, but the reply is "done".
/// </remarks>
/// <param name="Store">The store to erase.</param>
internal readonly record struct EraseCodeRequest(CodeStore Store) : IRequest<FlashReply>
{
    /// <inheritdoc/>
    public string Name => Store == CodeStore.Qml ? "QMLUI_ERASE" : "LISP_ERASE_CODE";

    /// <inheritdoc/>
    public RequestClass Class => RequestClass.Erase;

    private Command Id => Store == CodeStore.Qml ? Command.QmlUiErase : Command.LispEraseCode;

    /// <inheritdoc/>
    public int WritePayload(Span<byte> payload)
    {
        payload[0] = (byte)Id;
        return 1;
    }

    /// <inheritdoc/>
    public bool TryReadReply(ReadOnlySpan<byte> payload, out FlashReply reply) => FlashReply.TryRead(Id, payload, out reply);
}
