namespace VescUartBoot.Messages;

/// <summary>COMM_SET_MCCONF (13) and COMM_SET_APPCONF (16): store a configuration and use it from now on. All firmware.</summary>
/// <remarks>
/// Stored after about 0.2 s, in which the board does nothing else; the motor is released. The answer is the command alone. With a
/// wrong signature the firmware answers nothing but a print, so one cannot be built: the request takes the board's present
/// configuration as the proof of its layout. Another app configuration may change the CAN id, the baud rate of the UART and
/// the app: send it last.
/// </remarks>
internal sealed record SetConfigurationRequest : IRequest<ConfigurationStored>
{
    private readonly SerialisedConfiguration _wanted;

    private SetConfigurationRequest(SerialisedConfiguration wanted) => _wanted = wanted;

    /// <summary>COMM_SET_APPCONF_NO_STORE (149) instead, firmware 6.00 and later: it acts until the next start. Only of the app.</summary>
    public bool IsForNow { get; init; }

    /// <inheritdoc/>
    public string Name => _wanted.Kind == ConfigurationKind.Motor ? "SET_MCCONF" : IsForNow ? "SET_APPCONF_NO_STORE" : "SET_APPCONF";

    /// <inheritdoc/>
    public RequestClass Class => RequestClass.Write;

    private Command Id => _wanted.Kind == ConfigurationKind.Motor ? Command.SetMotorConfiguration
        : IsForNow ? Command.SetAppConfigurationNoStore
        : Command.SetAppConfiguration;

    /// <summary>Puts <paramref name="wanted"/> in the place of <paramref name="present"/>, which the board has told of itself.</summary>
    /// <exception cref="ArgumentException">They are not of one kind and one layout.</exception>
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
