using VescUartBoot.Settings;

namespace VescUartBoot.Backups;

/// <summary>What became of one part.</summary>
/// <param name="Part">The part.</param>
/// <param name="State">What became of it.</param>
/// <param name="Message">A sentence for a person.</param>
public sealed record PartOutcome(BackupPartKind Part, PartState State, string Message)
{
    /// <summary>What became of each setting, where it was saved on firmware with another layout; else <see langword="null"/>.</summary>
    public SettingsTranslation? CarriedOver { get; init; }
}
