using VescUartBoot.Chip;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Links;
using VescUartBoot.Recovery;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;

namespace VescUartBoot.Campaign;

/// <summary>How a job must come out where nothing goes wrong, or no more than a frame or two on the wire: told from the board
/// alone.</summary>
internal static class Expected
{
    private const string Reached = "reached";

    /// <summary>The job that is run behind the last one, with every yes given.</summary>
    /// <remarks>What is our own in the sector is finished without <c>--replace</c>.</remarks>
    public static JobStep GoalOf(JobStep step, Machine board, bool sectorIsOurs)
    {
        bool erases = board.Identity?.Firmware.Commands.HasFlag(FirmwareCommands.EraseBootloader) == true;
        return step with
        {
            Method = step.Kind == JobKind.CheckJump ? CheckMethod.Jump : CheckMethod.Auto,
            Yes = true,
            Replace = erases && !sectorIsOurs,
            AssumeAbsent = true,
            AssumeBootloader = true,
            AllowDowngrade = true,
            DryRun = false,
            StopAtEvent = 0,
            Swapped = false,
            ClockStep = TimeSpan.Zero,
            Accident = null,
        };
    }

    public static void Check(Schedule schedule, JobRecord job, Action<string, string> broken)
    {
        List<PlannedFault> faults = job.IsGoal ? [] : [.. schedule.Faults.Where(f => f.Job <= job.Index)];
        bool isTold = !job.Stopped && !job.Step.Swapped && job.Step.Accident is null && job.BoardBefore.State == BoardState.Running
            && faults.Count <= 2 && faults.TrueForAll(f => IsMild(f.Fault) && !OutlastsTheSwitch(schedule.Board, f.Fault))
            && (faults.Count == 0 || job.Index == 0);

        // Settings do not fit a short frame.
        isTold &= schedule.Board.LongestFrame == 0 || job.Step.Kind is not (JobKind.Backup or JobKind.Restore or JobKind.Upgrade);
        if (!isTold)
        {
            return;
        }

        string outcome = job.Thrown is { } thrown ? thrown.GetType().Name : job.Code?.ToString() ?? Reached;
        string[] expected = Of(schedule.Board, job);

        // The board may restart at the next question, as was said, and for longer than this job waits.
        bool restarts = job.MayCrashOnce && job.Thrown is LinkLostException;
        if (!restarts && !expected.Contains(outcome))
        {
            broken(
                faults.Count == 0 ? "goal" : "glitch",
                (job.IsGoal ? "after the faults had ended"
                    : faults.Count == 0 ? "without a fault" : "in spite of a mere glitch on the wire")
                + $" {job.Step.Kind} came to {outcome} ({job.Thrown?.Message ?? job.Result?.Failure?.Message}), not to "
                + $"{string.Join(" or ", expected)}");
        }
    }

    // A board that switches itself off after 10 s does so while the lost answer to an erase is waited for: an open matter.
    private static bool OutlastsTheSwitch(BoardSetup board,
        Fault fault) => board.SwitchesOff && fault.When is not OnFrame { Match.Commands: [0 or 50] };

    // One frame or byte, once: what a retry is for. A request to jump is not answered, so that one is another matter.
    private static bool IsMild(Fault fault) => fault switch
    {
        { When: OnByte { Position: > 0 }, What: Lose or Flip or DoubleIt } => true,
        { When: OnFrame { Occurrence: > 0, Chance: 1 }, What: Lose or Flip or DoubleIt or Truncate or Insert } => true,
        { When: OnFrame { Occurrence: > 0, Chance: 1 }, What: Delay delay } => delay.Time < TimeSpan.FromMilliseconds(300),
        { What: PrintText } => true,
        _ => false,
    };

