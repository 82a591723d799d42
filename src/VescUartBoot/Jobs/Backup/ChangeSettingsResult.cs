using VescUartBoot.Backups;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Settings;

namespace VescUartBoot.Jobs.Backup;

/// <summary>Result of <see cref="BoardJobs.ChangeSettingsAsync"/>.</summary>
internal sealed record ChangeSettingsResult : JobResult
{
    /// <summary>The requested changes; empty if the board already has these values.</summary>
    public IReadOnlyList<SettingChange> Changes { get; init; } = [];

    /// <summary>Result for each setting of a file; <see langword="null"/> if no file was given.</summary>
    public SettingsTranslation? Translation { get; init; }

    /// <summary>Result for each configuration.</summary>
    public IReadOnlyList<PartOutcome> Stored { get; init; } = [];
}
