using VescUartBoot.Backups;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Jobs.Backup;

/// <summary>Result of <see cref="RestoreBoard"/>.</summary>
public sealed record RestoreResult : JobResult
{
    /// <summary>Result for each part of the backup.</summary>
    public IReadOnlyList<PartOutcome> Restored { get; init; } = [];
}
