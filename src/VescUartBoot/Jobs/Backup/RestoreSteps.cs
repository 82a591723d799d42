using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Links;
using VescUartBoot.Messages;
using VescUartBoot.Recovery;
using VescUartBoot.Settings;

namespace VescUartBoot.Jobs.Backup;

/// <summary>
/// Restores settings within a job: translated if they are from other firmware, read back, and proved by a restart.
/// </summary>
internal static class RestoreSteps
{
    private const int MostDifferences = 5;

    private static readonly BackupPartKind[] _inOrder =
        [BackupPartKind.MotorConfiguration, BackupPartKind.SecondMotorConfiguration, BackupPartKind.AppConfiguration];

    /// <summary>Restores the motor, the second motor, and last the app configuration, which may change CAN id, baud rate and app.</summary>
    /// <param name="session">The job; each outcome is reported and kept in <see cref="JobRun.Restored"/>.</param>
    /// <param name="backup">A backup of this board, or of one that the owner named.</param>
    /// <param name="choice">The settings of other firmware to carry over.</param>
    /// <param name="restart">Options of the wait for the restart that proves the stored settings.</param>
    /// <param name="cancellationToken">Stops before the first part is stored.</param>
    public static async Task<SettingsOutcome> RestoreSettingsAsync(
        JobRun session, BoardBackup backup, SettingsChoice choice, RestartOptions restart, CancellationToken cancellationToken)
    {
        session.Begin(JobPhase.Restore);
        byte? second = await SecondMotor.FindAsync(session.Board, cancellationToken).ConfigureAwait(false);
        string? turning = await FindTurningMotorAsync(session.Board, second, cancellationToken).ConfigureAwait(false);
        if (turning is null && session.Log.Find(ChangeKind.Settings) is not null)
        {
            // The board may report values that an earlier run sent and that it did not store.
            await SettingsProof.RestartAsync(session, restart).ConfigureAwait(false);
        }

        List<RestoredPart> parts = [];
        try
        {
            foreach (var kind in _inOrder.Where(k => k != BackupPartKind.SecondMotorConfiguration || second is not null
                || backup.Find(k) is not null))
            {
                // After one part is stored, the others follow: otherwise old and new settings are mixed.
                var stop = parts.Exists(p => p.Replaced is not null) ? CancellationToken.None : cancellationToken;
                stop.ThrowIfCancellationRequested();
                parts.Add(await RestoreAsync(session, kind, backup, choice, second, turning, parts, stop).ConfigureAwait(false));
            }

            parts = await SettingsProof.RunAsync(session, parts, restart).ConfigureAwait(false);
        }
        catch (Exception e) when (
            e is LinkLostException or ReplyTimeoutException or BoardChangedException or OperationCanceledException or JobStoppedException)
        {
            Tell(session, backup, [.. parts.Select(SettingsProof.Unproved)]);
            throw;
        }

        return Tell(session, backup, parts);
    }

    /// <summary>Reports an outcome and adds it to the result.</summary>
    public static PartOutcome Note(JobRun session, BackupPartKind kind, PartState state, string message,
        SettingsTranslation? carriedOver = null)
    {
        var outcome = new PartOutcome(kind, state, message)
        {
            CarriedOver = carriedOver,
            IsUnchanged = state == PartState.Restored && !session.Touch.Kept.Has(kind),
        };
        session.Restored.Add(outcome);
        if (state == PartState.Restored)
        {
            session.Log.End(kind is BackupPartKind.Qml or BackupPartKind.Lisp ? ChangeKind.Script : ChangeKind.Settings, kind.Name());
        }

        session.Report(new JobEvent.PartRestored(outcome));
        return outcome;
    }

    /// <summary>Describes the turning motor; <see langword="null"/> if none turns.</summary>
    public static async Task<string?> FindTurningMotorAsync(Board board, byte? second, CancellationToken cancellationToken)
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

    /// <summary>Describes the first differences.</summary>
    public static string TellDifferences(SettingsComparison comparison)
    {
        int more = comparison.Different.Count - MostDifferences;
        return string.Join(", ", comparison.Different.Take(MostDifferences)) + (more > 0 ? $", and {more} more" : "");
    }

