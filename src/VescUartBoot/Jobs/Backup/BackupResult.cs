using VescUartBoot.Backups;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Jobs.Backup;

/// <summary>Result of <see cref="BackupBoard"/>.</summary>
public sealed record BackupResult : JobResult
{
    /// <summary>The backup; <see langword="null"/> if none was taken.</summary>
    public BoardBackup? Backup { get; init; }
}
