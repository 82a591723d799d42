using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Links;
using VescUartBoot.Messages;

namespace VescUartBoot.Jobs.Common;

/// <summary>Checks that every job does before it changes flash: the right board, a reliable link, motors at rest.</summary>
internal static class Preflight
{
    // Above this a motor turns; below, a sensorless observer at rest may show noise.
    public const int MaxErpm = 150;

    // Warnings of the first check are not repeated.
    private const int LaterLook = 2;

    /// <summary>Checks motor, faults and supply once more, in one sample, right before a step that cannot be stopped.</summary>
    public static async Task RequireStillFitAsync(JobRun session, CancellationToken cancellationToken)
    {
        var sampler = await MotorSampler.StartAsync(session.Board, cancellationToken).ConfigureAwait(false);
        foreach (var (motor, values) in sampler.Latest)
        {
            RequireFit(session, motor, values, LaterLook);
        }

        await CanBusLook.RequireRestAsync(session, cancellationToken).ConfigureAwait(false);
    }

    public static async Task RunAsync(JobRun session, CancellationToken cancellationToken)
    {
        await BeginAsync(session, cancellationToken).ConfigureAwait(false);
        await session.Motors.FinishAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>All checks except the later ones of the motors: <see cref="JobRun.Motors"/> does those during reads, before anything is
    /// written.</summary>
    public static async Task BeginAsync(JobRun session, CancellationToken cancellationToken)
    {
        RequireServedBoard(session);
        session.Board.KeepAlive();

        session.Log.Recall();

        session.Begin(JobPhase.LinkCheck);
        var first = await SampleAsync(session, cancellationToken).ConfigureAwait(false);
        await CanBusLook.RequireRestAsync(session, cancellationToken).ConfigureAwait(false);
        await CheckLinkAsync(session, cancellationToken).ConfigureAwait(false);

        session.Begin(JobPhase.Condition);
        session.Motors = MotorChecks.BeginWith(first, session);
    }

    private static async Task<MotorSampler> SampleAsync(JobRun session, CancellationToken cancellationToken)
    {
        try
        {
            return await MotorSampler.StartAsync(session.Board, cancellationToken).ConfigureAwait(false);
        }
        catch (ReplyTimeoutException)
        {
            await ImitationDetector.StopIfSoAsync(session).ConfigureAwait(false);
            throw;
        }
    }

    private static void RequireServedBoard(JobRun session)
    {
        var board = session.Board.Identity;
        if (board.Family != BoardFamily.Vesc)
        {
            throw new JobStoppedException(
                FailureCode.BoardFamily,
                $"this is {NameOf(board.Family)} ({board.Hardware ?? "no name"}, firmware {board.Firmware}), which this tool does not "
                    + "serve");
        }

        if (session.Options.Board is { } wanted && board.Uuid != wanted)
        {
            throw new JobStoppedException(
                FailureCode.OtherBoard,
                $"the board on {session.Board.Port} is {board.Uuid?.ToString() ?? "without a UUID"}, not {wanted}");
        }

        if (!board.IsUpstream)
        {
            session.Warn("vendorFork",
                $"firmware {board.Firmware} is a vendor's fork: its version number says nothing certain about its features");
        }
        else if (board.Firmware.IsTestBuild)
        {
            session.Warn("testBuild", $"firmware {board.Firmware} is a test build; it is treated as the release it leads to");
        }
    }

    private static string NameOf(BoardFamily family) => family switch
    {
        BoardFamily.Bms => "a VESC BMS",
        BoardFamily.Module => "a custom module (STM32G4 or alike)",
        BoardFamily.Express => "a VESC Express (ESP32)",
        _ => "a device of an unknown type",
    };

    private static async Task CheckLinkAsync(JobRun session, CancellationToken cancellationToken)
    {
        var board = session.Board;
        int total = session.Options.LinkCheckRequests;
        long corruptBefore = board.Statistics.CorruptFrames;
        int lost = 0;
        var roundTrips = new List<TimeSpan>(total);
        for (int i = 1; i < total; i++)
        {
            long sent = board.Time.GetTimestamp();
            try
            {
                await board.AskOnceAsync(board.Who, cancellationToken).ConfigureAwait(false);
                roundTrips.Add(board.Time.GetElapsedTime(sent));
            }
            catch (ReplyTimeoutException)
            {
                lost++;
            }
            catch (LinkLostException e)
            {
                await board.WaitForLinkAsync(e, cancellationToken).ConfigureAwait(false);
                lost++;
            }

            RequireGoodLink(lost, board.Statistics.CorruptFrames - corruptBefore, total, session);
        }

        long corrupt = board.Statistics.CorruptFrames - corruptBefore;
        long began = board.Time.GetTimestamp();
        bool passed = await LongFrameCheck.RunAsync(board, cancellationToken).ConfigureAwait(false);
        var longFrames = board.Time.GetElapsedTime(began);
        if (!passed)
        {
            lost++;
            RequireGoodLink(lost, corrupt, total, session);
        }

        if (!board.Reach.IsFull)
        {
            session.Warn("shortFrames",
                $"long frames do not pass this link: requests of at most {board.Reach.Request} bytes and replies of at most "
                    + $"{board.Reach.Reply} are used, so reads and writes take longer, and configurations, which are longer, cannot be "
                    + "read or written");
        }

        if (roundTrips.Count > 0)
        {
            roundTrips.Sort();
            board.AllowForRoundTrip(roundTrips[roundTrips.Count / 2], board.IsBehindCan ? null : longFrames);
        }

        session.Options.Monitor?.Measured(roundTrips.Count == 0
            ? new LinkQuality(total, lost, corrupt, TimeSpan.Zero, TimeSpan.Zero)
            : new LinkQuality(total, lost, corrupt, roundTrips[roundTrips.Count / 2], roundTrips[^1]));
        long bad = Math.Max(lost, corrupt);
        if (bad > 0)
        {
            session.Warn("linkLoses",
                $"this {(board.IsBehindCan ? "CAN bus" : "cable")} loses {100.0 * bad / total:0.#} % of frames ({bad} of {total} in the "
                    + "link check); retries make up for it");
        }
    }

    // A corrupt reply is also lost, so the larger number covers both.
    private static void RequireGoodLink(int lost, long corrupt, int total, JobRun session)
    {
        if (100 * Math.Max(lost, corrupt) > session.Options.MaxLossPercent * total)
        {
            string what = corrupt > lost ? $"{corrupt} corrupt frames came in {total} small requests"
                : $"{lost} of {total} small requests were lost";
            throw new JobStoppedException(
                FailureCode.LinkTooBad,
                $"the link is too bad for a safe job: {what} (at most {session.Options.MaxLossPercent} % may be)");
        }
    }

    /// <summary>For firmware that reports no motor state: warns the user, and stops a job that requires a minimum voltage.</summary>
    internal static void RequireNoMinimum(JobRun session)
    {
        if (session.Options.MinVoltage is > 0 and var least)
        {
            throw new JobStoppedException(
                FailureCode.ConditionUnknown,
                $"this firmware tells neither its supply nor whether its motor turns, and an upgrade wants at least {least:0.#} V and a "
                    + "motor at rest");
        }

        session.Warn("conditionUnknown", "this firmware does not report whether its motor turns: check that it is at rest");
    }

    /// <summary>Stops the job if flash work would do harm; reports other conditions at the first check.</summary>
    internal static void RequireFit(JobRun session, string motor, MotorValues values, int sample)
    {
        if (Math.Abs((long)values.Erpm) > MaxErpm)
        {
            throw new JobStoppedException(
                FailureCode.MotorTurning,
                session.Touch.Target is null ? $"{motor} turns ({values.Erpm} ERPM): while flash is busy nothing controls it"
                    : $"{motor} of the helper turns ({values.Erpm} ERPM): it must be at rest while the SWD pins are those of a probe");
        }

        if (session.Options.MinVoltage is { } least && values.InputVoltage < least)
        {
            throw new JobStoppedException(
                FailureCode.VoltageLow,
                $"the supply of {motor} is {values.InputVoltage:0.0} V, and an upgrade wants at least {least:0.#} V: a supply that fails "
                    + "in the middle of it would cost the board");
        }

        switch (values.Fault)
        {
            case MotorFault.None:
                break;

            case MotorFault.McuUnderVoltage or MotorFault.OverVoltage:
                throw new JobStoppedException(
                    FailureCode.BoardFault,
                    $"{motor} reports fault {(int)values.Fault} ({FaultName(values.Fault)}) at {values.InputVoltage:0.0} V: flash work "
                        + "needs a sound supply");

            case MotorFault.FlashCorruption or MotorFault.FlashCorruptionAppConfig or MotorFault.FlashCorruptionMotorConfig:
                throw new JobStoppedException(
                    FailureCode.BoardFault,
                    $"{motor} reports fault {(int)values.Fault} ({FaultName(values.Fault)})");

            case MotorFault.UnderVoltage when sample == 1 && session.Options.MinVoltage is null:
                session.Warn("usbPower",
                    $"{motor} reports under-voltage ({values.InputVoltage:0.0} V): the board runs on USB power, which is enough for a "
                        + "bootloader");
                break;

            case var fault when sample == 1 && (fault != MotorFault.UnderVoltage || session.Options.MinVoltage is not null):
                session.Warn("motorFault", $"{motor} reports fault {(int)fault} ({FaultName(fault)})");
                break;
        }
    }

    private static string FaultName(MotorFault fault) => fault switch
    {
        MotorFault.OverVoltage => "over-voltage",
        MotorFault.UnderVoltage => "under-voltage",
        MotorFault.McuUnderVoltage => "under-voltage of the microcontroller",
        MotorFault.BootingFromWatchdogReset => "restarted by its watchdog",
        MotorFault.FlashCorruption => "flash corruption",
        MotorFault.FlashCorruptionAppConfig => "damaged app configuration",
        MotorFault.FlashCorruptionMotorConfig => "damaged motor configuration",
        _ => "see VESC Tool",
    };
}
