using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Messages;
using VescUartBoot.Recovery;
using VescUartBoot.Settings;

namespace VescUartBoot.Jobs.Backup;

/// <summary>Puts settings back in the middle of a job: only where their signature is the board's own, and each read back and
/// compared.</summary>
internal static class RestoreSteps
{
    private const int Tries = 2;
    private const int MostDifferences = 5;

    /// <summary>Motor, second motor, and last the app configuration, which may change CAN id, baud rate and app.</summary>
    /// <param name="session">The job; each outcome is reported at once and kept in <see cref="JobRun.Restored"/>.</param>
    /// <param name="backup">A backup whose board is this one, or one that the owner named.</param>
    /// <param name="cancellationToken">Stops between two parts.</param>
    /// <param name="translations">The parts of the backup that were made for this firmware: the app configuration needs them on the
    /// motor.</param>
    public static async Task<SettingsOutcome> RestoreSettingsAsync(
        JobRun session,
        BoardBackup backup,
        CancellationToken cancellationToken,
        IReadOnlyDictionary<BackupPartKind, SettingsTranslation>? translations = null)
    {
        session.Begin(JobPhase.Restore);
        var board = session.Board;
        var second = await SecondMotor.FindAsync(board, cancellationToken).ConfigureAwait(false);
        string? turning = await FindTurningMotorAsync(board, second, cancellationToken).ConfigureAwait(false);

        List<PartOutcome> outcomes = [];
        foreach (var kind in new[] { BackupPartKind.MotorConfiguration, BackupPartKind.SecondMotorConfiguration,
            BackupPartKind.AppConfiguration })
        {
            bool ofSecond = kind == BackupPartKind.SecondMotorConfiguration;
            if (ofSecond && second is null && backup.Find(kind) is null)
            {
                continue;
            }

            cancellationToken.ThrowIfCancellationRequested();
            var translation = translations?.GetValueOrDefault(kind);
            bool needsMotor = kind == BackupPartKind.AppConfiguration && translation is not null;
            var (state, message) = needsMotor && outcomes.Find(o => o.State is not (PartState.Restored or PartState.NotSaved)) is { } open
                ? (PartState.Refused, $"it could start a motor whose configuration is not proved, so it was not sent ({open.Part.Name()})")
                : ofSecond && second is null
                ? (PartState.NoPlace, "it is in the backup, but no second motor answers on this board")
                : await RestoreAsync(session, kind, backup, ofSecond ? second : null, turning, cancellationToken).ConfigureAwait(false);
            outcomes.Add(Note(session, kind, state, translation is null ? message : $"{Tell(backup, translation)}; {message}",
                translation));
        }

        return new SettingsOutcome(outcomes);
    }

    /// <summary>Tells of an outcome, and keeps it for the result.</summary>
    public static PartOutcome Note(JobRun session, BackupPartKind kind, PartState state, string message,
        SettingsTranslation? carriedOver = null)
    {
        var outcome = new PartOutcome(kind, state, message) { CarriedOver = carriedOver };
        session.Restored.Add(outcome);
        if (state == PartState.Restored)
        {
            session.Log.End(kind is BackupPartKind.Qml or BackupPartKind.Lisp ? ChangeKind.Script : ChangeKind.Settings, kind.Name());
        }

        session.Report(new JobEvent.PartRestored(outcome));
        return outcome;
    }

    private static async Task<string?> FindTurningMotorAsync(Board board, byte? second, CancellationToken cancellationToken)
    {
        var sampler = await MotorSampler.StartAsync(board, cancellationToken).ConfigureAwait(false);
        List<(string Motor, MotorValues Values)> samples = [.. sampler.Latest];
        if (second is { } id)
        {
            var request = new ForwardCanRequest<GetValuesSelectiveRequest, MotorValues>(id, default);
            samples.Add(("the second motor", await board.SendAsync(request, cancellationToken).ConfigureAwait(false)));
        }

        foreach (var (motor, values) in samples)
        {
            if (Math.Abs((long)values.Erpm) > Preflight.MaxErpm)
            {
                return $"{motor} turns ({values.Erpm} ERPM)";
            }
        }

        return null;
    }

    private static async Task<(PartState State, string Message)> RestoreAsync(
        JobRun session, BackupPartKind kind, BoardBackup backup, byte? second, string? turning, CancellationToken cancellationToken)
    {
        if (backup.Find(kind)?.Configuration is not { } saved)
        {
            string? reason = backup.Missing.FirstOrDefault(m => m.Kind == kind)?.Reason;
            return (PartState.NotSaved, reason is null ? "it is not in the backup" : $"it is not in the backup: {reason}");
        }

        var access = new ConfigurationAccess(session.Board, saved.Kind, second);
        var (present, unreadable) = await access.ReadAsync(cancellationToken).ConfigureAwait(false);
        return present is null ? (PartState.Unreadable, $"what the board has now cannot be read: {unreadable}")
            : !HasLayoutOf(session.Board, backup, saved, present) ? (PartState.SignatureDiffers, TellLayouts(backup, saved, present))
            : SettingsComparer.Compare(saved, present) is { Same: true } same
                ? (PartState.Restored, $"it is the same already, {Tell(saved, same)}")
            : turning is not null ? (PartState.MotorTurning, $"{turning}: storing a configuration lets it go")
            : second is not null && saved.Bytes.Length > ConfigurationAccess.MaxForwarded
                ? (PartState.Refused, $"its {saved.Bytes.Length} bytes do not fit a request to the second motor")
            : await StoreAsync(session, kind, access, present, saved, cancellationToken).ConfigureAwait(false);
    }

