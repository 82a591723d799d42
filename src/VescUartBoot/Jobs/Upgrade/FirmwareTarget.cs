using VescUartBoot.Catalog;

namespace VescUartBoot.Jobs.Upgrade;

/// <summary>The firmware to install on a board.</summary>
internal abstract record FirmwareTarget
{
    private FirmwareTarget()
    {
    }

    /// <summary>A release: its version as written in the catalogue, or <see cref="FirmwareResolver.Latest"/>.</summary>
    public sealed record Release(string Word) : FirmwareTarget;

    /// <summary>A named image.</summary>
    public sealed record Image(ImageReference Named) : FirmwareTarget;
}
