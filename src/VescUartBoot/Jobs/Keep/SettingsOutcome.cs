namespace VescUartBoot.Jobs;

/// <summary>What became of one part of a backup that was to be put back.</summary>
public enum PartState
{
    /// <summary>It is on the board, read back and the same byte for byte.</summary>
    Restored,

    /// <summary>It is of another firmware version's layout: put back it would be misread, so the board was left as it is.</summary>
    SignatureDiffers,

    /// <summary>The backup does not hold it.</summary>
    NotSaved,

    /// <summary>The board has no place for it: no second motor, or no such store of code.</summary>
    NoPlace,

    /// <summary>The board does not tell what it has now, so nothing was sent.</summary>
    Unreadable,

    /// <summary>A motor turns, so nothing was sent.</summary>
    MotorTurning,

    /// <summary>The owner did not agree, so nothing was sent.</summary>
    NotAgreed,

    /// <summary>The board did not take it, and what it has now is known: see the message.</summary>
    Refused,

    /// <summary>It was sent, and what reads back is neither this nor what was there before.</summary>
    Mismatch,

    /// <summary>It was sent, and could not be read back.</summary>
    NotProved,
}

/// <summary>What became of one part.</summary>
/// <param name="Part">The part.</param>
/// <param name="State">What became of it.</param>
/// <param name="Message">A sentence for a person.</param>
public sealed record PartOutcome(BackupPartKind Part, PartState State, string Message);

/// <summary>What became of the settings of a backup. A second motor that is neither in the backup nor on the board is left out.</summary>
/// <param name="Parts">The parts in the order in which they were put back.</param>
public sealed record SettingsOutcome(IReadOnlyList<PartOutcome> Parts)
{
    /// <summary>Every configuration of the board is the saved one. If not, do not drive before someone has looked.</summary>
    public bool AllRestored => Parts.Count > 0 && Parts.All(p => p.State == PartState.Restored);

    /// <summary>A part is not back for a reason that may go away: another try may bring it.</summary>
    internal bool CanBeTriedAgain => Parts.Any(p => p.State is PartState.Unreadable or PartState.MotorTurning or PartState.Refused or PartState.Mismatch or PartState.NotProved);
}
