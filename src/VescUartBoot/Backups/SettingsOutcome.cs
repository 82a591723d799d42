using VescUartBoot.Settings;

namespace VescUartBoot.Backups;

/// <summary>Result of restoring the settings of a backup. A second motor that is neither in the backup nor on the board is
/// omitted.</summary>
/// <param name="Parts">The parts in the order of restoring.</param>
public sealed record SettingsOutcome(IReadOnlyList<PartOutcome> Parts)
{
    /// <summary>Whether every configuration of the board is the saved one. If not, the board must be checked before it drives.</summary>
    public bool AllRestored => Parts.Count > 0 && Parts.All(p => p.State == PartState.Restored);

    /// <summary>The settings that need a decision of the user.</summary>
    public IEnumerable<SettingOutcome> NeedsPerson => Parts.SelectMany(p => p.CarriedOver?.NeedsPerson ?? []);

    /// <summary>Whether a part was not restored for a temporary reason, so that another attempt may succeed.</summary>
    internal bool CanBeTriedAgain => Parts.Any(p => p.State is PartState.Unreadable or PartState.MotorTurning or PartState.Refused
        or PartState.Mismatch or PartState.NotProved or PartState.NotStored);
}
