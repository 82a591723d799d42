using VescUartBoot.Messages;

namespace VescUartBoot.Settings;

/// <summary>The layout of a configuration is not known, so its values cannot be read.</summary>
/// <remarks>The bytes can still be kept, and written to the same firmware.</remarks>
/// <param name="kind">Which configuration.</param>
/// <param name="signature">The signature that is not known; <see langword="null"/>: firmware before 3.50, which has none.</param>
/// <param name="length">Length of the configuration in bytes; <see langword="null"/>: only its signature was given.</param>
internal sealed class UnknownSettingsLayoutException(ConfigurationKind kind, uint? signature, int? length)
    : VescException($"the layout of the {(kind == ConfigurationKind.Motor ? "motor" : "app")} configuration is not known "
        + $"({(signature is { } s ? $"signature {s:X8}" : "no signature")}{(length is { } l ? $", {l} bytes" : "")})")
{
    /// <summary>Which configuration.</summary>
    public ConfigurationKind Kind { get; } = kind;

    /// <summary>The signature that is not known; <see langword="null"/>: firmware before 3.50, which has none.</summary>
    public uint? Signature { get; } = signature;

    /// <summary>Length of the configuration in bytes; <see langword="null"/>: only its signature was given.</summary>
    public int? Length { get; } = length;
}
