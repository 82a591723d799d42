using VescUartBoot.Settings;

namespace VescUartBoot.Backups;

/// <summary>What became of the settings of a backup. A second motor that is neither in the backup nor on the board is left out.</summary>
/// <param name="Parts">The parts in the order in which they were put back.</param>
public sealed record SettingsOutcome(IReadOnlyList<PartOutcome> Parts)
{
    /// <summary>Every configuration of the board is the saved one. If not, do not drive before someone has looked.</summary>
    public bool AllRestored => Parts.Count > 0 && Parts.All(p => p.State == PartState.Restored);

    /// <summary>What a person must still decide on.</summary>
    public IEnumerable<SettingOutcome> NeedsPerson => Parts.SelectMany(p => p.CarriedOver?.NeedsPerson ?? []);

    /// <summary>A part is not back for a reason that may go away: another try may bring it.</summary>
    internal bool CanBeTriedAgain => Parts.Any(p => p.State is PartState.Unreadable or PartState.MotorTurning or PartState.Refused
        or PartState.Mismatch or PartState.NotProved or PartState.NotStored);
}
