namespace VescUartBoot.Messages;

/// <summary>COMM_GET_MCCONF (14) and COMM_GET_APPCONF (17): the present configuration, serialised. All firmware.</summary>
/// <remarks>
/// The answer does not tell which motor it is of: ask who the board is in between, so that no late answer of one motor is
/// taken for the other's.
/// </remarks>
/// <param name="Kind">Which of the two.</param>
public readonly record struct GetConfigurationRequest(ConfigurationKind Kind) : IRequest<SerialisedConfiguration>
{
    /// <inheritdoc/>
    public string Name => Kind == ConfigurationKind.Motor ? "GET_MCCONF" : "GET_APPCONF";

    /// <inheritdoc/>
    public RequestClass Class => RequestClass.Read;

    private Command Id => Kind == ConfigurationKind.Motor ? Command.GetMotorConfiguration : Command.GetAppConfiguration;

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
        if (payload.Length is <= 1 + SerialisedConfiguration.SignatureLength or > 1 + SerialisedConfiguration.MaxLength || payload[0] != (byte)Id)
        {
            return false;
        }

        reply = SerialisedConfiguration.From(Kind, payload[1..]);
        return true;
    }
}
