using VescUartBoot.Backups;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Settings;

namespace VescUartBoot.Jobs.Backup;

/// <summary>Result of <see cref="BoardJobs.ChangeSettingsAsync"/>.</summary>
internal sealed record ChangeSettingsResult : JobResult
{
    /// <summary>What was to be changed. Empty: the board has these values already.</summary>
    public IReadOnlyList<SettingChange> Changes { get; init; } = [];

    /// <summary>What became of each setting of a file; <see langword="null"/>: no file was given.</summary>
    public SettingsTranslation? Translation { get; init; }

    /// <summary>What became of each configuration.</summary>
    public IReadOnlyList<PartOutcome> Stored { get; init; } = [];
}
