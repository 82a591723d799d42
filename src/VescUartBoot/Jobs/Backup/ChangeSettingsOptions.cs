using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Jobs.Backup;

/// <summary>What <see cref="BoardJobs.ChangeSettingsAsync"/> takes.</summary>
internal sealed record ChangeSettingsOptions : JobOptions
{
    /// <summary>The new values.</summary>
    public required SettingsInput Input { get; init; }
}
