using VescUartBoot.Boards;
using VescUartBoot.Cli.Errors;
using VescUartBoot.Hosting.Words;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Links;
using VescUartBoot.Recovery;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Firmware;

namespace VescUartBoot.Campaign;

/// <summary>What must hold after every job, whatever went wrong: each law looks at the simulated flash, none believes the report.</summary>
internal static class Laws
{
    private static readonly byte[] _noQml = new byte[8];

    public static void Check(Schedule schedule, JobRecord job, Action<Breach> broken)
    {
        CheckAlways(schedule, job, Bounds.Of(schedule, job), broken);
        if (job.Thrown is null or VescException or OperationCanceledException or KilledException)
        {
            Expected.Check(schedule, job, (law, what) => broken(new Breach(law, job.Index, what)));
        }
    }

    /// <summary>The laws that hold whatever else goes on around the board.</summary>
    public static void CheckAlways(Schedule schedule, JobRecord job, TimeSpan bound, Action<Breach> broken)
    {
        void Break(string law, string what) => broken(new Breach(law, job.Index, what));
        if (job.Thrown is not (null or VescException or OperationCanceledException or KilledException))
        {
            Break(job.Thrown is InvalidOperationException ? "hang" : "crash", job.Thrown.ToString());
            return;
        }

        CheckTime(job, bound, Break);
        if (!job.Killed)
        {
            CheckExit(job, Break);
        }

        CheckArea(schedule, job, Break);
        CheckDrives(job, Break);
        VariantLaw.Check(job, Break);
        if (job.Result is not null)
        {
            VerdictLaw.Check(schedule, job, Break);
            BoardStateLaw.Check(job, Break);
        }
    }

    /// <summary>What the tool says in the end; <see langword="null"/>: the goal was reached.</summary>
    public static CliError? ErrorOf(JobRecord job) => job.Thrown is { } thrown ? CliError.Of(thrown)
        : job.Result!.Failure is not { } failure ? null
        : CliError.Of(failure, () => Advice.For(WordOf(job.Step.Kind), "sim://", failure, job.Result));

    /// <summary>The sector in which the firmware of <paramref name="job"/> keeps QML; 0: it has none.</summary>
    public static int QmlSectorOf(JobRecord job) =>
        job.BoardBefore.Firmware is { } firmware ? FirmwareProfiles.Named(firmware).QmlSector : 0;

    private static void CheckTime(JobRecord job, TimeSpan bound, Action<string, string> broken)
    {
        if (job.Elapsed > bound)
        {
            broken("time",
                $"{job.Step.Kind} took {job.Elapsed.TotalSeconds:0} s of board time, and {bound.TotalSeconds:0} s are its bound");
        }
    }

    private static void CheckExit(JobRecord job, Action<string, string> broken)
    {
        CliError? error;
        try
        {
            error = ErrorOf(job);
        }
        catch (Exception e) when (e is NullReferenceException or InvalidOperationException or ArgumentException)
        {
            broken("crash", $"the words for {job.Code} cannot be made: {e}");
            return;
        }

        bool fits = error?.Exit switch
        {
            null => true,
            ExitCode.Usage => job is { Code: FailureCode.JournalFailed, AccidentStruck: true },
            ExitCode.OwnFault => false,
            ExitCode.NoBoard => job.Code == FailureCode.OtherBoard
                || job.Thrown is LinkOpenException or LinkLostException or VescUartBoot.Boards.ReplyTimeoutException
                    or VescUartBoot.Boards.BoardChangedException,
            ExitCode.Interrupted => job.Stopped,
            _ => true,
        };
        if (!fits)
        {
            broken("exit", $"exit code {(int)error!.Exit} ({error.Code}: {error.Message})");
        }
        else if (error is not null && job.Thrown is null
            && (string.IsNullOrWhiteSpace(error.Next) || string.IsNullOrWhiteSpace(error.BoardState)))
        {
            broken("exit", $"{error.Code} says neither what the board holds nor what to do next");
        }
    }

