using VescUartBoot.Catalog;
using VescUartBoot.Images;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Jobs.Upgrade;

/// <summary>Finds firmware images and brings their bytes.</summary>
internal interface IFirmwareProvider
{
    /// <summary>The default image of a version for hardware of this name, never a variant.</summary>
    /// <exception cref="ImageRejectedException">There is none.</exception>
    CatalogEntry Find(string version, string hardware);

    /// <summary>The released firmware that it chooses from; <see langword="null"/>: its images are in no catalogue, and have no
    /// variants.</summary>
    FirmwareCatalog? Catalogue => null;

    /// <summary>Brings the bytes of what was found.</summary>
    /// <exception cref="ImageRejectedException">They cannot be had, or are not what they should be.</exception>
    Task<ResolvedFirmware> BringAsync(CatalogEntry entry, string why, JobOptions options, CancellationToken cancellationToken);

    /// <summary>Brings an image that was named.</summary>
    /// <exception cref="ImageRejectedException">It cannot be had, or is no firmware.</exception>
    Task<ResolvedFirmware> BringAsync(ImageReference named, JobOptions options, CancellationToken cancellationToken);
}
