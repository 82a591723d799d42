using VescUartBoot.Backups;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Recovery;
using VescUartBoot.Settings;

namespace VescUartBoot.Jobs.Backup;

/// <summary>The backup that holds the owner's values: the first that was saved for a job that has not ended, not the newest.</summary>
internal static class BackupSelection
{
    /// <summary>Description of its content: settings and scripts, or the part that is not restored.</summary>
    public const string All = "settings and scripts";

    /// <summary>The backup of an earlier job that is not restored; <see langword="null"/> if there is none, or if it cannot be read, which
    /// is reported.</summary>
    public static BoardBackup? Load(JobRun session, Func<string, BoardBackup>? load)
    {
        if (session.Log.Find(ChangeKind.Backup) is not { KeptIn: { } folder } || load is null)
        {
            return null;
        }

        try
        {
            var backup = load(folder);
            return backup.Board.Uuid == session.Board.Identity.Uuid
                ? backup
                : throw new BackupRejectedException("backupDamaged", $"{folder} is of another board");
        }
        catch (BackupRejectedException e)
        {
            session.Warn("ownersBackupLost", $"{e.Message}: what an earlier job has saved cannot be restored");
            session.Log.End(ChangeKind.Backup);
            return null;
        }
    }

    /// <summary>Whether the board holds nothing new compared to the owner's backup: the same values, or the defaults of its
    /// firmware.</summary>
    public static bool Covers(BoardBackup owners, BoardBackup now) => now.Parts.All(part => part switch
    {
        { Configuration: { } configuration } => now.AreDefaults == true
            || (owners.Find(part.Kind)?.Configuration is { } saved && SettingsComparer.Compare(saved, configuration).Same),
        { Code: not null } => owners.Find(part.Kind)?.Sha256 == part.Sha256,
        _ => true,
    });

    /// <summary>
    /// The backup to restore settings from: the owner's; if that cannot be carried over, the last values of the board if it was set
    /// up.
    /// </summary>
    public static BoardBackup Fit(BoardBackup owners, BoardBackup last) => last.AreDefaults != false || ReferenceEquals(owners, last)
        ? owners
        : owners with
        {
            Parts =
            [
                .. owners.Parts.Select(p => p.Configuration is { } saved && last.Find(p.Kind)?.Configuration is { } had
                    && !saved.HasLayoutOf(had) && BoardSettings.TryDecode(saved) is null ? last.Find(p.Kind)! : p),
            ],
        };

    /// <summary>Ends the backup: the job has reported the result for settings and scripts.</summary>
    /// <param name="session">The job.</param>
    /// <param name="settled">Whether no part remains to be restored: all are restored, or cannot be on this board.</param>
    public static void Settle(JobRun session, bool settled)
    {
        if (settled)
        {
            session.Touch.OwnersValuesTold = true;
            session.Log.End(ChangeKind.Backup);
        }
    }
}
