using VescUartBoot.Chip;

namespace VescUartBoot.Jobs.Common;

/// <summary>The planned changes of an upgrade.</summary>
/// <param name="From">The current firmware of the board.</param>
/// <param name="Steps">The steps, in order.</param>
/// <param name="Lost">What is lost, in sentences.</param>
/// <param name="Undecided">What only a real run can determine; empty if everything is known.</param>
public sealed record UpgradePlan(FirmwareVersion From, IReadOnlyList<UpgradeStep> Steps, IReadOnlyList<string> Lost,
    IReadOnlyList<string> Undecided)
{
    /// <summary>Expected duration.</summary>
    public TimeSpan Expected => Steps.Aggregate(TimeSpan.Zero, static (sum, step) => sum + step.Expected);
}
