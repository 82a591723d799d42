using VescUartBoot.Catalog;
using VescUartBoot.Images;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Jobs.Bootloader;

/// <summary>What a comparison takes.</summary>
public sealed record VerifyOptions : JobOptions
{
    /// <summary>What should be there. Default <see langword="null"/>: any bootloader of the catalogue.</summary>
    public BootloaderImage? Image { get; init; }

    /// <summary>What should be there, by the catalogue: its bytes are not needed.</summary>
    internal CatalogEntry? Known { get; init; }
}