    private static void CheckArea(Schedule schedule, JobRecord job, Action<string, string> broken)
    {
        if (job.BoardAfter.Violations > job.BoardBefore.Violations + (job.MayCrashOnce ? 1 : 0))
        {
            broken("area", "the board notes an access that no host may do");
        }

        int qml = QmlSectorOf(job);

        // What an earlier run was allowed to open is closed without another question.
        bool allowed = job.Step.Yes || job.Step.Method == CheckMethod.Readback || job.Said(VescUartBoot.Recovery.ChangeKind.ReadPath);
        bool opens = job.Step.Method != CheckMethod.Passive && allowed && qml > 0;
        foreach (int sector in Truth.Changed(job.Before, job.After))
        {
            bool dry = job.Step.DryRun && job.Step.Kind is JobKind.Install or JobKind.Upgrade;
            bool own = (job.Result is not null || job.Killed) && !dry && job.Step.Kind switch
            {
                JobKind.Install or JobKind.RestoreSector => sector == 11,
                JobKind.CheckJump => sector == 8 && Truth.Sector(job.Before, 8)[4..].SequenceEqual(Truth.Sector(job.After, 8)[4..]),
                JobKind.Restore => sector is 1 or 2 || sector == qml || IsLisps(job, sector),
                JobKind.Upgrade => job.Step.Yes,
                _ => false,
            };
            bool zeros = sector == qml && opens && (job.Result is not null || job.Killed)
                && !(job.Step.DryRun && job.Step.Kind == JobKind.Upgrade)
                && OnlyHeaderChanged(Truth.Sector(job.Before, sector), Truth.Sector(job.After, sector));
            bool settingsFormatted = sector is 1 or 2
                && (job.BoardStoredCan || job.BoardAfter.BootloaderRuns > job.BoardBefore.BootloaderRuns);
            if (!own && !zeros && !settingsFormatted)
            {
                broken("area", $"{job.Step.Kind} changed sector {sector}");
            }
        }

        if (qml > 0 && job.Step.Kind is not (JobKind.Upgrade or JobKind.Restore) && job.Result is not null
            && Truth.Sector(job.After, qml).StartsWith(_noQml) && !Truth.Sector(job.Before, qml).StartsWith(_noQml)
            && !job.Warned("readPathLeftOpen") && !job.BoardState.Contains("8 zero bytes", StringComparison.Ordinal))
        {
            broken("boardState", "8 zero bytes stand in the QML sector, and nobody says so");
        }
    }

    // What the way to read may leave behind: something else in the 8 bytes of the header, and nothing behind them.
    private static bool OnlyHeaderChanged(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after) => before[8..].SequenceEqual(after[8..]);

    // From 6.06 on the firmware erases the heap of Lisp with its code.
    private static bool IsLisps(JobRecord job, int sector) =>
        job.BoardBefore.Firmware is { } firmware && FirmwareProfiles.Named(firmware) is var profile
        && sector > 0 && (sector == profile.LispSector || sector == profile.LispHeapSector);

    private static void CheckDrives(JobRecord job, Action<string, string> broken)
    {
        if (job.BoardBefore.State == BoardState.Bricked)
        {
            return;
        }

        bool old = Truth.SameApplication(job.Before, job.After, job.BoardBefore.Firmware);
        if (job.Step.Kind != JobKind.Upgrade)
        {
            if (!old || job.BoardAfter.State == BoardState.Bricked)
            {
                broken("drives", $"{job.Step.Kind} left a board that drives no more ({job.BoardAfter.State})");
            }

            return;
        }

        // The one exception: the bootloader's own copy was broken off, and it was said before that this must not happen.
        bool isNew = new[] { job.Step.Target, "5.03" }.Any(v => Truth.Runs(job.After, v));
        bool brokenCopy = job.BoardAfter.CopiesBroken > job.BoardBefore.CopiesBroken;
        bool announced = job.Events.Any(e => e is JobEvent.Awaited { Installs: true });
        if (!old && !isNew && !(brokenCopy && announced && (job.Killed || job.Result?.Failure is not null)))
        {
            bool stillCopies = job.BoardAfter.State == BoardState.Bootloader && announced
                && (job.Killed || job.Code == FailureCode.NoReturn);
            if (!stillCopies)
            {
                broken("drives",
                    "the application is neither the old nor the new one "
                        + $"({job.BoardAfter.State}{(brokenCopy ? ", the copy was broken off" : "")})");
            }
        }
    }

    public static string WordOf(JobKind kind) => kind switch
    {
        JobKind.CheckJump => "check",
        JobKind.RestoreSector => "restore",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
