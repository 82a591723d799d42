using VescUartBoot.Jobs.Common;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;

namespace VescUartBoot.Campaign;

/// <summary>Draws a schedule from a seed: the same on every machine.</summary>
internal sealed class Draw
{
    private static readonly string[] _firmwares =
        ["3.40", "3.48", "3.49", "3.58", "3.59", "4.02", "5.02", "5.03", "5.03", "6.00", "6.02", "6.05", "6.05", "6.05", "6.06", "7.00",
            "7.00", "7.01-test1", "23.46"];

    private static readonly string[] _targets = ["3.59", "4.02", "5.02", "5.03", "6.00", "6.05", "6.06", "7.00", "7.00"];

    private readonly Random _random;

    private Draw(int seed) => _random = new Random(seed);

    public static Schedule From(int seed)
    {
        var draw = new Draw(seed);
        var board = draw.Board();
        JobStep[] jobs = [.. Enumerable.Range(0, draw.Of((5, 1), (3, 2), (1, 3))).Select(_ => draw.Job(board))];
        var faults = draw.Faults(board, jobs);

        // Drawn last: a seed of before these kinds of accident still gives the same board, jobs and faults.
        jobs = [.. jobs.Select(job => draw.Chance(job.Kind is JobKind.Install or JobKind.RestoreSector or JobKind.Upgrade ? 0.4 : 0.15)
            ? job with { Accident = draw.Accident() }
            : job)];
        jobs = [.. jobs.Select((job, index) => draw.Deceived(job, index, board, faults))];
        board = draw.Chance(0.05) ? board with { LongestFrame = draw.One(250, 120) } : board;
        bool isReleased = board.Family == SimulatedFamily.Vesc && _targets.Contains(board.Firmware);
        board = isReleased && draw.Chance(0.1)
            ? board with { Variant = draw.One(VariantSetup.Default, VariantSetup.Ohm, VariantSetup.OwnBuild) }
            : board;
        return new Schedule(seed, board, jobs, faults);
    }

    private BoardSetup Board()
    {
        string name = One(_firmwares);
        var firmware = FirmwareProfiles.Named(name);
        bool staged = Chance(0.12);
        return new BoardSetup
        {
            Firmware = name,
            Family = Chance(0.99) ? SimulatedFamily.Vesc : One(SimulatedFamily.Bms, SimulatedFamily.Module, SimulatedFamily.Express),
            Sector = Of(
                (8, SectorSetup.Blank), (6, SectorSetup.Present), (3, SectorSetup.Old), (2, SectorSetup.Unrecognised),
                (2, SectorSetup.Garbage),
                (2, SectorSetup.DamagedBit), (1, SectorSetup.HalfWritten)),
            Link = Of((6, LinkSetup.InProcess), (5, LinkSetup.VescUsb), (2, LinkSetup.UnknownUsb), (3, LinkSetup.Uart115200),
                (2, LinkSetup.Uart921600)),
            Qml = firmware.QmlSector > 0 && Chance(0.25),
            Lisp = firmware.LispSector > 0 && Chance(0.25),
            Staged = staged,
            Package = firmware.NvmSector > 0 && !(staged && firmware.NvmSector == 8) && Chance(0.12),
            Dual = Chance(0.12),

            // As a firmware to come may do; on 5.03 a closed way and an empty store are the same silence.
            ClosedReadPath = firmware.AnswersEmptyCode && Chance(0.05),
            CompiledInQml = firmware.QmlSector > 0 && Chance(0.05),
            StaleCache = Chance(0.15),
            Slow = Chance(0.1),
            UsbPowered = Chance(0.08),
            SwitchesOff = Chance(0.04),
            Chatters = Chance(0.06),
            Seed = _random.Next(1, 1_000_000),
        };
    }

    private JobStep Job(BoardSetup board)
    {
        var kind = Of(
            (5, JobKind.Check), (1, JobKind.CheckJump), (2, JobKind.Verify), (9, JobKind.Install), (4, JobKind.Upgrade),
            (2, JobKind.Backup),
            (3, JobKind.Restore), (2, JobKind.Dump), (2, JobKind.RestoreSector));
        if (kind == JobKind.CheckJump && board.Firmware is not ("3.58" or "3.59" or "4.02" or "5.02") && Chance(0.7))
        {
            kind = JobKind.Check;
        }

        return new JobStep(kind)
        {
            Method = kind == JobKind.CheckJump ? CheckMethod.Jump
                : Of((8, CheckMethod.Auto), (1, CheckMethod.Passive), (1, CheckMethod.Readback)),
            Yes = Chance(0.93),
            Replace = Chance(0.6),
            AssumeAbsent = Chance(0.4),
            AssumeBootloader = Chance(0.5),
            DryRun = Chance(0.04),
            Reinstall = Chance(0.4),
            AllowDowngrade = Chance(0.5),
            Target = One(_targets),
            Unusual = Chance(0.3),
            Region = _random.Next(6),
            StopAtEvent = Chance(0.06) ? _random.Next(1, 60) : 0,
            ReturnTimeout = TimeSpan.FromSeconds(One(1, 5, 15, 15)),
        };
    }

