using VescUartBoot.Catalog;
using VescUartBoot.Images;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Upgrade;

namespace VescUartBoot.Tests.Jobs.Upgrade;

/// <summary>Firmware for a board whose name has no image of the stepping stone.</summary>
internal sealed class NoSteppingStoneProvider(IFirmwareProvider inner) : IFirmwareProvider
{
    public CatalogEntry Find(string version, string hardware) => version == "5.03"
        ? throw new ImageRejectedException("imageUnknown", $"version {version} has no image for {hardware}")
        : inner.Find(version, hardware);

    public Task<ResolvedFirmware> BringAsync(CatalogEntry entry, string why, JobOptions setting, CancellationToken cancellationToken) =>
        inner.BringAsync(entry, why, setting, cancellationToken);

    public Task<ResolvedFirmware> BringAsync(ImageReference named, JobOptions setting, CancellationToken cancellationToken) =>
        inner.BringAsync(named, setting, cancellationToken);
}
