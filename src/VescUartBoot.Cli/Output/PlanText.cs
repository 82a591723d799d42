using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Cli.Output;

/// <summary>A plan in a few short lines; <c>-v</c> adds the reasons.</summary>
internal static class PlanText
{
    /// <summary>Returns the steps of an install.</summary>
    public static IEnumerable<string> Of(InstallPlan plan) => [.. plan.Steps, $"about {plan.Expected.TotalSeconds:0.0} s"];

    /// <summary>Returns the steps of an upgrade, with the parts that are backed up, restored and lost.</summary>
    public static IEnumerable<string> Of(UpgradePlan plan, bool reasons)
    {
        var steps = plan.Steps.Where(s => reasons || s.Kind is not (UpgradeStepKind.Backup or UpgradeStepKind.Restore)).ToList();
        foreach (var (number, step) in steps.Index())
        {
            yield return $"{(steps.Count > 1 ? $"{number + 1}. " : "")}{step.What}{(reasons ? $", because {step.Reason}" : "")}";
        }

        yield return $"about {plan.Expected.TotalSeconds:0} s; from the restart on, keep the power on until the new version has answered";
    }
}