    private static string[] Of(BoardSetup board, JobRecord job)
    {
        var step = job.Step;
        var profile = FirmwareProfiles.Named(job.BoardBefore.Firmware!);
        if (board.Family != SimulatedFamily.Vesc)
        {
            return step.Kind == JobKind.Restore ? [nameof(FailureCode.BoardFamily), nameof(FailureCode.OtherBoard)]
                : [nameof(FailureCode.BoardFamily)];
        }

        bool consent = step.Method == CheckMethod.Readback || (step.Method == CheckMethod.Auto && step.Yes);
        bool? readable = Readable(board, profile, job.Before, consent);
        string[] ofKind = step.Kind switch
        {
            JobKind.Check => readable switch
            {
                false => [nameof(FailureCode.BootloaderUnknown)],
                true => OfContent(job.Before, custom: Reached),
                null => [.. OfContent(job.Before, custom: Reached), nameof(FailureCode.BootloaderUnknown)],
            },
            JobKind.Verify => readable switch
            {
                false => [nameof(FailureCode.BootloaderUnknown)],
                true => OfContent(job.Before, custom: nameof(FailureCode.BootloaderDifferent)),
                null => [.. OfContent(job.Before, custom: nameof(FailureCode.BootloaderDifferent)), nameof(FailureCode.BootloaderUnknown)],
            },
            JobKind.CheckJump => OfJump(profile, job),
            JobKind.Dump => readable switch
            {
                true => [Reached],
                false => [nameof(FailureCode.FlashUnreadable)],
                null => [Reached, nameof(FailureCode.FlashUnreadable)]
            },
            JobKind.Backup => [Reached],
            JobKind.Install => OfInstall(job, step, profile, readable, consent),
            JobKind.RestoreSector => OfInstall(job, step with { AssumeAbsent = false, DryRun = false }, profile, readable, consent),
            JobKind.Restore => OfRestore(board, step, profile, job.Before),
            _ => [.. OfUpgrade(board, step, profile, job.Before, readable), .. OfVariant(job)],
        };

        // Half of ours that nobody can read stops every job that might run it.
        return step.Kind is JobKind.Check or JobKind.Install or JobKind.RestoreSector or JobKind.Upgrade && readable != true
            && job.Said(ChangeKind.Bootloader)
            ? [.. ofKind, nameof(FailureCode.HalfWritten)]
            : ofKind;
    }

    // A variant that the target lacks, and a build of somebody's own that stays.
    private static string[] OfVariant(JobRecord job) => Variants.In(job.Before) switch
    {
        (VariantFirmware.WithoutVariant, VariantSetup.Ohm) when !job.Step.Yes => [nameof(FailureCode.NotReleased)],
        (_, VariantSetup.Ohm) when job.Step.Target == VariantFirmware.WithoutVariant => [nameof(FailureCode.VariantMissing)],
        (_, VariantSetup.OwnBuild) when !job.Step.Yes => [nameof(FailureCode.NotReleased)],
        _ => [],
    };

    // null: not told from flash alone.
    private static bool? Readable(BoardSetup board, FirmwareProfile profile, byte[] flash, bool consent)
    {
        if (profile.QmlSector == 0 || profile.IsFork || board.ClosedReadPath)
        {
            return false;
        }

        bool lisp = profile.LispSector > 0 && Truth.StoredCode(flash, profile.LispSector) is not null;
        bool qml = Truth.StoredCode(flash, profile.QmlSector) is not null;

        // Code that was erased under the firmware's feet still counts as stored until the board starts again.
        bool forgotten = board.Qml && !qml;
        return lisp ? true : board.CompiledInQml ? false : forgotten ? null : qml || consent
            ? Truth.IsBlank(Truth.Sector(flash, profile.QmlSector)) || qml ? true : null
            : false;
    }

    private static string[] OfContent(byte[] flash, string custom) => Truth.IsBlank(Truth.Sector(flash, 11))
        ? [nameof(FailureCode.BootloaderAbsent)]
        : Truth.ImageIn(flash).Image switch
        {
            "present" or "old" => [Reached],
            "custom" => [custom],
            _ => [custom, nameof(FailureCode.BootloaderDamaged), nameof(FailureCode.BootloaderDifferent)],
        };