    private List<PlannedFault> Faults(BoardSetup board, JobStep[] jobs)
    {
        var faults = new List<PlannedFault>();
        int count = Of((2, 0), (9, 1), (5, 2), (3, 3), (1, 5), (1, 8));
        var drawn = new DrawFault(_random, board);
        for (int i = 0; i < count; i++)
        {
            int job = _random.Next(jobs.Length);
            drawn.Add(faults, job, jobs[job]);
        }

        return faults;
    }

    // What looks as if all were well: a clock that is set, another board under the port's name, an ok that lies, a package that stores
    // its data meanwhile, a motor that begins to turn, an upgrade to the version that runs already.
    private JobStep Deceived(JobStep job, int index, BoardSetup board, List<PlannedFault> faults)
    {
        void Plan(byte command, int occurrence, FaultAction what) =>
            faults.Add(new PlannedFault(index,
                new Fault(new OnFrame(FaultDirection.ToBoard, FrameMatch.Command(command), occurrence), what)));
        if (Chance(0.05))
        {
            job = job with { ClockStep = TimeSpan.FromHours(One(-30_000, -3, 1, 5, 9000)) };
        }

        if (Chance(0.1))
        {
            job = job with { Swapped = true };
            Plan(job.Kind == JobKind.Upgrade ? One<byte>(0, 1, 2, 3, 50) : One<byte>(0, 3, 50, 73, 118, 121, 130), 1 + _random.Next(30),
                new PullCable(TimeSpan.FromSeconds(1)));
        }

        if (job is { Kind: JobKind.Upgrade, Accident: null } && Chance(0.15))
        {
            job = job with { Accident = new Accident(AccidentKind.KilledRestoring, 1 + _random.Next(30), 0) };
        }

        if (job.Kind == JobKind.Upgrade && Chance(0.25))
        {
            job = job with
            {
                Target = board.Profile.ImageSize > 0 && _targets.Contains(board.Firmware) ? board.Firmware : job.Target,
                Reinstall = true
            };
        }

        if (job.Kind is JobKind.Install or JobKind.RestoreSector or JobKind.Upgrade && Chance(0.2))
        {
            Plan(One<byte>(73, 73, 3, 3, 2), _random.Next(3) == 0 ? 0 : 1 + _random.Next(8), new Neglect(One(0.000_1, 0.001, 0.1, 1)));
        }

        if (job.Kind is JobKind.Install or JobKind.RestoreSector && board.Profile.NvmSector == 11 && Chance(0.15))
        {
            Plan(3, 2 + _random.Next(8), new StorePackageData(0x4000 + (256 * _random.Next(100)), Contents.PackageData));
        }

        if (job.Kind == JobKind.Upgrade && Chance(0.15))
        {
            Plan(3, 2 + _random.Next(900), new SetMotor(Held: false, One(-4000, 200, 3000)));
        }

        return job;
    }

    private Accident Accident()
    {
        var kind = Of(
            (2, AccidentKind.KilledBeforeWrite), (2, AccidentKind.KilledInWrite), (3, AccidentKind.KilledAfterWrite),
            (1, AccidentKind.TornPage),
            (4, AccidentKind.KilledAtEvent), (8, AccidentKind.KilledWriting), (1, AccidentKind.DiskFull), (1, AccidentKind.DiskFullOnce));

        // A job writes a page or two before its changes and as many behind; its events are most of them progress.
        int number = kind == AccidentKind.KilledWriting ? 1 + Of((3, _random.Next(18)), (1, _random.Next(1000)))
            : kind != AccidentKind.KilledAtEvent ? 1 + _random.Next(5)
            : Chance(0.3) ? _random.Next(1, 60) : (int)Math.Exp(_random.NextDouble() * Math.Log(2500));
        return new Accident(kind, number, _random.Next());
    }

    private bool Chance(double chance) => _random.NextDouble() < chance;

    private T One<T>(params ReadOnlySpan<T> values) => values[_random.Next(values.Length)];

    private T Of<T>(params ReadOnlySpan<(int Weight, T Value)> values)
    {
        int sum = 0;
        foreach (var (weight, _) in values)
        {
            sum += weight;
        }

        int at = _random.Next(sum);
        foreach (var (weight, value) in values)
        {
            at -= weight;
            if (at < 0)
            {
                return value;
            }
        }

        throw new InvalidOperationException("the weights have no sum");
    }
}
