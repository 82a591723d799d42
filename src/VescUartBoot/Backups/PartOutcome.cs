namespace VescUartBoot.Backups;

/// <summary>What became of one part.</summary>
/// <param name="Part">The part.</param>
/// <param name="State">What became of it.</param>
/// <param name="Message">A sentence for a person.</param>
public sealed record PartOutcome(BackupPartKind Part, PartState State, string Message);
