using VescUartBoot.Bundles;
using VescUartBoot.Images;
using VescUartBoot.Jobs;

namespace VescUartBoot.Tests.Jobs;

/// <summary>Firmware for a board whose name has no image of the stepping stone.</summary>
internal sealed class NoStoneSupply(IFirmwareSupply inner) : IFirmwareSupply
{
    public CatalogueEntry Find(string version, string hardware) => version == "5.03"
        ? throw new ImageRejectedException("imageUnknown", $"version {version} has no image for {hardware}", "")
        : inner.Find(version, hardware);

    public Task<ChosenFirmware> BringAsync(CatalogueEntry entry, string why, JobSurroundings surroundings, CancellationToken cancellationToken) =>
        inner.BringAsync(entry, why, surroundings, cancellationToken);

    public Task<ChosenFirmware> BringAsync(NamedImage named, JobSurroundings surroundings, CancellationToken cancellationToken) =>
        inner.BringAsync(named, surroundings, cancellationToken);
}
