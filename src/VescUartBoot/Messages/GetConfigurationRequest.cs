namespace VescUartBoot.Messages;

/// <summary>COMM_GET_MCCONF (14) and COMM_GET_APPCONF (17): the present configuration, serialised. All firmware.</summary>
/// <remarks>
/// With <see cref="Defaults"/> COMM_GET_MCCONF_DEFAULT (15) and COMM_GET_APPCONF_DEFAULT (18): what this firmware has compiled in for this
/// hardware; the offsets of the motor are the present ones.
/// The answer does not tell which motor it is of: ask who the board is in between, so that no late answer of one motor is
/// taken for the other's.
/// </remarks>
/// <param name="Kind">Which of the two.</param>
internal readonly record struct GetConfigurationRequest(ConfigurationKind Kind) : IRequest<SerialisedConfiguration>
{
    /// <summary>Ask for the defaults instead of the present configuration.</summary>
    public bool Defaults { get; init; }

    /// <summary>The firmware is older than 3.50, so the answer has no signature.</summary>
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
