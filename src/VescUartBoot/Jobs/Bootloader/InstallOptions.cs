using VescUartBoot.Catalog;
using VescUartBoot.Images;

namespace VescUartBoot.Jobs.Bootloader;

/// <summary>Options of an install.</summary>
public sealed record InstallOptions : SectorOptions
{
    /// <summary>The bootloader to install. Default <see langword="null"/>: the current one for the hardware of the board, from
    /// <see cref="Images"/>.</summary>
    public BootloaderImage? Image { get; init; }

    /// <summary>Chooses the bootloader after the checks have shown that one may be written.</summary>
    internal BootloaderResolver? Choice { get => field ?? (Images is null ? null : BootloaderResolver.For(this, Images)); init; }

    /// <summary>Provides the bytes of the bootloader if <see cref="Image"/> is not set.</summary>
    public ImageProvider? Images { get; init; }

    /// <summary>Assumes that there is no bootloader if that cannot be determined. Default false.</summary>
    public bool AssumeAbsent { get; init; }

    /// <summary>Checks and plans only; sends nothing that changes the board. Default false.</summary>
    public bool DryRun { get; init; }
}
