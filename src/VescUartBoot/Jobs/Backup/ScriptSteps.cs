using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Messages;
using VescUartBoot.Recovery;

namespace VescUartBoot.Jobs.Backup;

/// <summary>Puts QML and Lisp code back. The header comes last, so that no interruption leaves code that the firmware takes for
/// whole.</summary>
internal static class ScriptSteps
{
    /// <summary>Puts back what the backup holds; what neither holds is left out.</summary>
    public static async Task RestoreAsync(JobRun session, BoardBackup backup, CancellationToken cancellationToken)
    {
        session.Begin(JobPhase.Restore);
        var identity = session.Board.Identity;
        bool sameFirmware = session.Board.Capabilities.IsKnown && backup.Board.Firmware == identity.Firmware
            && backup.Board.Hardware == identity.Hardware;
        foreach (var kind in new[] { BackupPartKind.Qml, BackupPartKind.Lisp })
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (backup.Find(kind)?.Code is { } code)
            {
                var (state, message) = await RestoreAsync(session, kind, code, backup.Board, sameFirmware,
                    cancellationToken).ConfigureAwait(false);
                RestoreSteps.Note(session, kind, state, message);
            }
            else if (backup.Missing.FirstOrDefault(m => m.Kind == kind) is { } missing)
            {
                RestoreSteps.Note(session, kind, PartState.NotSaved, $"it is not in the backup: {missing.Reason}");
            }
        }
    }

    private static async Task<(PartState State, string Message)> RestoreAsync(
        JobRun session, BackupPartKind kind, StoredCode code, BackedUpBoard keptOn, bool sameFirmware, CancellationToken cancellationToken)
    {
        var board = session.Board;
        if (board.Capabilities.CodeSectors.FirstOrDefault(s => s.Store == code.Store) is not { } sector)
        {
            return (PartState.NoPlace, $"firmware {board.Identity.Firmware} has no place for it that is known");
        }

        var access = new ScriptReader(board, sector);
        var (length, present) = await access.MeasureAsync(cancellationToken).ConfigureAwait(false);
        if (length > 0)
        {
            present = await access.ReadAsync(length, progress: null, cancellationToken).ConfigureAwait(false);
        }

        if (present.Code is { } same && same.Bytes.Span.SequenceEqual(code.Bytes.Span))
        {
            return (PartState.Restored, $"it is the same already, all {code.Bytes.Length} bytes");
        }

        if (present is { Code: null, IsEmpty: false })
        {
            return (PartState.Unreadable, $"what the board has now cannot be read: {present.Reason}");
        }

        if (!sameFirmware && !await session.Options.Confirm(
            JobQuestion.CodeOfOtherFirmware,
            $"The {kind.Name()} was saved on {keptOn.Hardware ?? "hardware without a name"} with firmware {keptOn.Firmware}, and this is "
                + $"{board.Identity.Hardware ?? "hardware without a name"} with {board.Identity.Firmware}. Native code in it may hang "
                + "this firmware. Put it back?").ConfigureAwait(false))
        {
            return (PartState.NotAgreed,
                $"it was saved on firmware {keptOn.Firmware}, and putting it on {board.Identity.Firmware} was not agreed to");
        }

        if (present.Code is { } other && !await session.Options.Confirm(
            JobQuestion.ReplaceCode,
            $"The board stores other {kind.Name()} ({other.Bytes.Length} bytes; a backup keeps it). Erase it for that of the backup?")
            .ConfigureAwait(false))
        {
            return (PartState.NotAgreed, "erasing what the board stores now was not agreed to");
        }

        cancellationToken.ThrowIfCancellationRequested();
        session.Log.Begin(session.Log.Note(ChangeKind.Script, kind.Name()));
        var (state, message) = await new ScriptWriter(session, kind, sector, code).WriteAsync(present.IsEmpty).ConfigureAwait(false);
        if (state != PartState.NotProved)
        {
            session.Log.End(ChangeKind.Script, kind.Name());
        }

        return (state, message);
    }
}
