using VescUartBoot.Boards;
using VescUartBoot.Bundles;

namespace VescUartBoot.Jobs;

/// <summary>What a board shall run.</summary>
public abstract record FirmwareTarget
{
    private FirmwareTarget()
    {
    }

    /// <summary>A release: its version as the catalogue writes it, or <see cref="FirmwareResolver.Latest"/>.</summary>
    public sealed record Release(string Word) : FirmwareTarget;

    /// <summary>An image that was named.</summary>
    public sealed record Image(ImageReference Named) : FirmwareTarget;
}

/// <summary>How an image is stored for the bootloader.</summary>
public enum ImageCompression
{
    /// <summary>Packed if it does not fit otherwise, and on a slow link if the bootloader is known to unpack it; plain keeps the copy short.</summary>
    Auto,

    /// <summary>Packed: for a bootloader of 2022-01-18 or later.</summary>
    Always,

    /// <summary>Plain: images up to 393208 bytes, for any bootloader.</summary>
    Never,
}

/// <summary>What becomes of the settings after an upgrade.</summary>
public enum SettingsRestore
{
    /// <summary>Put back where the new version has the same layout.</summary>
    Auto,

    /// <summary>As <see cref="Auto"/>, and it is a failure if they could not be put back.</summary>
    Always,

    /// <summary>Left at their defaults; the backup is kept.</summary>
    Never,
}

/// <summary>Finds firmware images and brings their bytes.</summary>
public interface IFirmwareProvider
{
    /// <summary>The default image of a version for hardware of this name, never a variant.</summary>
    /// <exception cref="Images.ImageRejectedException">There is none.</exception>
    CatalogEntry Find(string version, string hardware);

    /// <summary>The released firmware that it chooses from; <see langword="null"/>: its images are in no catalogue, and have no variants.</summary>
    FirmwareCatalog? Catalogue => null;

    /// <summary>Brings the bytes of what was found.</summary>
    /// <exception cref="Images.ImageRejectedException">They cannot be had, or are not what they should be.</exception>
    Task<ResolvedFirmware> BringAsync(CatalogEntry entry, string why, JobContext surroundings, CancellationToken cancellationToken);

    /// <summary>Brings an image that was named.</summary>
    /// <exception cref="Images.ImageRejectedException">It cannot be had, or is no firmware.</exception>
    Task<ResolvedFirmware> BringAsync(ImageReference named, JobContext surroundings, CancellationToken cancellationToken);
}

/// <summary>What an upgrade takes.</summary>
public sealed record UpgradeOptions : JobOptions
{
    /// <summary>What the board shall run.</summary>
    public required FirmwareTarget Target { get; init; }

    /// <summary>Where firmware comes from.</summary>
    public required IFirmwareProvider Firmware { get; init; }

    /// <summary>The bootloader to install where one is missing or too old, and where it comes from.</summary>
    public required InstallOptions Bootloader { get; init; }

    /// <summary>Take images for hardware of this name, whatever the board says of itself.</summary>
    public string? ForceHardware { get; init; }

    /// <summary>
    /// The variant of a release to take, such as <c>0005ohm</c>, or <see cref="FirmwareCatalog.DefaultWord"/>. Default
    /// <see langword="null"/>: the one that the board runs, where that can be read.
    /// </summary>
    public string? Variant { get; init; }

    /// <summary>Where it cannot be told whether a bootloader is there and unpacks the image, take it that one is and does.</summary>
    public bool AssumeBootloader { get; init; }

    /// <summary>Where no bootloader can be read and no stepping stone exists, exchange the bootloader unread and unsaved, without asking.</summary>
    public bool ExchangeUnread { get; init; }

    /// <summary>Allow an older version than the board runs.</summary>
    public bool AllowDowngrade { get; init; }

    /// <summary>Install the version again that the board runs.</summary>
    public bool Reinstall { get; init; }

    /// <summary>Leave a board alone that runs this version or a newer one.</summary>
    public FirmwareVersion? OnlyIfOlderThan { get; init; }

    /// <summary>How the image is stored. Default <see cref="ImageCompression.Auto"/>.</summary>
    public ImageCompression Compress { get; init; }

    /// <summary>What becomes of the settings. Default <see cref="SettingsRestore.Auto"/>.</summary>
    public SettingsRestore Restore { get; init; }

    /// <summary>Saves settings and scripts and returns where; an exception stops the job before anything is erased.</summary>
    public Func<BoardBackup, string>? Keep { get; init; }

    /// <summary>Reads what <see cref="Keep"/> has saved for an earlier job that has not ended, by the place that it returned.</summary>
    public Func<string, BoardBackup>? LoadKept { get; init; }

    /// <summary>Look and plan, but send nothing that changes the board.</summary>
    public bool DryRun { get; init; }

    /// <summary>How to wait for the board after a jump.</summary>
    public RestartOptions Restart { get; init; } = new();
}
