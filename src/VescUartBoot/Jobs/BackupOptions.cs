using VescUartBoot.Boards;
using VescUartBoot.Bundles;
using VescUartBoot.Images;
using VescUartBoot.Journal;
using VescUartBoot.Messages;

namespace VescUartBoot.Jobs;

/// <summary>What a backup takes.</summary>
public sealed record BackupOptions : JobOptions
{
    /// <summary>Keeps the backup and returns where, such as <see cref="BackupFolder.Write"/>.</summary>
    public required Func<BoardBackup, string> Save { get; init; }
}
