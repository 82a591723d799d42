using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Jobs.Backup;

/// <summary>Backs up settings and scripts of a board.</summary>
internal static class BackupBoard
{
    /// <summary>Reads what the board offers and passes it to <see cref="BackupOptions.Save"/>.</summary>
    /// <param name="board">An identified board.</param>
    /// <param name="options">How the board may be read, and where the backup is saved.</param>
    /// <param name="cancellationToken">Stops at the next safe point; an opened read path is closed first.</param>
    /// <returns>The result. A backup without a configuration is saved, but is a failure; other gaps are warnings.</returns>
    public static async Task<BackupResult> RunAsync(Board board, BackupOptions options, CancellationToken cancellationToken)
    {
        var session = new JobRun(board, options);
        var result = new BackupResult { Board = board.Identity };
        var failure = await session.RunAsync(
            async () =>
            {
                await Preflight.RunAsync(session, cancellationToken).ConfigureAwait(false);
                session.Begin(JobPhase.Check);

                // If flash cannot be read, the gap is reported with the others.
                _ = await FlashAccessSetup.OpenAsync(session, cancellationToken).ConfigureAwait(false);
                var backup = await BackupSteps.TakeAsync(session, cancellationToken).ConfigureAwait(false);
                result = result with { Backup = backup };
                result = result with { SavedTo = BackupSteps.Save(backup, options.Save) };
                if (backup.AreDefaults == true)
                {
                    session.Warn("backupIsDefaults",
                        $"this backup has only the default settings of firmware {board.Identity.Firmware}: a restore without a folder uses "
                            + "an older backup with other settings, if there is one");
                }

                if (!backup.HasAllConfigurations)
                {
                    var missing = backup.Missing.Where(m => m.Kind <= BackupPartKind.AppConfiguration)
                        .Select(m => $"{m.Kind.Name()}: {m.Reason}");
                    throw new JobStoppedException(
                        FailureCode.BackupIncomplete,
                        $"not all configurations could be kept: {string.Join("; ", missing)}");
                }
            },
            () => FlashAccessSetup.CloseAsync(session, cancellationToken),
            cancellationToken).ConfigureAwait(false);
        session.Begin(JobPhase.Report);
        return result with { Failure = failure, BytesWritten = session.Touch.BytesProgrammed, ReadPath = session.Touch.ReadPath };
    }
}
