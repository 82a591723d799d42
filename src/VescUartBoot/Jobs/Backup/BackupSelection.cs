using VescUartBoot.Backups;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Recovery;
using VescUartBoot.Settings;

namespace VescUartBoot.Jobs.Backup;

/// <summary>The backup that holds the owner's values: the first that was saved for a job that has not ended, not the newest.</summary>
internal static class BackupSelection
{
    /// <summary>What it holds, in words: settings and scripts, or what of them is not back.</summary>
    public const string All = "settings and scripts";

    /// <summary>What an earlier job has saved and not put back; <see langword="null"/>: nothing, or it cannot be read, which is
    /// told.</summary>
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
            session.Warn("ownersBackupLost", $"{e.Message}: what an earlier job has saved cannot be put back");
            session.Log.End(ChangeKind.Backup);
            return null;
        }
    }

    /// <summary>Whether what the board has now adds nothing to the owner's backup: the same, or the defaults of its firmware.</summary>
    public static bool Covers(BoardBackup owners, BoardBackup now) => now.Parts.All(part => part switch
    {
        { Configuration: { } configuration } => now.AreDefaults == true
            || (owners.Find(part.Kind)?.Configuration is { } saved && SettingsComparer.Compare(saved, configuration).Same),
        { Code: not null } => owners.Find(part.Kind)?.Sha256 == part.Sha256,
        _ => true,
    });

    /// <summary>
    /// The backup to put settings back from: the owner's, and where that cannot be carried over, what the board had last if it was set
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

    /// <summary>The job ends, and has told what became of settings and scripts.</summary>
    /// <param name="session">The job.</param>
    /// <param name="settled">Nothing of it can be tried again: it is back, or cannot be put back here.</param>
    public static void Settle(JobRun session, bool settled)
    {
        if (settled)
        {
            session.Touch.OwnersValuesTold = true;
            session.Log.End(ChangeKind.Backup);
        }
    }
}
