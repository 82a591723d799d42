namespace VescUartBoot.Messages;

/// <summary>COMM_SET_CUSTOM_CONFIG (95): give a package its configuration. Firmware 6.00 and later.</summary>
/// <remarks>It is acknowledged also where the package refuses it. The package's present configuration is the proof of its layout: one of
/// another signature or length cannot be built.</remarks>
internal sealed record SetPackageConfigurationRequest : IRequest<ConfigurationStored>
{
    private readonly ReadOnlyMemory<byte> _wanted;

    private SetPackageConfigurationRequest(ReadOnlyMemory<byte> wanted) => _wanted = wanted;

    /// <inheritdoc/>
    public string Name => "SET_CUSTOM_CONFIG";

    /// <inheritdoc/>
    public RequestClass Class => RequestClass.Write;

    /// <summary>Whether a configuration has the layout of another: the same signature and length.</summary>
    public static bool HaveSameLayout(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other) =>
        one.Length == other.Length && one.Length > SerialisedConfiguration.SignatureLength
        && one[..SerialisedConfiguration.SignatureLength].SequenceEqual(other[..SerialisedConfiguration.SignatureLength]);

    /// <summary>Puts <paramref name="wanted"/> in the place of <paramref name="present"/>, which the board has told of itself.</summary>
    /// <exception cref="ArgumentException">They are not of one layout.</exception>
    public static SetPackageConfigurationRequest InPlaceOf(ReadOnlyMemory<byte> present, ReadOnlyMemory<byte> wanted) =>
        HaveSameLayout(present.Span, wanted.Span) ? new SetPackageConfigurationRequest(wanted)
        : throw new ArgumentException("it is of another package, or of another version of it", nameof(wanted));

    /// <inheritdoc/>
    public int WritePayload(Span<byte> payload)
    {
        (payload[0], payload[1]) = ((byte)Command.SetCustomConfiguration, 0);
        _wanted.Span.CopyTo(payload[2..]);
        return 2 + _wanted.Length;
    }

    /// <inheritdoc/>
    public bool TryReadReply(ReadOnlySpan<byte> payload, out ConfigurationStored reply)
    {
        reply = default;
        return payload.Length == 1 && payload[0] == (byte)Command.SetCustomConfiguration;
    }
}