    private static string[] OfJump(FirmwareProfile profile, JobRecord job)
    {
        bool refused = profile.IsFork || profile.QmlSector > 0
            || new FirmwareVersion(profile.Major, profile.Minor) < new FirmwareVersion(3, 50);
        return job.Said(ChangeKind.Bootloader) ? [nameof(FailureCode.JumpRefused), nameof(FailureCode.HalfWritten)]
            : refused ? [nameof(FailureCode.JumpRefused)]
            : !job.Step.Yes ? [nameof(FailureCode.BootloaderUnknown)]
            : Truth.BootloaderRuns(job.Before) ? [Reached] : [nameof(FailureCode.BootloaderAbsent)];
    }

    private static string[] OfInstall(JobRecord job, JobStep step, FirmwareProfile profile, bool? readable, bool consent)
    {
        byte[] flash = job.Before;
        bool half = job.Said(ChangeKind.Bootloader);
        bool erases = profile.Commands.HasFlag(FirmwareCommands.EraseBootloader) && !profile.IsFork;
        bool blank = Truth.IsBlank(Truth.Sector(flash, 11));
        List<string> expected = [];
        if (readable != false)
        {
            expected.AddRange(
                blank ? [Reached, .. AgreedTo(step), .. OnlyARealRun(step, flash, profile)]
                : !step.Replace && job.SectorIsOurs ? [Reached, .. AgreedTo(step), .. OnlyARealRun(step, flash, profile)]
                : !step.Replace && half && step.Kind == JobKind.Install && Truth.SectorIs(flash, RunningJob.ContentOf(step).Span)
                    ? [Reached, nameof(FailureCode.BootloaderPresent), .. OnlyARealRun(step, flash, profile)]
                : !step.Replace ? [nameof(FailureCode.BootloaderPresent), nameof(FailureCode.SectorOccupied),
                    .. OnlyARealRun(step, flash, profile)]
                // What is half of our own has nothing to save, and asks nothing.
                : job.SectorIsOurs ? [Reached, .. step.Yes ? [] : new[] { nameof(FailureCode.NotAgreed) },
                    .. OnlyARealRun(step, flash, profile)]
                : step.Yes || step.DryRun ? [Reached, .. OnlyARealRun(step, flash, profile)] : [nameof(FailureCode.NotAgreed)]);
        }

        if (readable != true)
        {
            bool otherMeans = profile.QmlSector == 0 || profile.IsFork || consent || readable is null;
            expected.Add(step.Replace && !erases ? nameof(FailureCode.EraseUnsupported)
                : step.AssumeAbsent && otherMeans ? (step.DryRun ? Reached : nameof(FailureCode.WrittenUnverified))
                : nameof(FailureCode.BootloaderUnknown));
            if (step.AssumeAbsent && profile.QmlSector > 0)
            {
                // A way that is closed for good may be found to be so by asking, or not be asked at all.
                expected.AddRange([nameof(FailureCode.BootloaderUnknown), nameof(FailureCode.WrittenUnverified)]);
            }

            expected.AddRange(step.DryRun ? [Reached, nameof(FailureCode.BootloaderUnknown)] : []);
            expected.AddRange(half && !erases ? [nameof(FailureCode.EraseUnsupported)] : []);
        }

        return [.. expected];
    }

    private static string[] AgreedTo(JobStep step) =>
        step is { Kind: JobKind.RestoreSector, Unusual: true, Yes: false } ? [nameof(FailureCode.NotAgreed)] : [];

    // A dry run opens nothing.
    private static string[] OnlyARealRun(JobStep step, byte[] flash, FirmwareProfile profile) =>
        step.DryRun && Truth.StoredCode(flash, profile.QmlSector) is null ? [nameof(FailureCode.BootloaderUnknown)] : [];

