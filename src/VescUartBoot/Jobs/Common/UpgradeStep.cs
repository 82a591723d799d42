namespace VescUartBoot.Jobs.Common;

/// <summary>One step of an upgrade.</summary>
/// <param name="Kind">Kind of the step.</param>
/// <param name="What">What the step does, in words.</param>
/// <param name="Reason">Why it is needed, with the rule that requires it.</param>
/// <param name="Expected">Expected duration.</param>
public sealed record UpgradeStep(UpgradeStepKind Kind, string What, string Reason, TimeSpan Expected);
