namespace VescUartBoot.Jobs.Upgrade;

/// <summary>A rule of the way from one firmware to another, and where it is known from.</summary>
/// <param name="Says">The rule, in words that complete "because …".</param>
/// <param name="Source">Where that is known from.</param>
internal sealed record UpgradeRule(string Says, string Source);
