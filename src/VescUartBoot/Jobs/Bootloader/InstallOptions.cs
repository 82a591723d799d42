using VescUartBoot.Catalog;
using VescUartBoot.Images;

namespace VescUartBoot.Jobs.Bootloader;

/// <summary>What an install takes.</summary>
public sealed record InstallOptions : SectorOptions
{
    /// <summary>The bootloader to install. Default <see langword="null"/>: the current one for the board's hardware, from
    /// <see cref="Images"/>.</summary>
    public BootloaderImage? Image { get; init; }

    /// <summary>Finds the bootloader, once it is known that one may be written.</summary>
    internal BootloaderResolver? Choice { get => field ?? (Images is null ? null : BootloaderResolver.For(this, Images)); init; }

    /// <summary>Brings the bytes of a bootloader where <see cref="Image"/> is not given.</summary>
    public ImageProvider? Images { get; init; }

    /// <summary>Assumes that no bootloader is there where that cannot be found out. Default false.</summary>
    public bool AssumeAbsent { get; init; }

    /// <summary>Look and plan, but send nothing that changes the board.</summary>
    public bool DryRun { get; init; }
}
