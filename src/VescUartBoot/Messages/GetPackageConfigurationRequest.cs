namespace VescUartBoot.Messages;

/// <summary>COMM_GET_CUSTOM_CONFIG (93): reads the configuration of a package, in the layout of the package. Firmware 6.00 and
/// later.</summary>
/// <remarks>Motor controllers have only index 0, and only while a package with a configuration runs.</remarks>
internal readonly record struct GetPackageConfigurationRequest : IRequest<byte[]>
{
    private const int ReplyHead = 2;

    /// <inheritdoc/>
    public string Name => "GET_CUSTOM_CONFIG";

    /// <inheritdoc/>
    public RequestClass Class => RequestClass.Read;

    /// <inheritdoc/>
    public int WritePayload(Span<byte> payload)
    {
        (payload[0], payload[1]) = ((byte)Command.GetCustomConfiguration, 0);
        return 2;
    }

    /// <inheritdoc/>
    public bool TryReadReply(ReadOnlySpan<byte> payload, out byte[] reply)
    {
        bool fits = payload.Length > ReplyHead + SerialisedConfiguration.SignatureLength
            && payload[0] == (byte)Command.GetCustomConfiguration && payload[1] == 0;
        reply = fits ? payload[ReplyHead..].ToArray() : [];
        return fits;
    }
}
