namespace VescUartBoot.Jobs.Common;

/// <summary>One step of an upgrade.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="What">What is done, in words.</param>
/// <param name="Reason">Why, with the rule that asks for it.</param>
/// <param name="Expected">How long it takes.</param>
public sealed record UpgradeStep(UpgradeStepKind Kind, string What, string Reason, TimeSpan Expected);
