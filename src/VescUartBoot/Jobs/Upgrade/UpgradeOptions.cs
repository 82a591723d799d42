using System.Diagnostics.CodeAnalysis;
using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Catalog;
using VescUartBoot.Chip;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Settings;

namespace VescUartBoot.Jobs.Upgrade;

/// <summary>Options of an upgrade.</summary>
public sealed record UpgradeOptions : JobOptions
{
    /// <summary>The firmware to install.</summary>
    internal FirmwareTarget Target { get; init; } = new FirmwareTarget.Release(FirmwareResolver.Latest);

    /// <summary>Source of the firmware; <see langword="null"/> for <see cref="Images"/>.</summary>
    [AllowNull]
    internal IFirmwareProvider Firmware { get => field ?? FirmwareResolver.For(this); init; }

    /// <summary>Provides the images of releases and of missing bootloaders. Default <see langword="null"/>: an upgrade that needs one fails
    /// with <c>imageMissing</c>.</summary>
    public ImageProvider? Images { get; init; }

    /// <summary>Options of installing a bootloader if it is missing or too old.</summary>
    public InstallOptions Bootloader { get => field.Images is null ? field with { Images = Images } : field; init; } = new();

    /// <summary>Uses images for hardware of this name, whatever hardware the board reports. Default <see langword="null"/>.</summary>
    public string? ForceHardware { get; init; }

    /// <summary>
    /// The variant of a release, for example <c>0005ohm</c>, or <c>default</c>. Default <see langword="null"/>: the variant that the board
    /// runs, if that can be read.
    /// </summary>
    public string? Variant { get; init; }

    /// <summary>Assumes a bootloader that accepts the image if that cannot be determined. Default false.</summary>
    public bool AssumeBootloader { get; init; }

    /// <summary>Replaces a bootloader that cannot be read, and so is not saved, without asking, if there is no intermediate firmware that
    /// can read it. Default false.</summary>
    public bool ExchangeUnread { get; init; }

    /// <summary>Allows an older version than that of the board. Default false.</summary>
    public bool AllowDowngrade { get; init; }

    /// <summary>Installs the version that the board already runs again. Default false.</summary>
    public bool Reinstall { get; init; }

    /// <summary>Leaves a board unchanged that runs this version or a newer one. Default <see langword="null"/>: no such limit.</summary>
    public FirmwareVersion? OnlyIfOlderThan { get; init; }

    /// <summary>Storage of the image in staging. Default <see cref="ImageCompression.Auto"/>.</summary>
    public ImageCompression Compress { get; init; }

    /// <summary>Selects the settings to carry over to the new firmware. Default <see cref="SettingsMode.Merge"/>.</summary>
    public SettingsMode Settings { get; init; }

    /// <summary>Lets the board with the cable switch its CAN baud rate temporarily if a board behind it comes back at another rate. Default
    /// false: such an upgrade is refused.</summary>
    public bool FollowBaud { get; init; }

    /// <summary>Names of the settings whose proposed values the user has accepted. Default: none.</summary>
    public IReadOnlySet<string> Accepted { get; init; } = new HashSet<string>();

    /// <summary>Restores QML and Lisp source text after the settings without asking. Default false: the user is asked. Native code is never
    /// restored.</summary>
    public bool RestoreScripts { get; init; }

    /// <summary>Treats a setting of the user that was not carried over as a failure. Default false.</summary>
    public bool RequireAllSettings { get; init; }

    /// <summary>Saves settings and scripts and returns their path. An exception stops the job before anything is erased.</summary>
    public Func<BoardBackup, string>? Keep { get; init; }

    /// <summary>Reads what <see cref="Keep"/> has saved for an earlier interrupted job, from the path that it returned.</summary>
    public Func<string, BoardBackup>? LoadKept { get; init; }

    /// <summary>Checks and plans only; sends nothing that changes the board. Default false.</summary>
    public bool DryRun { get; init; }

    /// <summary>Options of the wait for the board after a jump.</summary>
    public RestartOptions Restart { get; init; } = new();
}
