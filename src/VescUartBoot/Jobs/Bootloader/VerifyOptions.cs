using VescUartBoot.Catalog;
using VescUartBoot.Images;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Jobs.Bootloader;

/// <summary>Options of a comparison.</summary>
public sealed record VerifyOptions : JobOptions
{
    /// <summary>The expected bootloader. Default <see langword="null"/>: any bootloader of the catalogue.</summary>
    public BootloaderImage? Image { get; init; }

    /// <summary>The expected bootloader, by its catalogue entry: its bytes are not needed.</summary>
    internal CatalogEntry? Known { get; init; }
}
