using VescUartBoot.Settings;

namespace VescUartBoot.Backups;

/// <summary>What became of one part.</summary>
/// <param name="Part">The part.</param>
/// <param name="State">What became of it.</param>
/// <param name="Message">A sentence for a person.</param>
public sealed record PartOutcome(BackupPartKind Part, PartState State, string Message)
{
    /// <summary>Each setting that was saved on firmware with another layout, and what became of it; empty where the layouts are the
    /// same.</summary>
    public IReadOnlyList<SettingOutcome> Settings => CarriedOver?.Outcomes ?? [];

    /// <summary>The whole translation, where the layouts differ.</summary>
    internal SettingsTranslation? CarriedOver { get; init; }
}
