using VescUartBoot.Settings;

namespace VescUartBoot.Backups;

/// <summary>Result of restoring one part.</summary>
/// <param name="Part">The part.</param>
/// <param name="State">The result.</param>
/// <param name="Message">A sentence for the user.</param>
public sealed record PartOutcome(BackupPartKind Part, PartState State, string Message)
{
    /// <summary>Outcome of each setting that was saved on firmware with another layout; empty if the layouts are equal.</summary>
    public IReadOnlyList<SettingOutcome> Settings => CarriedOver?.Outcomes ?? [];

    /// <summary>Whether the board had the content already, so that nothing was written.</summary>
    internal bool IsUnchanged { get; init; }

    /// <summary>The complete translation, if the layouts differ.</summary>
    internal SettingsTranslation? CarriedOver { get; init; }
}
