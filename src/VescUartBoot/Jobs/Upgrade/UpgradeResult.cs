using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Jobs.Upgrade;

/// <summary>Result of <see cref="UpgradeFirmware"/>.</summary>
public sealed record UpgradeResult : BootloaderJobResult
{
    /// <summary>Outcome of the upgrade and its evidence; <see langword="null"/> if the job did not come that far.</summary>
    public UpgradeOutcome? Upgrade { get; init; }
}
