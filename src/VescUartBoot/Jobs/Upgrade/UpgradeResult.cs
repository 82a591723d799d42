using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Jobs.Upgrade;

/// <summary>Result of <see cref="UpgradeFirmware"/>.</summary>
public sealed record UpgradeResult : BootloaderJobResult
{
    /// <summary>Outcome of the upgrade and its evidence; <see langword="null"/> if the job ended before.</summary>
    public UpgradeOutcome? Upgrade { get; init; }

    /// <summary>The result in one line.</summary>
    public override string ToString() => this switch
    {
        { Failure: { } failure } => $"not upgraded: {failure.Message}",
        { Upgrade: { Verdict: UpgradeVerdict.Upgraded } done } => $"upgraded {done.Before} to {done.After}, "
            + (done.Settings is { AllRestored: true } ? "settings carried over" : "settings not carried over"),
        { Upgrade.Verdict: UpgradeVerdict.AlreadyThere } => $"already runs {Upgrade.Before}, nothing was changed",
        _ => "planned, nothing was changed",
    };
}
