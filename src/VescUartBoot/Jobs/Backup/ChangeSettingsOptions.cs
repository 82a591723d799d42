using VescUartBoot.Boards;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Jobs.Backup;

/// <summary>Options of <see cref="BoardJobs.ChangeSettingsAsync"/>.</summary>
internal sealed record ChangeSettingsOptions : JobOptions
{
    /// <summary>The new values.</summary>
    public required SettingsInput Input { get; init; }

    /// <summary>Options of the wait for the restart that proves the stored settings.</summary>
    public RestartOptions Restart { get; init; } = new();
}
