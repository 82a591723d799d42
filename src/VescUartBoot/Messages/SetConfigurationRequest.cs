namespace VescUartBoot.Messages;

/// <summary>COMM_SET_MCCONF (13) and COMM_SET_APPCONF (16): stores and activates a configuration. All firmware.</summary>
/// <remarks>
/// Takes about 0.2 s, in which the board does nothing else; the motor is released. The reply is the command alone. A wrong
/// signature gets no reply except a print, so it cannot be built: the request needs the present configuration of the board as proof
/// of its layout. Another app configuration may change the CAN id, the baud rate of the UART and the app: send it last.
/// </remarks>
internal sealed record SetConfigurationRequest : IRequest<ConfigurationStored>
{
    private readonly SerialisedConfiguration _wanted;

    private SetConfigurationRequest(SerialisedConfiguration wanted) => _wanted = wanted;

    /// <summary>Uses COMM_SET_APPCONF_NO_STORE (149), firmware 6.00 and later, app only: the configuration is active until the next
    /// start.</summary>
    public bool IsForNow { get; init; }

    /// <inheritdoc/>
    public string Name => _wanted.Kind == ConfigurationKind.Motor ? "SET_MCCONF" : IsForNow ? "SET_APPCONF_NO_STORE" : "SET_APPCONF";

    /// <inheritdoc/>
    public RequestClass Class => RequestClass.Write;

    private Command Id => _wanted.Kind == ConfigurationKind.Motor ? Command.SetMotorConfiguration
        : IsForNow ? Command.SetAppConfigurationNoStore
        : Command.SetAppConfiguration;

    /// <summary>Replaces <paramref name="present"/>, as read from the board, by <paramref name="wanted"/>.</summary>
    /// <exception cref="ArgumentException">Their kinds or layouts differ.</exception>
    public static SetConfigurationRequest InPlaceOf(SerialisedConfiguration present,
        SerialisedConfiguration wanted) => wanted.HasLayoutOf(present)
        ? new SetConfigurationRequest(wanted)
        : throw new ArgumentException(
            $"signature {wanted.Signature:X8} ({wanted.Bytes.Length} bytes) is not the board's {present.Signature:X8} "
                + $"({present.Bytes.Length} bytes)", nameof(wanted));

    /// <inheritdoc/>
    public int WritePayload(Span<byte> payload)
    {
        payload[0] = (byte)Id;
        _wanted.Bytes.Span.CopyTo(payload[1..]);
        return 1 + _wanted.Bytes.Length;
    }

    /// <inheritdoc/>
    public bool TryReadReply(ReadOnlySpan<byte> payload, out ConfigurationStored reply)
    {
        reply = default;
        return payload.Length == 1 && payload[0] == (byte)Id;
    }
}
