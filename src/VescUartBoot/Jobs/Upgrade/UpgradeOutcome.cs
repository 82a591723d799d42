using VescUartBoot.Backups;
using VescUartBoot.Chip;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Jobs.Upgrade;

/// <summary>What came of an upgrade, and how that is known.</summary>
public sealed record UpgradeOutcome
{
    /// <summary>The verdict.</summary>
    public UpgradeVerdict Verdict { get; init; }

    /// <summary>Why it was not applied.</summary>
    public NotAppliedCause? Cause { get; init; }

    /// <summary>Sentences for a person.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];

    /// <summary>What the board ran before the job.</summary>
    public required FirmwareVersion Before { get; init; }

    /// <summary>What it runs now; <see langword="null"/>: it is not known.</summary>
    public FirmwareVersion? After { get; init; }

    /// <summary>The name of the image that was sent last.</summary>
    public string? Image { get; init; }

    /// <summary>Its SHA-256.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Its length in bytes, unpacked.</summary>
    public int Size { get; init; }

    /// <summary>Whether that image was packed; <see langword="null"/>: none was sent.</summary>
    public bool? Compressed { get; init; }

    /// <summary>Bytes sent from the first erase to the jump, all steps together.</summary>
    public long BytesOnWire { get; init; }

    /// <summary>From the last jump to the answer.</summary>
    public TimeSpan? Returned { get; init; }

    /// <summary>Where settings and scripts were saved.</summary>
    public string? KeptIn { get; init; }

    /// <summary>What became of the settings; <see langword="null"/>: nobody tried to put them back.</summary>
    public SettingsOutcome? Settings { get; init; }

    /// <summary>What became of the QML and Lisp code that was saved; empty: there was none, or the job did not come that far.</summary>
    public IReadOnlyList<PartOutcome> Scripts { get; init; } = [];

    /// <summary>The plan, if the job came that far.</summary>
    public UpgradePlan? Plan { get; init; }
}
