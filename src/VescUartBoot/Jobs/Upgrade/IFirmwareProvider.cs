using VescUartBoot.Catalog;
using VescUartBoot.Images;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Jobs.Upgrade;

/// <summary>Finds firmware images and provides their bytes.</summary>
internal interface IFirmwareProvider
{
    /// <summary>The default image of a version for hardware of this name, never a variant.</summary>
    /// <exception cref="ImageRejectedException">There is none.</exception>
    CatalogEntry Find(string version, string hardware);

    /// <summary>The released firmware that it chooses from; <see langword="null"/>: its images are in no catalogue, and have no
    /// variants.</summary>
    FirmwareCatalog? Catalogue => null;

    /// <summary>Provides the bytes of an image that was found.</summary>
    /// <exception cref="ImageRejectedException">The bytes are not available, or not those expected.</exception>
    Task<ResolvedFirmware> BringAsync(CatalogEntry entry, string why, JobOptions options, CancellationToken cancellationToken);

    /// <summary>Provides a named image.</summary>
    /// <exception cref="ImageRejectedException">The image is not available, or is not firmware.</exception>
    Task<ResolvedFirmware> BringAsync(ImageReference named, JobOptions options, CancellationToken cancellationToken);
}