    private static SettingsOutcome Tell(JobRun session, BoardBackup backup, IReadOnlyList<RestoredPart> parts) => new(
    [
        .. parts.Select(p => Note(
            session, p.Kind, p.State, p.Translation is { } translation ? $"{p.Message} ({Tell(backup, translation)})" : p.Message,
                p.Translation)),
    ]);

    private static async Task<RestoredPart> RestoreAsync(
        JobRun session,
        BackupPartKind kind,
        BoardBackup backup,
        SettingsChoice choice,
        byte? second,
        string? turning,
        IReadOnlyList<RestoredPart> before,
        CancellationToken cancellationToken)
    {
        if (backup.Find(kind)?.Configuration is not { } saved)
        {
            string? reason = backup.Missing.FirstOrDefault(m => m.Kind == kind)?.Reason;
            return new RestoredPart(kind, PartState.NotSaved, reason is null ? "it is not in the backup"
                : $"it is not in the backup: {reason}");
        }

        byte? motor = kind == BackupPartKind.SecondMotorConfiguration ? second : null;
        if (kind == BackupPartKind.SecondMotorConfiguration && motor is null)
        {
            return new RestoredPart(kind, PartState.NoPlace, "it is in the backup, but no second motor answers on this board");
        }

        if (kind == BackupPartKind.AppConfiguration && before.FirstOrDefault(p => !p.LetsInputStart) is { } open)
        {
            return new RestoredPart(
                kind, PartState.HeldBack, $"it could start a motor whose configuration is not back, so it was not sent "
                    + $"({open.Kind.Name()})");
        }

        var access = new ConfigurationAccess(session.Board, saved.Kind, motor);
        var (present, unreadable) = await access.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (present is null)
        {
            return new RestoredPart(kind, PartState.Unreadable, $"what the board has now cannot be read: {unreadable}");
        }

        bool holdsInput = before.Any(p => p.IsLooser || p.Translation?.NeedsPerson.Any() == true);
        var translation =
            await CarryOverSteps.TranslateAsync(session, access, present, backup, kind, choice, holdsInput,
                cancellationToken).ConfigureAwait(false);
        var wanted = translation?.Settings.Encode() ?? saved;
        var part = !HasLayoutOf(session.Board, backup, wanted, present)
            ? new RestoredPart(kind, PartState.SignatureDiffers, TellLayouts(backup, wanted, present))
            : SettingsComparer.Compare(wanted, present) is { Same: true } same
            ? new RestoredPart(kind, PartState.Restored, TellUnchanged(same))
            {
                Expected = wanted,
            }
            : turning is not null ? new RestoredPart(kind, PartState.MotorTurning, $"{turning}: storing a configuration releases it")
            : motor is not null && wanted.Bytes.Length > ConfigurationAccess.MaxForwarded
                ? new RestoredPart(kind, PartState.Refused, $"its {wanted.Bytes.Length} bytes do not fit a request to the second motor")
            : await StoreAsync(session, kind, access, present, wanted, cancellationToken).ConfigureAwait(false);
        return part with { Translation = translation };
    }

