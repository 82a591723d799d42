using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Settings;

namespace VescUartBoot.Jobs.Backup;

/// <summary>Proves that settings are stored: restarts the board, reads them again and compares.</summary>
/// <remarks>
/// The firmware acknowledges and reports new settings even if it did not store them: it waits for its motors, gives up after 3 s, and
/// reports nothing. Only a restart shows what is stored.
/// </remarks>
internal static class SettingsProof
{
    private static readonly TimeSpan _startsWithin = TimeSpan.FromSeconds(1);

    /// <summary>Restarts the board if this job has stored something, and reads all parts again.</summary>
    /// <returns>The parts with their state after the restart.</returns>
    public static async Task<List<RestoredPart>> RunAsync(JobRun session, List<RestoredPart> parts, RestartOptions restart)
    {
        if (parts.TrueForAll(p => p.Replaced is null))
        {
            return parts;
        }

        if (parts.Exists(p => p.State == PartState.NotProved))
        {
            // The content of the board is unknown, and so is whether it receives this.
            return [.. parts.Select(Unproved)];
        }

        session.Begin(JobPhase.Prove);
        byte? second = await FindSecondAsync(session.Board, parts).ConfigureAwait(false);
        if (await RestoreSteps.FindTurningMotorAsync(session.Board, second, CancellationToken.None).ConfigureAwait(false) is { } turning)
        {
            return [.. parts.Select(p => p.Expected is null ? p
                : Unproved(p) with { State = PartState.MotorTurning, Message = TellTurning(p, turning) })];
        }

        await RestartAsync(session, restart).ConfigureAwait(false);
        second = await FindSecondAsync(session.Board, parts).ConfigureAwait(false);
        List<RestoredPart> proved = [];
        foreach (var part in parts)
        {
            proved.Add(part.Expected is null ? part : await ReadAgainAsync(session, part, second).ConfigureAwait(false));
        }

        return proved;
    }

    /// <summary>Restarts the board, which then reports what it has stored.</summary>
    /// <exception cref="JobStoppedException">The board did not answer again, or its restart cannot be verified.</exception>
    public static async Task RestartAsync(JobRun session, RestartOptions restart)
    {
        var options = restart with { PollFrom = restart.PollFrom < _startsWithin ? restart.PollFrom : _startsWithin };
        var board = session.Board;
        long asked = board.Time.GetTimestamp();
        var back = await board.RebootAsync(options).ConfigureAwait(false)
            ?? throw new JobStoppedException(FailureCode.NoReturn,
                "the board did not answer again after the restart that shows what it has stored");
        if (back.LinkWentAway)
        {
            return;
        }

        // A restart request may be lost, and a board that returns at once looks like one that never restarted: the uptime tells them apart.
        var uptime = await board.ReadUptimeAsync().ConfigureAwait(false);
        if (uptime > board.Time.GetElapsedTime(asked))
        {
            throw new JobStoppedException(FailureCode.SettingsNotProved,
                $"the board has been running for {uptime.Value.TotalSeconds:0} s, so no request to restart has reached it, and only a "
                    + "restart shows what it has stored");
        }

        if (uptime is null && back.AnsweredThroughout)
        {
            throw new JobStoppedException(FailureCode.SettingsNotProved,
                "the board answered right after each request to restart, its firmware does not report its uptime, and only a restart "
                    + "shows what it has stored");
        }
    }

    /// <summary>Returns a part whose proof was interrupted.</summary>
    public static RestoredPart Unproved(RestoredPart part) => part is { State: PartState.Restored, Expected: not null }
        ? part with { State = PartState.NotProved, Message = "it was read back, and no restart has proved it" }
        : part;

    private static async Task<byte?> FindSecondAsync(Board board, List<RestoredPart> parts) =>
        parts.Exists(p => p is { Kind: BackupPartKind.SecondMotorConfiguration, Expected: not null })
            ? await SecondMotor.FindAsync(board, CancellationToken.None).ConfigureAwait(false)
            : null;

    private static async Task<RestoredPart> ReadAgainAsync(JobRun session, RestoredPart part, byte? second)
    {
        bool ofSecond = part.Kind == BackupPartKind.SecondMotorConfiguration;
        if (ofSecond && second is null)
        {
            return Unproved(part) with { Message = "it was read back, and after the restart no second motor answers" };
        }

        var access = new ConfigurationAccess(session.Board, part.Expected!.Kind, ofSecond ? second : null);
        var (now, unreadable) = await access.ReadAsync(CancellationToken.None).ConfigureAwait(false);
        if (now is null)
        {
            return Unproved(part) with { Message = $"it was read back, and after the restart it cannot be read: {unreadable}" };
        }

        var comparison = SettingsComparer.Compare(part.Expected, now);
        if (comparison.Same)
        {
            if (part.Replaced is not null)
            {
                session.Touch.Kept[part.Kind] = $"its {part.Kind.Name()} is {session.Touch.WantedSettings}";
            }

            session.Touch.InDoubt.Remove(part.Kind);
            return part with
            {
                Message = $"{part.Message}; compared again after a restart",
            };
        }

        if (part.Replaced is { } before && SettingsComparer.Compare(before, now).Same)
        {
            session.Touch.Kept[part.Kind] = $"its {part.Kind.Name()} is the one of before";
            session.Touch.InDoubt.Remove(part.Kind);
            return part with
            {
                State = PartState.NotStored,
                Message = "the board acknowledged it, and after a restart it has the previous one: it does not store while a "
                    + "motor turns or its supply is low",
            };
        }

        session.Touch.Kept[part.Kind] = $"its {part.Kind.Name()} is neither the old one nor {session.Touch.WantedSettings}";
        session.Touch.InDoubt.Add(part.Kind);
        return part with
        {
            State = PartState.Mismatch,
            Message = $"after a restart it is neither this nor the previous one: do not drive before it is corrected "
                + $"({RestoreSteps.TellDifferences(comparison)})",
        };
    }

    private static string TellTurning(RestoredPart part, string turning) => part.Replaced is null
        ? $"{part.Message}, and {turning}: whether it is stored only a restart would prove"
        : $"it was sent and is in use, and {turning}: the board does not store while a motor turns, and only a restart would prove it";
}
