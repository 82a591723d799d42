using VescUartBoot.Boards;

namespace VescUartBoot.Jobs;

/// <summary>How an upgrade came out.</summary>
public enum UpgradeVerdict
{
    /// <summary>It did not come to a restart.</summary>
    NotTried,

    /// <summary>The board runs what it should, and nothing was done.</summary>
    AlreadyThere,

    /// <summary>The board answered with the new version.</summary>
    Upgraded,

    /// <summary>The board runs what it ran before.</summary>
    NotApplied,

    /// <summary>The board answered with a version that is neither.</summary>
    Unexpected,

    /// <summary>The board did not answer again.</summary>
    Silent,

    /// <summary>The board answers as it did before, and nothing proves which of the two it runs.</summary>
    Undecided,
}

/// <summary>Why a firmware was not applied, or most likely was not, as far as the evidence tells.</summary>
public enum NotAppliedCause
{
    /// <summary>The evidence does not tell.</summary>
    Unknown,

    /// <summary>No working bootloader: the watchdog brought the board back.</summary>
    BootloaderMissing,

    /// <summary>A bootloader is there, and does not unpack.</summary>
    TooOldToUnpack,

    /// <summary>A bootloader is there that takes such images, so what waited in staging was not whole.</summary>
    ImageDamaged,
}

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

    /// <summary>The plan, if the job came that far.</summary>
    public UpgradePlan? Plan { get; init; }
}