    private static string[] OfRestore(BoardSetup board, JobStep step, FirmwareProfile profile, byte[] flash) => board.ClosedReadPath
        ? [nameof(FailureCode.WrittenUnverified), nameof(FailureCode.PartUnreadable), Reached]
        : !step.Yes || board.CompiledInQml
        ? [Reached, nameof(FailureCode.NotAgreed), nameof(FailureCode.PartUnreadable), nameof(FailureCode.WrittenUnverified),
            nameof(FailureCode.WriteRefused)]
        : IsCovered(board, profile, flash) ? [Reached, nameof(FailureCode.PartUnreadable)]
        : [Reached];

    // A firmware of ours that waits in staging, or a part of it, lies where code is kept: code is not put over it. And code that an
    // upload has erased under the firmware's feet counts as stored until the board starts again.
    private static bool IsCovered(BoardSetup board, FirmwareProfile profile,
        byte[] flash) => new[] { (profile.QmlSector, board.Qml), (profile.LispSector, board.Lisp) }
        .Any(s => s.Item1 > 0 && (s.Item2 || !Truth.IsBlank(Truth.Sector(flash, s.Item1))) && Truth.StoredCode(flash, s.Item1) is null);

    private static string[] OfUpgrade(BoardSetup board, JobStep step, FirmwareProfile profile, byte[] flash, bool? readable)
    {
        var now = new FirmwareVersion(profile.Major, profile.Minor, (byte)profile.Test);
        var (major, minor) = (FirmwareProfiles.Named(step.Target).Major, FirmwareProfiles.Named(step.Target).Minor);
        var target = new FirmwareVersion(major, minor);
        if (board.UsbPowered)
        {
            return [nameof(FailureCode.VoltageLow)];
        }

        if (!profile.IsFork && target == now && !step.Reinstall)
        {
            return [Reached];
        }

        if (!profile.IsFork && target < now && !step.AllowDowngrade)
        {
            return [nameof(FailureCode.OlderVersion)];
        }

        // Its short watchdog may cut the bootloader's copy.
        if (profile.SlowWatchdogReload == 1400)
        {
            return [nameof(FailureCode.WatchdogTooShort)];
        }

        List<string> expected = step.Yes ? [] : [nameof(FailureCode.NotAgreed), nameof(FailureCode.BootloaderUnknown)];
        expected.AddRange(step.DryRun ? [Reached, nameof(FailureCode.BootloaderUnknown)] : []);
        bool runs = Truth.BootloaderRuns(flash);
        bool unknown = Truth.ImageIn(flash).Image == "custom" || (Truth.ImageIn(flash).Image is null && Truth.VectorsFit(flash));
        bool consents = profile.QmlSector == 0 || profile.IsFork || (step.Yes && step.Method == CheckMethod.Auto)
            || step.Method == CheckMethod.Readback;
        if (readable != false && Truth.ImageIn(flash).Image != "custom")
        {
            expected.Add(Reached);
        }

        // By the stepping stone it comes to a firmware that wants to be asked before it is read.
        bool byStone = profile.QmlSector == 0 && FirmwareProfiles.Named(step.Target).ImageSize > 393_208;
        if (byStone && step.Method == CheckMethod.Passive)
        {
            return [nameof(FailureCode.FlashUnreadable)];
        }

        expected.AddRange(byStone && !step.Yes ? [nameof(FailureCode.BootloaderUnknown)] : []);
        if (readable != true || unknown)
        {
            expected.AddRange(!consents ? [nameof(FailureCode.BootloaderUnknown)] : []);
            expected.AddRange(!step.AssumeBootloader ? [nameof(FailureCode.BootloaderUnknown)]
                : runs ? [Reached, nameof(FailureCode.NotApplied)]
                : profile.SlowWatchdogReload == 0 ? [nameof(FailureCode.NoReturn)] : [nameof(FailureCode.NotApplied)]);
        }

        // What cannot be read cannot be compared, and the version alone proves nothing where it was the same before.
        expected.AddRange(target == now ? [nameof(FailureCode.UpgradeUnproved), nameof(FailureCode.NotApplied)] : []);
        return [.. expected];
    }
}
