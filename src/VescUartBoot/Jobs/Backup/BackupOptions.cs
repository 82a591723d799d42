using VescUartBoot.Backups;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Jobs.Backup;

/// <summary>Options of a backup.</summary>
public sealed record BackupOptions : JobOptions
{
    /// <summary>Saves the backup and returns its path, for example <see cref="BackupFolder.Write"/>.</summary>
    public required Func<BoardBackup, string> Save { get; init; }
}
