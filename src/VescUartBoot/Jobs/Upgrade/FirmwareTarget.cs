using VescUartBoot.Catalog;

namespace VescUartBoot.Jobs.Upgrade;

/// <summary>What a board shall run.</summary>
internal abstract record FirmwareTarget
{
    private FirmwareTarget()
    {
    }

    /// <summary>A release: its version as the catalogue writes it, or <see cref="FirmwareResolver.Latest"/>.</summary>
    public sealed record Release(string Word) : FirmwareTarget;

    /// <summary>An image that was named.</summary>
    public sealed record Image(ImageReference Named) : FirmwareTarget;
}
