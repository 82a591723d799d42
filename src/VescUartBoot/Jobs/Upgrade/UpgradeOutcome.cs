using VescUartBoot.Backups;
using VescUartBoot.Chip;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Jobs.Upgrade;

/// <summary>Outcome of an upgrade, with its evidence.</summary>
public sealed record UpgradeOutcome
{
    /// <summary>Whether the new firmware runs.</summary>
    public UpgradeVerdict Verdict { get; init; }

    /// <summary>Reason why it was not applied; <see langword="null"/> if it was.</summary>
    public NotAppliedCause? Cause { get; init; }

    /// <summary>The evidence, in sentences for the user.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];

    /// <summary>Firmware version before the job.</summary>
    public required FirmwareVersion Before { get; init; }

    /// <summary>Firmware version after the job; <see langword="null"/> if not known.</summary>
    public FirmwareVersion? After { get; init; }

    /// <summary>Name of the last image sent.</summary>
    public string? Image { get; init; }

    /// <summary>SHA-256 of that image, 64 lower-case hexadecimal digits.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Length of that image in bytes, uncompressed.</summary>
    public int Size { get; init; }

    /// <summary>Whether that image was compressed; <see langword="null"/> if none was sent.</summary>
    public bool? Compressed { get; init; }

    /// <summary>Bytes sent between the first erase and the jump, in all steps together.</summary>
    public long BytesOnWire { get; init; }

    /// <summary>Time from the last jump to the answer of the board.</summary>
    public TimeSpan? Returned { get; init; }

    /// <summary>Path of the saved settings and scripts.</summary>
    public string? KeptIn { get; init; }

    /// <summary>Result of restoring the settings; <see langword="null"/> if that was not attempted.</summary>
    public SettingsOutcome? Settings { get; init; }

    /// <summary>Results of restoring the saved QML and Lisp code; empty if there was none, or the job ended before.</summary>
    public IReadOnlyList<PartOutcome> Scripts { get; init; } = [];

    /// <summary>The plan; <see langword="null"/> if the job ended before it was made.</summary>
    public UpgradePlan? Plan { get; init; }
}
