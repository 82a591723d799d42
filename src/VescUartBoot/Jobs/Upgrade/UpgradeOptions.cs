using System.Diagnostics.CodeAnalysis;
using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Catalog;
using VescUartBoot.Chip;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Settings;

namespace VescUartBoot.Jobs.Upgrade;

/// <summary>What an upgrade takes.</summary>
public sealed record UpgradeOptions : JobOptions
{
    /// <summary>What the board shall run.</summary>
    internal FirmwareTarget Target { get; init; } = new FirmwareTarget.Release(FirmwareResolver.Latest);

    /// <summary>Where firmware comes from; <see langword="null"/>: from <see cref="Images"/>.</summary>
    [AllowNull]
    internal IFirmwareProvider Firmware { get => field ?? FirmwareResolver.For(this); init; }

    /// <summary>Brings the images of releases and of missing bootloaders. Default <see langword="null"/>: an upgrade that needs one
    /// ends with <c>imageMissing</c>.</summary>
    public ImageProvider? Images { get; init; }

    /// <summary>The bootloader to install where one is missing or too old, and where it comes from.</summary>
    public InstallOptions Bootloader { get => field.Images is null ? field with { Images = Images } : field; init; } = new();

    /// <summary>Take images for hardware of this name, whatever the board says of itself.</summary>
    public string? ForceHardware { get; init; }

    /// <summary>
    /// The variant of a release to take, such as <c>0005ohm</c>, or <c>default</c>. Default
    /// <see langword="null"/>: the one that the board runs, where that can be read.
    /// </summary>
    public string? Variant { get; init; }

    /// <summary>Assumes a bootloader that takes the image where that cannot be found out. Default false.</summary>
    public bool AssumeBootloader { get; init; }

    /// <summary>Where no bootloader can be read and no stepping stone exists, exchange the bootloader unread and unsaved, without
    /// asking.</summary>
    public bool ExchangeUnread { get; init; }

    /// <summary>Allow an older version than the board runs.</summary>
    public bool AllowDowngrade { get; init; }

    /// <summary>Install the version again that the board runs.</summary>
    public bool Reinstall { get; init; }

    /// <summary>Leave a board alone that runs this version or a newer one.</summary>
    public FirmwareVersion? OnlyIfOlderThan { get; init; }

    /// <summary>How the image is stored. Default <see cref="ImageCompression.Auto"/>.</summary>
    public ImageCompression Compress { get; init; }

    /// <summary>Which settings are carried over into the new firmware. Default <see cref="SettingsMode.Merge"/>.</summary>
    public SettingsMode Settings { get; init; }

    /// <summary>Where a board behind a CAN bus comes back at another baud rate, the board with the cable follows it there and back. Default
    /// <see langword="false"/>: such an upgrade is refused.</summary>
    public bool FollowBaud { get; init; }

    /// <summary>Names of settings that a person accepted.</summary>
    public IReadOnlySet<string> Accepted { get; init; } = new HashSet<string>();

    /// <summary>Put QML and Lisp text back without asking, after the settings. Default no: it is asked. Native code is never put
    /// back.</summary>
    public bool RestoreScripts { get; init; }

    /// <summary>It is a failure if not every setting of the owner was carried over.</summary>
    public bool RequireAllSettings { get; init; }

    /// <summary>Saves settings and scripts and returns where; an exception stops the job before anything is erased.</summary>
    public Func<BoardBackup, string>? Keep { get; init; }

    /// <summary>Reads what <see cref="Keep"/> has saved for an earlier job that has not ended, by the place that it returned.</summary>
    public Func<string, BoardBackup>? LoadKept { get; init; }

    /// <summary>Look and plan, but send nothing that changes the board.</summary>
    public bool DryRun { get; init; }

    /// <summary>How to wait for the board after a jump.</summary>
    public RestartOptions Restart { get; init; } = new();
}
