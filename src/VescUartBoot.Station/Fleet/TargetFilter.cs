using VescUartBoot.Chip;
using VescUartBoot.Station.Recipes;

namespace VescUartBoot.Station.Fleet;

/// <summary>Which boards a rollout touches: those that meet every condition.</summary>
internal sealed record TargetFilter
{
    /// <summary>Hardware names; <c>*</c> at the end matches every name that begins so.</summary>
    public required IReadOnlyList<string> Hardware { get; init; }

    /// <summary>The firmware that the board runs; <see langword="null"/>: any.</summary>
    public FirmwareRange? Firmware { get; set; }

    /// <summary>The only UUIDs; empty: all.</summary>
    public IReadOnlyList<string> Include { get; set; } = [];

    /// <summary>UUIDs that are left alone.</summary>
    public IReadOnlyList<string> Exclude { get; set; } = [];

    /// <summary>Tags that the station of the board has, all of them.</summary>
    public IReadOnlyList<string> Tags { get; set; } = [];

    /// <summary>The reason that a board is left alone; <see langword="null"/>: it is touched.</summary>
    /// <param name="uuid">The board.</param>
    /// <param name="hardware">Its hardware name.</param>
    /// <param name="firmware">What it runs.</param>
    /// <param name="tags">Tags of its station.</param>
    /// <param name="target">The firmware of the rollout: a board that runs it is touched, so that what was half done is finished.</param>
    public string? RefusalOf(string? uuid, string? hardware, FirmwareVersion? firmware, IReadOnlyCollection<string> tags,
        FirmwareVersion? target) =>
        uuid is null ? "it has no UUID"
        : hardware is null ? "it does not report its hardware name"
        : !Hardware.Any(name => BoardRule.Covers(name, hardware)) ? $"hardware {hardware} is not in the target filter"
        : Exclude.Contains(uuid, StringComparer.OrdinalIgnoreCase) ? "its UUID is excluded"
        : Include.Count > 0 && !Include.Contains(uuid, StringComparer.OrdinalIgnoreCase) ? "its UUID is not in the list"
        : Tags.FirstOrDefault(tag => !tags.Contains(tag)) is { } missing ? $"its station has no tag {missing}"
        : Firmware is not null && firmware is null ? "its firmware is not known"
        : Firmware is not null && firmware != target && !Firmware.Contains(firmware!.Value)
            ? $"firmware {firmware} is outside {Firmware}"
        : null;
}
