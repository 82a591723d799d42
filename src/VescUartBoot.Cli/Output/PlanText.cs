using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Cli.Output;

/// <summary>A plan in a few short lines; its reasons are for those who ask with <c>-v</c>.</summary>
internal static class PlanText
{
    /// <summary>The steps of an install.</summary>
    public static IEnumerable<string> Of(InstallPlan plan) => [.. plan.Steps, $"about {plan.Expected.TotalSeconds:0.0} s"];

    /// <summary>The steps of an upgrade. What is backed up and put back stands with what is lost.</summary>
    public static IEnumerable<string> Of(UpgradePlan plan, bool reasons)
    {
        var steps = plan.Steps.Where(s => reasons || s.Kind is not (UpgradeStepKind.Backup or UpgradeStepKind.Restore)).ToList();
        foreach (var (number, step) in steps.Index())
        {
            yield return $"{(steps.Count > 1 ? $"{number + 1}. " : "")}{step.What}{(reasons ? $", because {step.Reason}" : "")}";
        }

        yield return $"about {plan.Expected.TotalSeconds:0} s; keep the power on until the new version has answered";
    }
}
