using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Jobs.Backup;

/// <summary>Restores settings and scripts of a backup where that is safe.</summary>
internal static class RestoreBoard
{
    /// <summary>Restores scripts, then settings, the app configuration last because it may change the link in use.</summary>
    /// <param name="board">An identified board.</param>
    /// <param name="options">The parts to restore, and permissions.</param>
    /// <param name="cancellationToken">Stops between two parts.</param>
    /// <returns>The result, with each part in <see cref="RestoreResult.Restored"/>; a part of the backup that was not restored is a
    /// failure.</returns>
    public static async Task<RestoreResult> RunAsync(Board board, RestoreOptions options, CancellationToken cancellationToken)
    {
        var session = new JobRun(board, options);
        var failure = await session.RunAsync(
            async () =>
            {
                RequireBackupOfThisBoard(board.Identity, options);
                if (options is { Settings: true, Backup.AreDefaults: true })
                {
                    session.Warn("backupIsDefaults",
                        $"this backup holds only the default settings of firmware {options.Backup.Board.Firmware}");
                }

                await Preflight.RunAsync(session, cancellationToken).ConfigureAwait(false);
                if (options.Scripts)
                {
                    await ScriptSteps.RestoreAsync(session, options.Backup, options.RestoreScripts,
                        cancellationToken).ConfigureAwait(false);
                }

                if (options.Settings)
                {
                    var choice = new SettingsChoice(options.CarryOver, options.Accepted);
                    await RestoreSteps.RestoreSettingsAsync(session, options.Backup, choice, options.Restart,
                        cancellationToken).ConfigureAwait(false);
                    await PackageSteps.RestoreAsync(session, options.Backup, options.Restart, cancellationToken).ConfigureAwait(false);
                }

                RequireAllRestored(TellScripts(session, options.Backup));
                BackupSelection.Settle(session,
                    settled: options.Backup.Parts.All(p => p.Kind.IsEvidence()
                        || session.Restored.Exists(r => r.Part == p.Kind)));
            },
            () => Task.CompletedTask,
            cancellationToken).ConfigureAwait(false);
        session.Begin(JobPhase.Report);
        return new RestoreResult
        {
            Board = board.Identity,
            Failure = failure,
            Restored = session.Restored,
            Verified = session.Restored.Exists(r => r.State == PartState.Restored) ? DetectionMethod.Readback : DetectionMethod.None,
        };
    }

    private static void RequireBackupOfThisBoard(BoardIdentity board, RestoreOptions options)
    {
        var kept = options.Backup.Board;
        if (kept.Uuid is null || board.Uuid is null)
        {
            throw new JobStoppedException(FailureCode.OtherBoard, "without a UUID it is not known whether the backup is of this board");
        }

        if (kept.Uuid == board.Uuid)
        {
            return;
        }

        if (kept.Uuid != options.FromOtherBoard)
        {
            throw new JobStoppedException(FailureCode.OtherBoard, $"the backup is of board {kept.Uuid}, and this is {board.Uuid}");
        }

        if (options.Settings && kept.Hardware != board.Hardware)
        {
            // The signature identifies the layout of the firmware, not the currents that the hardware tolerates.
            throw new JobStoppedException(
                FailureCode.BackupDoesNotFit,
                $"the backup is of other hardware ({kept.Hardware ?? "without a name"}) than this board "
                    + $"({board.Hardware ?? "without a name"}): its limits may be too much for it");
        }
    }

    // A declined script of other firmware is not a failure if the settings are restored.
    private static List<PartOutcome> TellScripts(JobRun session, BoardBackup backup)
    {
        List<PartOutcome> left = session.Restored.Exists(o => o.State == PartState.Restored)
            && backup.Board.Firmware != session.Board.Identity.Firmware
            ? [.. session.Restored.Where(o => o is { State: PartState.NotAgreed, Part: BackupPartKind.Qml or BackupPartKind.Lisp })]
            : [];
        if (left.Count > 0)
        {
            session.Warn("scriptsKept", $"not restored: {string.Join("; ", left.Select(o => $"{o.Part.Name()}: {o.Message}"))}");
        }

        return [.. session.Restored.Except(left)];
    }

    /// <summary>Stops the job if a part is not on the board.</summary>
    public static void RequireAllRestored(IReadOnlyList<PartOutcome> outcomes)
    {
        var open = outcomes.Where(o => o.State is not (PartState.Restored or PartState.NotSaved or PartState.NativeCode)).ToList();
        if (open.Count == 0 && outcomes.Any(o => o.State == PartState.Restored))
        {
            return;
        }

        if (open.Count == 0)
        {
            throw new JobStoppedException(
                FailureCode.BackupDoesNotFit,
                outcomes.Any(o => o.State == PartState.NativeCode)
                    ? "the backup holds only native code of other firmware for the requested parts"
                    : "the backup holds none of the requested parts");
        }

        throw PartFailures.Of(open);
    }
}
