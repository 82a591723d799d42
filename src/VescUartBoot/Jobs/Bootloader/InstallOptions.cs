using VescUartBoot.Images;

namespace VescUartBoot.Jobs.Bootloader;

/// <summary>What an install takes.</summary>
public sealed record InstallOptions : SectorOptions
{
    /// <summary>The bootloader to install; without it <see cref="Choice"/> finds one.</summary>
    public BootloaderImage? Image { get; init; }

    /// <summary>Finds the bootloader, once it is known that one may be written.</summary>
    internal BootloaderResolver? Choice { get; init; }

    /// <summary>Assumes that no bootloader is there where that cannot be found out. Default false.</summary>
    public bool AssumeAbsent { get; init; }

    /// <summary>Look and plan, but send nothing that changes the board.</summary>
    public bool DryRun { get; init; }
}