    // Sent again only when a read has shown that the first one was not stored: never blindly.
    private static async Task<(PartState State, string Message)> StoreAsync(
        JobRun session, BackupPartKind kind, ConfigurationAccess access, SerialisedConfiguration present, SerialisedConfiguration saved,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        session.Log.Begin(session.Log.Note(ChangeKind.Settings, kind.Name()));
        bool answered = false;
        SerialisedConfiguration? now = null;
        for (int attempt = 1; attempt <= Tries; attempt++)
        {
            session.Touch.Kept[kind] = $"its {kind.Name()} was sent, and whether it is stored is not known";
            session.Touch.InDoubt.Add(kind);
            answered = (SettingsComparer.OffsetsFirst(saved) is not { } offsets
                || await access.StoreAsync(present, offsets).ConfigureAwait(false))
                && await access.StoreAsync(present, saved).ConfigureAwait(false);
            string? unreadable;
            try
            {
                (now, unreadable) = await access.ReadAsync(CancellationToken.None).ConfigureAwait(false);
            }
            catch (ReplyTimeoutException e) when (answered && kind == BackupPartKind.AppConfiguration)
            {
                // It may have moved the link to another baud rate, or given its port to another app.
                return (PartState.NotProved,
                    $"the board said that it is stored, and answers no more: its settings may have changed this link ({e.Message})");
            }

            if (now is null)
            {
                return (PartState.NotProved, $"it was sent, and cannot be read back: {unreadable}");
            }

            if (SettingsComparer.Compare(saved, now) is { Same: true } same)
            {
                session.Touch.Kept[kind] = $"its {kind.Name()} is the one of the backup";
                session.Touch.InDoubt.Remove(kind);
                return (PartState.Restored, $"it was stored and read back, and is the same: {Tell(saved, same)}");
            }
        }

        if (SettingsComparer.Compare(present, now!).Same)
        {
            session.Touch.Kept.Remove(kind);
            session.Touch.InDoubt.Remove(kind);
            return (PartState.Refused,
                $"{(answered ? "the board said that it is stored, but still has" : "the board did not take it and still has")} what it "
                    + "had before");
        }

        session.Touch.Kept[kind] = $"its {kind.Name()} is neither the old one nor that of the backup";
        return (PartState.Mismatch,
            "what reads back is neither this nor what the board had before: do not drive before that is set right "
                + $"({TellDifferences(SettingsComparer.Compare(saved, now!))})");
    }

    // Before 3.50 no signature tells the layout: only the very same version has it for certain.
    private static bool HasLayoutOf(Board board, BoardBackup backup, SerialisedConfiguration saved, SerialisedConfiguration present) =>
        saved.HasLayoutOf(present) && (saved.IsSigned || backup.Board.Firmware == board.Identity.Firmware);

    private static string Tell(BoardBackup backup, SettingsTranslation translation)
    {
        (int Count, string Word)[] counts =
        [
            (translation.Count(SettingFate.Kept), "kept"),
            (translation.Count(SettingFate.Converted), "converted"),
            (translation.Count(SettingFate.NewDefault), "new"),
            (translation.Count(SettingFate.Dropped), "dropped"),
            (translation.Count(SettingFate.NeedsPerson), "need you"),
        ];
        return $"of firmware {backup.Board.Firmware}: "
            + $"{string.Join(", ", counts.Where(c => c.Count > 0).Select(c => $"{c.Count} {c.Word}"))}";
    }

    private static string Tell(SerialisedConfiguration saved, SettingsComparison same)
    {
        List<string> but = [];
        if (same.Cut.Count > 0)
        {
            but.Add($"{same.Cut.Count} one step nearer to zero, as this firmware cuts them");
        }

        if (same.Own.Count > 0)
        {
            but.Add($"{same.Own.Count} offsets of the motor that the board measures itself");
        }

        return but.Count == 0 ? $"all {saved.Bytes.Length} bytes" : $"all values but {string.Join(" and ", but)}";
    }

    private static string TellDifferences(SettingsComparison comparison)
    {
        int more = comparison.Different.Count - MostDifferences;
        return string.Join(", ", comparison.Different.Take(MostDifferences)) + (more > 0 ? $", and {more} more" : "");
    }

    private static string TellLayouts(BoardBackup backup, SerialisedConfiguration saved,
        SerialisedConfiguration present) => !saved.IsSigned || !present.IsSigned
        ? $"it was saved on firmware {backup.Board.Firmware}, and settings of before 3.50 tell nothing of their layout: they only go back "
            + "on the same version, with the same length"
        : saved.Signature != present.Signature
        ? $"it was saved on firmware {backup.Board.Firmware} (signature {saved.Signature:x8}), and this firmware lays its settings out "
            + $"differently ({present.Signature:x8})"
        : $"its signature is this firmware's, but it has {saved.Bytes.Length} bytes instead of {present.Bytes.Length}";
}
