using System.Text;
using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Settings;

namespace VescUartBoot.Jobs.Backup;

/// <summary>Changes settings of a board.</summary>
internal static class ChangeSettings
{
    private const int MostInQuestion = 10;

    /// <summary>Reads all configurations, checks the new values, asks, stores the changed ones and proves them.</summary>
    /// <param name="board">An identified board.</param>
    /// <param name="options">The new values.</param>
    /// <param name="cancellationToken">Stops before the first configuration is stored.</param>
    public static async Task<ChangeSettingsResult> RunAsync(Board board, ChangeSettingsOptions options, CancellationToken cancellationToken)
    {
        var session = new JobRun(board, options);
        var result = new ChangeSettingsResult { Board = board.Identity };
        var failure = await session.RunAsync(
            async () =>
            {
                await Preflight.RunAsync(session, cancellationToken).ConfigureAwait(false);
                session.Begin(JobPhase.Check);
                var present = await ReadAllAsync(board, cancellationToken).ConfigureAwait(false);
                var plan = SettingsPlan.Make(board, present, options.Input);
                result = result with { Changes = plan.Changes, Translation = plan.Translation };
                if (plan.Translation is { } translation)
                {
                    CarryOverSteps.TellPerson(session, translation);
                }

                if (plan.Changes.Count == 0)
                {
                    return;
                }

                if (!await options.Confirm(JobQuestion.ChangeSettings, Question(plan)).ConfigureAwait(false))
                {
                    throw new JobStoppedException(FailureCode.NotAgreed, "storing the settings was declined");
                }

                session.Touch.WantedSettings = options.Input is SettingsInput.File ? "the one of the file" : "the one that was set";
                await StoreAsync(session, plan.Parts, options.Restart, cancellationToken).ConfigureAwait(false);
                if (options.Input is SettingsInput.Values
                    && FindLimited(plan, await ReadAllAsync(board, CancellationToken.None).ConfigureAwait(false)) is { } limited)
                {
                    // The nearest value that the hardware allows is not the requested one, and may be far from the old one.
                    session.Warn("settingLimited", "the old values are stored again");
                    session.Touch.WantedSettings = "the old one";
                    session.Restored.Clear();
                    await StoreAsync(session, present, options.Restart, CancellationToken.None).ConfigureAwait(false);
                    throw new JobStoppedException(
                        FailureCode.SettingBeyondLimit, $"the hardware limits {limited}; the old values are back");
                }
            },
            () => Task.CompletedTask,
            cancellationToken).ConfigureAwait(false);
        session.Begin(JobPhase.Report);
        return result with
        {
            Failure = failure,
            Stored = session.Restored,
            Verified = session.Restored.Exists(r => r.State == PartState.Restored) ? DetectionMethod.Readback : DetectionMethod.None,
        };
    }

    private static async Task<IReadOnlyList<BackupPart>> ReadAllAsync(Board board, CancellationToken cancellationToken)
    {
        var (parts, missing) = await ReadSettings.RunAsync(board, cancellationToken).ConfigureAwait(false);
        return missing.Count == 0
            ? parts
            : throw new JobStoppedException(
                FailureCode.PartUnreadable, $"the {missing[0].Kind.Name()} cannot be read: {missing[0].Reason}; nothing was changed");
    }

    // The same steps as for a backup: unchanged parts are compared, not written.
    private static async Task StoreAsync(
        JobRun session, IReadOnlyList<BackupPart> parts, RestartOptions restart, CancellationToken cancellationToken)
    {
        var backup = new BoardBackup(
            BackedUpBoard.Of(session.Board.Identity), DateTimeOffset.UnixEpoch, BoardBackup.ThisToolVersion, parts, []);
        var asTheyAre = new SettingsChoice(SettingsMode.Defaults, new HashSet<string>());
        await RestoreSteps.RestoreSettingsAsync(session, backup, asTheyAre, restart, cancellationToken).ConfigureAwait(false);
        RestoreBoard.RequireAllRestored(session.Restored);
    }

    private static string? FindLimited(SettingsPlan plan, IReadOnlyList<BackupPart> now) => plan.Parts
        .Select(p => now.FirstOrDefault(n => n.Kind == p.Kind) is { } held
            ? SettingsComparer.Compare(p.Configuration!, held.Configuration!) : null)
        .FirstOrDefault(c => c is { Different.Count: > 0 }) is { } comparison
            ? string.Join(", ", comparison.Different.Select(d => d.AsLimit)) : null;

    private static string Question(SettingsPlan plan)
    {
        var text = new StringBuilder("Store ");
        text.AppendJoin(", ",
            plan.Changes.Take(MostInQuestion).Select(c => $"{c.Name} {c.Before} → {c.After}{(c.Unit is { } u ? " " + u : "")}"));
        text.Append(plan.Changes.Count > MostInQuestion ? $", and {plan.Changes.Count - MostInQuestion} more" : "");
        return text.Append(plan.ActivatesInput ? "? The input that becomes active can start the motor." : "?").ToString();
    }
}
