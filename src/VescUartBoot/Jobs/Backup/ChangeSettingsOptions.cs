using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Jobs.Backup;

/// <summary>Options of <see cref="BoardJobs.ChangeSettingsAsync"/>.</summary>
internal sealed record ChangeSettingsOptions : JobOptions
{
    /// <summary>The new values.</summary>
    public required SettingsInput Input { get; init; }
}
