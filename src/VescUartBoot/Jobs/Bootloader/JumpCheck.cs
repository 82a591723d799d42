using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Recovery;

namespace VescUartBoot.Jobs.Bootloader;

/// <summary>The last resort of a check: restarts the board through its bootloader sector and measures the time until it answers.</summary>
/// <remarks>
/// Only for firmware 3.50 to 5.02: older firmware hangs for ever on a blank sector, newer firmware can be read. A staged image is first
/// made harmless; otherwise a bootloader would install it and erase the settings.
/// </remarks>
internal static class JumpCheck
{
    private static readonly TimeSpan _askFrom = TimeSpan.FromSeconds(1.5);

    private const string Question =
        "This makes an upload that may wait in flash harmless, restarts the board through its bootloader sector and times its return: a "
        + "few "
        + "seconds with a bootloader, 22 to 60 seconds of silence without one. If the sector holds something other than a bootloader, it "
        + "runs as code. Do it?";

    /// <summary>Restarts and judges.</summary>
    public static async Task<BootloaderStatus> FindAsync(JobRun session, RestartOptions restart, CancellationToken cancellationToken)
    {
        await session.Motors.FinishAsync(cancellationToken).ConfigureAwait(false);
        session.Begin(JobPhase.Check);
        RequireFitting(session);
        return await session.Options.Confirm(JobQuestion.Jump, Question).ConfigureAwait(false)
            ? await RunAsync(session, restart, cancellationToken).ConfigureAwait(false)
            : Report(session,
                BootloaderStatus.Unknown(ProbeSuggestion.Agreement, "restarting the board through its bootloader was declined"));
    }

    /// <summary>The same after the user has agreed.</summary>
    public static async Task<BootloaderStatus> RunAsync(JobRun session, RestartOptions restart, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Preflight.RequireStillFitAsync(session, cancellationToken).ConfigureAwait(false);
        session.Log.Begin(session.Log.Note(ChangeKind.Jump, "its bootloader sector"));
        session.Touch.Defused = true;
        if (!await StagingArea.InvalidateAsync(session.Board).ConfigureAwait(false))
        {
            session.Touch.Defused = false;
            throw new JobStoppedException(FailureCode.WriteRefused,
                $"the board refused 4 zero bytes that make a waiting upload harmless: {FlashRefusal.Cause(session.Board)}");
        }

        session.Begin(JobPhase.Restart);
        session.Touch.Restarted = true;
        var before = session.Board.Identity.Firmware;
        var waiting = session.WaitOf(TimeSpan.FromSeconds(4), restart.GiveUpAfter, installs: false);
        if (await session.Board.RestartThroughBootloaderAsync(restart with { PollFrom = _askFrom },
            waiting).ConfigureAwait(false) is not { } back)
        {
            throw new JobStoppedException(FailureCode.NoReturn, "the board did not answer again after its restart");
        }

        session.Touch.Restarted = false;
        session.Report(new JobEvent.Returned(session.Board.Identity, back.Elapsed));
        return Report(session, Compare(session, await JudgeAsync(session.Board, before, back).ConfigureAwait(false)));
    }

    // A bootloader that was written without being read back is recorded; from now on it is known whether it runs.
    private static BootloaderStatus Compare(JobRun session, BootloaderStatus finding)
    {
        if (session.Log.Placed is not { } placed || finding.State == BootloaderState.Unknown)
        {
            return finding;
        }

        bool runs = finding.State == BootloaderState.Present;
        session.Log.Remember(placed with { Ran = runs });
        string written = $"by the journal {placed.Image} was written there on {placed.Since.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC";
        return finding with
        {
            Evidence = [.. finding.Evidence,
            runs ? $"{written}; byte for byte that is not proved" : $"{written}, and it does not run"]
        };
    }

    private static void RequireFitting(JobRun session)
    {
        InterruptedWrite.RequireNone(session);
        var board = session.Board;
        string? why = !board.Capabilities.IsKnown
            ? $"firmware {board.Identity.Firmware} is a vendor's fork: whether a watchdog would bring it back is not known"
            : board.Capabilities.CodeSectors.Count > 0
                ? $"the flash of firmware {board.Identity.Firmware} can be read, which tells more and risks nothing"
            : board.Identity.Firmware < RestartTiming.LongWatchdogSince
                ? $"firmware {board.Identity.Firmware} would hang until its power is removed if no bootloader is there"
            : null;
        if (why is not null)
        {
            throw new JobStoppedException(FailureCode.JumpRefused, $"a restart cannot check this board: {why}");
        }
    }

    private static async Task<BootloaderStatus> JudgeAsync(Board board, FirmwareVersion before, RestartResult back)
    {
        bool? watchdog = await WatchdogFault.IsListedAsync(board).ConfigureAwait(false);
        List<string> evidence =
        [
            $"restarted through its bootloader sector, the board answered after {back.Elapsed.TotalSeconds:0.0} s "
                + "(with a bootloader: 2 to 4 s)",
            watchdog switch
            {
                true => "it lists a restart by its watchdog",
                false => "it lists no restart by its watchdog",
                null => "it does not report whether its watchdog restarted it",
            },
        ];
        switch (RestartTiming.Of(before, back.Elapsed))
        {
            case RestartTimingVerdict.BootloaderLeft when watchdog != true:
                evidence.Add(
                    "it returns so soon only if a bootloader ran and found nothing to install; which one, and whether it "
                        + "unpacks, is not known");
                return new BootloaderStatus(BootloaderState.Present, DetectionMethod.Jump, evidence);

            case RestartTimingVerdict.Watchdog when watchdog != false:
                evidence.Add(
                    "the board hung until its watchdog restarted it: it has no working bootloader. A restart does not show whether the "
                    + "sector "
                        + "is blank or holds something else, such as half a bootloader");
                return new BootloaderStatus(BootloaderState.Absent, DetectionMethod.Jump, evidence);

            default:
                evidence.Add("the time and the list of faults do not fit together, so they prove nothing");
                return BootloaderStatus.Unknown(ProbeSuggestion.OtherMeans, evidence) with { Method = DetectionMethod.Jump };
        }
    }

    private static BootloaderStatus Report(JobRun session, BootloaderStatus finding)
    {
        session.Report(new JobEvent.Found(finding));
        return finding;
    }
}
