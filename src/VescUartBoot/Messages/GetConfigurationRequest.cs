namespace VescUartBoot.Messages;

/// <summary>COMM_GET_MCCONF (14) and COMM_GET_APPCONF (17): reads the present configuration, serialised. All firmware.</summary>
/// <remarks>
/// With <see cref="Defaults"/> COMM_GET_MCCONF_DEFAULT (15) and COMM_GET_APPCONF_DEFAULT (18): the defaults compiled into the firmware for
/// this hardware; the motor offsets are the present ones. The reply does not identify the motor: send FW_VERSION in between, so that no
/// late answer of one motor is taken for that of the other.
/// </remarks>
/// <param name="Kind">The configuration to read.</param>
internal readonly record struct GetConfigurationRequest(ConfigurationKind Kind) : IRequest<SerialisedConfiguration>
{
    /// <summary>Reads the defaults instead of the present configuration.</summary>
    public bool Defaults { get; init; }

    /// <summary>The firmware is older than 3.50, so the reply has no signature.</summary>
    public bool Unsigned { get; init; }

    /// <inheritdoc/>
    public string Name => $"{(Kind == ConfigurationKind.Motor ? "GET_MCCONF" : "GET_APPCONF")}{(Defaults ? "_DEFAULT" : "")}";

    /// <inheritdoc/>
    public RequestClass Class => RequestClass.Read;

    private Command Id => (Kind, Defaults) switch
    {
        (ConfigurationKind.Motor, false) => Command.GetMotorConfiguration,
        (ConfigurationKind.Motor, true) => Command.GetMotorConfigurationDefault,
        (_, false) => Command.GetAppConfiguration,
        _ => Command.GetAppConfigurationDefault,
    };

    /// <inheritdoc/>
    public int WritePayload(Span<byte> payload)
    {
        payload[0] = (byte)Id;
        return 1;
    }

    /// <inheritdoc/>
    public bool TryReadReply(ReadOnlySpan<byte> payload, out SerialisedConfiguration reply)
    {
        reply = null!;
        if (payload.Length is <= 1 + SerialisedConfiguration.SignatureLength or > 1 + SerialisedConfiguration.MaxLength
            || payload[0] != (byte)Id)
        {
            return false;
        }

        reply = SerialisedConfiguration.From(Kind, payload[1..], isSigned: !Unsigned);
        return true;
    }
}
