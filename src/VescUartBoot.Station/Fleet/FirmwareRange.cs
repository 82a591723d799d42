using VescUartBoot.Chip;

namespace VescUartBoot.Station.Fleet;

/// <summary>A range of firmware versions.</summary>
internal sealed record FirmwareRange
{
    /// <summary>The oldest version in it; <see langword="null"/>: no limit.</summary>
    public string? From { get; init; }

    /// <summary>The first version after it; <see langword="null"/>: no limit.</summary>
    public string? Below { get; init; }

    /// <summary>Whether both limits are versions.</summary>
    public bool IsSound => (From is null || FirmwareVersion.TryParse(From, out _))
        && (Below is null || FirmwareVersion.TryParse(Below, out _));

    /// <summary>Whether a version is in the range.</summary>
    public bool Contains(FirmwareVersion version) =>
        (!FirmwareVersion.TryParse(From, out var from) || version >= from)
            && (!FirmwareVersion.TryParse(Below, out var below) || version < below);

    /// <summary>The range in words.</summary>
    public override string ToString() => (From, Below) switch
    {
        ({ } from, { } below) => $"{from} to below {below}",
        ({ } from, null) => $"{from} and later",
        (null, { } below) => $"below {below}",
        _ => "any version",
    };
}
