using VescUartBoot.Backups;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Jobs.Backup;

/// <summary>What a backup takes.</summary>
public sealed record BackupOptions : JobOptions
{
    /// <summary>Keeps the backup and returns where, such as <see cref="BackupFolder.Write"/>.</summary>
    public required Func<BoardBackup, string> Save { get; init; }
}
