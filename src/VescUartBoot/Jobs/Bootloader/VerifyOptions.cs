using VescUartBoot.Catalog;
using VescUartBoot.Images;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Jobs.Bootloader;

/// <summary>What a comparison takes.</summary>
public sealed record VerifyOptions : JobOptions
{
    /// <summary>What should be there; without it and without <see cref="Known"/> any image of the catalogue is right.</summary>
    public BootloaderImage? Image { get; init; }

    /// <summary>What should be there, by the catalogue: its bytes are not needed.</summary>
    public CatalogEntry? Known { get; init; }
}
