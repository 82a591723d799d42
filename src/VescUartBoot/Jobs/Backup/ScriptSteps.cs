using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Messages;
using VescUartBoot.Recovery;

namespace VescUartBoot.Jobs.Backup;

/// <summary>Restores QML and Lisp code. The header is written last, so that an interruption never leaves incomplete code that the firmware
/// accepts as whole.</summary>
internal static class ScriptSteps
{
    /// <summary>Restores the code of the backup. A kind that neither backup nor board has is skipped.</summary>
    /// <param name="session">The job; each outcome is reported and kept in <see cref="JobRun.Restored"/>.</param>
    /// <param name="backup">The backup.</param>
    /// <param name="agreed">Whether the owner has agreed to restore text of other firmware.</param>
    /// <param name="cancellationToken">Stops between two of them.</param>
    /// <param name="replaced">Whether the job has just replaced the firmware: then all code counts as from other firmware.</param>
    public static async Task RestoreAsync(
        JobRun session, BoardBackup backup, bool agreed, CancellationToken cancellationToken, bool replaced = false)
    {
        session.Begin(JobPhase.Restore);
        var identity = session.Board.Identity;
        bool sameFirmware = !replaced && session.Board.Capabilities.IsKnown && backup.Board.Firmware == identity.Firmware
            && backup.Board.Hardware == identity.Hardware;
        foreach (var kind in new[] { BackupPartKind.Qml, BackupPartKind.Lisp })
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (backup.Find(kind)?.Code is { } code)
            {
                var (state, message) = await RestoreAsync(session, kind, code, backup.Board, (sameFirmware, agreed),
                    cancellationToken).ConfigureAwait(false);
                RestoreSteps.Note(session, kind, state, message);
                if (state == PartState.NativeCode)
                {
                    TellPackage(session, kind, backup, code);
                }
            }
            else if (backup.Missing.FirstOrDefault(m => m.Kind == kind) is { } missing)
            {
                RestoreSteps.Note(session, kind, PartState.NotSaved, $"it is not in the backup: {missing.Reason}");
            }
        }
    }

    private static async Task<(PartState State, string Message)> RestoreAsync(
        JobRun session,
        BackupPartKind kind,
        StoredCode code,
        BackedUpBoard keptOn,
        (bool SameFirmware, bool Agreed) given,
        CancellationToken cancellationToken)
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
            return (PartState.Restored, $"all {code.Bytes.Length} bytes are there already, nothing was written");
        }

        if (present is { Code: null, IsEmpty: false })
        {
            return (PartState.Unreadable, $"what the board has now cannot be read: {present.Reason}");
        }

        if (!given.SameFirmware && !ScriptSource.IsText(code))
        {
            return (PartState.NativeCode, $"it holds more than text, and native code made for firmware {keptOn.Firmware} may hang "
                + $"{board.Identity.Firmware}: the package is to be installed again");
        }

        if (!given.SameFirmware && !given.Agreed && !await session.Options.Confirm(
            JobQuestion.CodeOfOtherFirmware,
            $"The {kind.Name()} was saved on {keptOn.Hardware ?? "hardware without a name"} with firmware {keptOn.Firmware}, and this is "
                + $"{board.Identity.Hardware ?? "hardware without a name"} with {board.Identity.Firmware}. It is text, "
                + $"{code.Content.Length} bytes, and may use what this firmware does otherwise. Restore it?").ConfigureAwait(false))
        {
            return (PartState.NotAgreed,
                $"it was saved on firmware {keptOn.Firmware}, and restoring it on {board.Identity.Firmware} needs your consent");
        }

        if (present.Code is { } other && !await session.Options.Confirm(
            JobQuestion.ReplaceCode,
            $"The board stores other {kind.Name()} ({other.Bytes.Length} bytes; a backup keeps it). Erase it for that of the backup?")
            .ConfigureAwait(false))
        {
            return (PartState.NotAgreed, "erasing what the board stores now was declined");
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

    private static void TellPackage(JobRun session, BackupPartKind kind, BoardBackup backup, StoredCode code)
    {
        string named = ScriptSource.TitleOf(code) is { } title ? $" (it begins with \"{title}\")" : "";
        string settings = backup.Find(BackupPartKind.PackageConfiguration) is null ? "" : ", and its configuration with it";
        string where = session.KeptIn is { } folder ? $" in {folder}" : "";
        session.Warn("packageToInstall",
            $"the {kind.Name()} of firmware {backup.Board.Firmware} holds more than text, as a package with native code does{named}: it is "
                + $"kept{where}{settings}, and not restored; install the package again, in a version for firmware "
                + $"{session.Board.Identity.Firmware}");
    }
}