    // Sent again only after a read has shown that the first attempt was not stored.
    private static async Task<RestoredPart> StoreAsync(
        JobRun session,
        BackupPartKind kind,
        ConfigurationAccess access,
        SerialisedConfiguration present,
        SerialisedConfiguration wanted,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        session.Log.Begin(session.Log.Note(ChangeKind.Settings, kind.Name()));
        bool answered = false;
        SerialisedConfiguration? now = null;
        for (int attempt = 1; attempt <= session.Board.StoreAttempts; attempt++)
        {
            session.Touch.Kept[kind] = $"its {kind.Name()} was sent, and whether it is stored is not known";
            session.Touch.InDoubt.Add(kind);
            answered = (SettingsComparer.OffsetsFirst(wanted) is not { } offsets
                || await access.StoreAsync(present, offsets).ConfigureAwait(false))
                && await access.StoreAsync(present, wanted).ConfigureAwait(false);
            string? unreadable;
            try
            {
                (now, unreadable) = await access.ReadAsync(CancellationToken.None).ConfigureAwait(false);
            }
            catch (ReplyTimeoutException e) when (answered && kind == BackupPartKind.AppConfiguration)
            {
                // It may have changed the baud rate of the link, or given its port to another app.
                return new RestoredPart(
                    kind,
                    PartState.NotProved,
                    $"the board acknowledged it, and answers no more: its settings may have changed this link ({e.Message})");
            }

            if (now is null)
            {
                return new RestoredPart(kind, PartState.NotProved, $"it was sent, and cannot be read back: {unreadable}");
            }

            var comparison = SettingsComparer.Compare(wanted, now);
            if (comparison.SameWithinLimits)
            {
                session.Touch.Kept[kind] = $"its {kind.Name()} was stored and read back, and no restart has proved it yet";
                TellLimits(session, comparison);
                return new RestoredPart(kind, PartState.Restored, Tell(wanted, comparison))
                {
                    Expected = SettingsComparer.WithinLimits(wanted, comparison),
                    Replaced = present,
                    IsLooser = comparison.Different.Any(d => d.IsLooser),
                };
            }
        }

        if (SettingsComparer.Compare(present, now!).Same)
        {
            session.Touch.Kept.Remove(kind);
            session.Touch.InDoubt.Remove(kind);
            string why = answered ? "the board acknowledged it, but still has" : "the board rejected it and still has";
            return new RestoredPart(kind, PartState.Refused, $"{why} the previous one");
        }

        session.Touch.Kept[kind] = $"its {kind.Name()} is neither the old one nor {session.Touch.WantedSettings}";
        string differences = TellDifferences(SettingsComparer.Compare(wanted, now!));
        return new RestoredPart(
            kind,
            PartState.Mismatch,
            $"what reads back is neither this nor the previous one: do not drive before it is corrected ({differences})");
    }

    private static void TellLimits(JobRun session, SettingsComparison comparison)
    {
        foreach (var limit in comparison.Different)
        {
            string held = limit.IsLooser ? ", which is looser than it was: the input that could start the motor is not activated" : "";
            session.Warn("settingLimited", $"the hardware limits {limit.AsLimit}{held}");
        }
    }

    // Before 3.50 no signature identifies the layout: only the same version certainly has it.
    private static bool HasLayoutOf(Board board, BoardBackup backup, SerialisedConfiguration saved, SerialisedConfiguration present) =>
        saved.HasLayoutOf(present) && (saved.IsSigned || backup.Board.Firmware == board.Identity.Firmware);

    private static string Tell(BoardBackup backup, SettingsTranslation translation) =>
        $"from firmware {backup.Board.Firmware}: {SettingFateText.Count(translation.Outcomes)}";

    private static string Tell(SerialisedConfiguration saved, SettingsComparison same)
    {
        List<string> but = [];
        if (same.Cut.Count > 0)
        {
            but.Add($"{same.Cut.Count}, one step nearer to zero because this firmware cuts them");
        }

        if (same.Different.Count > 0)
        {
            but.Add($"{same.Different.Count}, which the hardware limits ({TellDifferences(same)})");
        }

        if (same.Own.Count > 0)
        {
            but.Add($"{same.Own.Count} offsets of the motor that the board measures itself");
        }

        return but.Count == 0 ? $"all {saved.Bytes.Length} bytes" : $"all values except {string.Join(" and ", but)}";
    }

    private static string TellUnchanged(SettingsComparison same)
    {
        string cut = same.Cut.Count == 0 ? "" : $"; {same.Cut.Count} of them one step nearer to zero because this firmware cuts them";
        string offsets = same.Own.Count == 0 ? "" : $"; {same.Own.Count} offsets differ, which the board measures itself";
        return $"its values are there already, nothing was written{cut}{offsets}";
    }

    private static string TellLayouts(BoardBackup backup, SerialisedConfiguration saved, SerialisedConfiguration present) =>
        !saved.IsSigned || !present.IsSigned
        ? $"it was saved on firmware {backup.Board.Firmware}, and settings of before 3.50 tell nothing of their layout: they only go back "
            + $"on the same version, with the same length"
        : saved.Signature != present.Signature
        ? $"it was saved on firmware {backup.Board.Firmware} (signature {saved.Signature:x8}), and this firmware lays its settings out "
            + $"differently ({present.Signature:x8})"
        : $"its signature is this firmware's, but it has {saved.Bytes.Length} bytes instead of {present.Bytes.Length}";
}
