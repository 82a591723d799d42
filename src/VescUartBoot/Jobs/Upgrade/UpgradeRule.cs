namespace VescUartBoot.Jobs.Upgrade;

/// <summary>A rule of the upgrade path, and its source.</summary>
/// <param name="Says">The rule, in words that complete "because …".</param>
/// <param name="Source">Source of the rule.</param>
internal sealed record UpgradeRule(string Says, string Source);
