using VescUartBoot.Chip;

namespace VescUartBoot.Station.Fleet;

/// <summary>A range of firmware versions.</summary>
internal sealed record FirmwareRange
{
    /// <summary>The oldest version in it; <see langword="null"/>: no limit.</summary>
    public string? From { get; set; }

    /// <summary>The first version after it; <see langword="null"/>: no limit.</summary>
    public string? Below { get; set; }

    /// <summary>A limit that is not a version; <see langword="null"/>: both are sound.</summary>
    public string? Unsound => new[] { From, Below }.FirstOrDefault(v => v is not null && !FirmwareVersion.TryParse(v, out _));

    /// <summary>Whether no version can be in the range.</summary>
    public bool IsEmpty => !Contains(FirmwareVersion.TryParse(From, out var from) ? from : default);

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
