using VescUartBoot.Chip;

namespace VescUartBoot.Jobs.Common;

/// <summary>What an upgrade will do to the board, before it does it.</summary>
/// <param name="From">What the board runs.</param>
/// <param name="Steps">The steps, in order.</param>
/// <param name="Lost">What is lost, in sentences.</param>
/// <param name="Undecided">What only a real run can find out; empty if everything is known.</param>
public sealed record UpgradePlan(FirmwareVersion From, IReadOnlyList<UpgradeStep> Steps, IReadOnlyList<string> Lost,
    IReadOnlyList<string> Undecided)
{
    /// <summary>How long it will take.</summary>
    public TimeSpan Expected => Steps.Aggregate(TimeSpan.Zero, static (sum, step) => sum + step.Expected);
}
