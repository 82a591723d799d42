using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Hosting.Simulation;
using VescUartBoot.Hosting.Words;
using VescUartBoot.Jobs;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Upgrade;
using VescUartBoot.Links;
using VescUartBoot.Recovery;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Links;
using VescUartBoot.Simulator.Time;

namespace VescUartBoot.Campaign.Buses;

/// <summary>Runs a schedule on a bus, as the tool does it with <c>--can</c>: a scan, a plan for each board, then one board after the other,
/// the one with the cable last.</summary>
internal sealed class BusRunner : IDisposable
{
    private static readonly TimeSpan _onTheWay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _longestWatchdog = TimeSpan.FromSeconds(70);

    private readonly ManualClock _clock = new() { RunLimit = TimeSpan.FromHours(3) };
    private readonly BusSchedule _schedule;
    private readonly BusReport _report;
    private readonly SimulatedBoard _board;
    private readonly IReadOnlyList<Machine> _machines;
    private readonly OwnersSector[] _owners;
    private readonly Traces[] _traces;
    private readonly IFirmwareProvider _firmware = new SimulatedFirmware(named: null!);
    private readonly DirectoryInfo _folder = WorkFolder.Create();
    private int _index;
    private bool _isGoal;

    private BusRunner(BusSchedule schedule)
    {
        (_schedule, _report) = (schedule, new BusReport(schedule));
        _board = new SimulatedBoard(
            schedule.Nodes[0].ToOptions() with
            {
                CanBoards = [.. schedule.Nodes.Skip(1).Select(n => n.ToOptions())],
                CanLoss = schedule.Wires.Loss,
                CanDoubled = schedule.Wires.Doubled,
                CanDelayed = schedule.Wires.Delayed,
            }, _clock);
        _machines = [_board.Machine, .. _board.CanBoards];
        _owners = [.. _machines.Select(_ => new OwnersSector())];
        _traces = [.. _machines.Select(_ => new Traces())];
    }

    /// <summary>Runs all of it, and once more all boards when nothing goes wrong any more.</summary>
    public static BusReport Run(BusSchedule schedule)
    {
        using var runner = new BusRunner(schedule);
        for (int i = 0; i < schedule.Jobs.Count; i++)
        {
            runner._index = i;
            if (i > 0 && runner._machines.Any(m => m.State is BoardState.Off or BoardState.Hung))
            {
                runner.EndFaults();
            }

            runner.Arm(i);
            runner.RunJob(schedule.Jobs[i]);
        }

        runner.EndFaults();
        (runner._index, runner._isGoal) = (schedule.Jobs.Count, true);
        if (runner._machines[0].State != BoardState.Bricked)
        {
            runner.RunJob(new BusStep(schedule.Jobs[^1].Step, Node: null, KeepsGoing: true));
        }

        runner._report.FaultsStruck = runner._machines.Sum(m => m.Faults.Struck);
        return runner._report;
    }

    public void Dispose()
    {
        _board.Dispose();
        _folder.Delete(recursive: true);
    }

    private void Arm(int job)
    {
        foreach (var planned in _schedule.Faults.Where(f => f.Job == job))
        {
            var machine = _machines[planned.Node];
            if (planned.Fault.When is OnTime at)
            {
                machine.SufferAt(_clock.Elapsed + at.Time, planned.Fault.What);
            }
            else
            {
                machine.Faults.Add(planned.Fault);
            }
        }
    }

    private void EndFaults()
    {
        _board.EndFaults();
        _clock.Advance(_longestWatchdog);
        foreach (var machine in _machines.Where(m => m.State is BoardState.Hung or BoardState.Off))
        {
            machine.Suffer(new CutPower(TimeSpan.FromSeconds(1)));
        }

        _clock.Advance(TimeSpan.FromSeconds(7));
    }

    // True: it came to a scan on which every board is safe to work on.
    private void RunJob(BusStep step)
    {
        byte[][] before = [.. _machines.Select(m => m.Flash.ToArray())];
        int[] starts = [.. _machines.Select(m => m.Record.Resets.Count)];
        if (Scan() is not { } scan)
        {
            RequireUnchanged(before, starts, except: null, "a scan");
            return;
        }

        if (step.Node is { } one)
        {
            var node = one == 0 ? null : scan.Nodes.FirstOrDefault(n => Is(n, _machines[one]));
            if (one == 0 || node is { Problem: CanNodeProblem.None })
            {
                RunOn(step.Step, one, node, scan, isPlan: false);
            }

            return;
        }

        if (scan.Nodes.Any(n => n.Problem != CanNodeProblem.None))
        {
            RequireGoalIsUnsafe(scan);
            return;
        }

        List<(int Node, CanNode? Found)> boards =
        [
            .. scan.Nodes.Where(n => n.Identity!.Family == BoardFamily.Vesc).Select(n => (NodeOf(n), (CanNode?)n)), (0, null),
        ];
        RequireGoalIsSeen(boards);
        foreach (bool isPlan in new[] { true, false })
        {
            foreach (var (node, found) in boards)
            {
                var record = RunOn(step.Step with { DryRun = isPlan || step.Step.DryRun }, node, found, scan, isPlan);
                if (record.Killed || record.Thrown is InvalidOperationException || record.Stopped
                    || (!step.KeepsGoing && !IsWell(record, isPlan)))
                {
                    return;
                }
            }
        }
    }

    private static bool IsWell(JobRecord job, bool isPlan) => job.Result is { } result
        && (result.Failure is null || result.Failure.Code == FailureCode.BootloaderPresent
            || (isPlan && Laws.ErrorOf(job)!.Exit == ExitCode.CannotTell));

    private CanScan? Scan()
    {
        try
        {
            var scan = _clock.Run(async () =>
            {
                var board = await Board.ConnectAsync(_board.CreateLinkSource(), new BoardOptions(), _clock).ConfigureAwait(false);
                await using (board.ConfigureAwait(false))
                {
                    return await board.ScanCanAsync().ConfigureAwait(false);
                }
            });
            _report.Scanned($"scan {_index}: {scan.LocalId}{(scan.LocalSecondId is { } second ? $"+{second}" : "")} with the cable, "
                + string.Join(", ", scan.Nodes.Select(n => $"{n.Id} {n.Identity?.Family} {n.Problem}")));
            return scan;
        }
        catch (Exception e) when (e is VescException or LinkOpenException)
        {
            _report.Scanned($"scan {_index}: {e.Message}");
            if (_isGoal)
            {
                Break("goal", $"after the faults had ended the bus cannot be scanned: {e.Message}");
            }

            return null;
        }
    }

    private JobRecord RunOn(JobStep step, int node, CanNode? found, CanScan scan, bool isPlan)
    {
        var setup = _schedule.Nodes[node].Board;
        var machine = _machines[node];
        step = _isGoal ? Expected.GoalOf(step, machine, _traces[node].SectorIsOurs) with { DryRun = isPlan } : step;
        byte[][] before = [.. _machines.Select(m => m.Flash.ToArray())];
        int[] starts = [.. _machines.Select(m => m.Record.Resets.Count)];
        var journal = new MortalJournal(JournalFolder, _clock, step.Accident);
        using var job = new RunningJob(step, given: null, _firmware, journal, _folder.FullName);
        Conversation[] conversations =
        [
            .. _machines.Select((m, i) => new Conversation(m, _owners[i], Break) { Uploads = step.Kind == JobKind.Upgrade }),
        ];
        var bus = new BusConversation(_machines, conversations, _clock, Break) { Wanted = node };
        var start = _clock.Elapsed;
        var record = new JobRecord(_index, step)
        {
            IsGoal = _isGoal,
            SectorIsOurs = _traces[node].SectorIsOurs,
            MayCrashOnce = _report.Jobs.LastOrDefault(j => j.Node == node)?.Job is { } last
                && (last.Killed || last.BoardState.Contains("may restart it, once", StringComparison.Ordinal)),
            Before = before[node],
            BoardBefore = BoardView.Of(machine),
            After = [],
            BoardAfter = BoardView.Of(machine),
        };
        JobResult? result = null;
        Exception? thrown = null;
        try
        {
            result = _clock.Run(() => job.RunOnBusAsync(new WatchedBus(_board.CreateLinkSource(), bus), found, scan, conversations[node],
                _clock));
        }
        catch (Exception e)
        {
            thrown = e;
        }

        if (thrown is KilledException)
        {
            _clock.Advance(_onTheWay);
        }

        record = record with
        {
            Result = result,
            Thrown = thrown,
            After = machine.Flash.ToArray(),
            BoardAfter = BoardView.Of(machine),
            Events = job.Events,
            Elapsed = _clock.Elapsed - start,
            Stopped = job.Stopped,
            Saved = job.Saved,
            AccidentStruck = journal.Struck || thrown is KilledException,
            PageTorn = journal.Torn,
            JournalWritten = journal.Written,
            HoldsForeign = _owners[node].Unsaved(machine.Flash.Read(0xE_0000, Contents.SectorSize)) is not null,
        };
        record = record with { Open = record.Killed ? [] : OpenOf(machine) };
        _report.Add(new BusJob(node, isPlan, record));
        RequireUnchanged(before, starts, node, $"{step.Kind} of board {node}");
        var schedule = new Schedule(0, setup, [step], []);
        Laws.CheckAlways(schedule, record, BoundOf(step), _report.Break);
        _traces[node].Add(record, _report.Break);
        CheckExpected(schedule, record, node);
        CheckId(record, node);
        return record;
    }

    private TimeSpan BoundOf(JobStep step) =>
        TimeSpan.FromMinutes((step.Kind == JobKind.Upgrade ? 12 : 5) * (_schedule.Wires.AreSound ? 1 : 3))
            + (_isGoal ? TimeSpan.Zero : TimeSpan.FromMinutes(2) * _schedule.Faults.Count);

    // How it must come out where nothing goes wrong, or nothing but a few lost frames.
    private void CheckExpected(Schedule schedule, JobRecord job, int node)
    {
        if (!_isGoal && (_index > 0 || _schedule.Faults.Count > 0 || !_schedule.Wires.AreSound))
        {
            return;
        }

        if (job.Code == FailureCode.CanIdTaken)
        {
            if (!IdIsTaken(job, node))
            {
                Break("goal", $"no other board has the id that board {node} has without settings");
            }

            return;
        }

        Expected.Check(schedule, job, (law, what) => Break(law, $"board {node}: {what}"));
    }

    private bool IdIsTaken(JobRecord job, int node)
    {
        bool isNew = job.Step.Target == "7.00";
        byte id = Simulator.Can.CanRate.Skip(_schedule.Nodes[node].DefaultId, isNew);
        byte[] taken = _machines[node].Options.DualMotor ? [id, Machine.NextId(id)] : [id];
        return _machines.Where((_, i) => i != node).Any(m => taken.Any(m.Hears)
            || (m.Options.DualMotor && taken.Contains(m.CanId(2))));
    }

    // An upgrade that came to its end leaves the board where its owner looks for it, unless one has said that the settings are not back.
    private void CheckId(JobRecord job, int node)
    {
        if (job is { Step: { Kind: JobKind.Upgrade, DryRun: false }, Result.Failure: null }
            && !_report.Jobs.Any(j => j.Node == node
                && (j.Job.Warned("settingsDefault") || j.Job.Code == FailureCode.SettingsNotRestored || j.Job.Killed))
            && _machines[node].State == BoardState.Running && _machines[node].CanId(1) != _schedule.Nodes[node].Id)
        {
            Break("id", $"board {node} had id {_schedule.Nodes[node].Id} on the bus, and has {_machines[node].CanId(1)}");
        }
    }

    // What a board of 7.00 stores at its own start is nobody's work.
    private void RequireUnchanged(byte[][] before, int[] starts, int? except, string what)
    {
        for (int i = 0; i < _machines.Count; i++)
        {
            bool startedAlone = _machines[i].Record.Resets.Count > starts[i];
            var changed = Truth.Changed(before[i], _machines[i].Flash.ToArray()).Where(s => !(startedAlone && s is 1 or 2)).ToList();
            if (i != except && changed.Count > 0)
            {
                Break("neighbours", $"{what} changed sectors {string.Join(',', changed)} of board {i}");
            }
        }
    }

    // Two boards with one id are the only reason not to work on the bus once nothing goes wrong any more.
    private void RequireGoalIsUnsafe(CanScan scan)
    {
        bool shared = _machines.SelectMany(m => m.Options.DualMotor ? [m.CanId(1), m.CanId(2)] : new[] { m.CanId(1) })
            .GroupBy(id => id).Any(g => g.Count() > 1);
        if (_isGoal && !shared)
        {
            Break("goal", $"no two boards share an id, and {string.Join(", ", scan.Nodes.Select(n => $"{n.Id}: {n.Problem}"))}");
        }
    }

    private void RequireGoalIsSeen(List<(int Node, CanNode? Found)> boards)
    {
        for (int i = 0; _isGoal && i < _machines.Count; i++)
        {
            if (_machines[i] is { State: not BoardState.Bricked, Options.Family: SimulatedFamily.Vesc } && !Shares(i)
                && boards.TrueForAll(b => b.Node != i))
            {
                Break("goal", $"after the faults had ended board {i} is not seen on the bus ({_machines[i].State})");
            }
        }
    }

    private bool Shares(int node) => _machines.Where((_, i) => i != node).Any(m => m.Hears(_machines[node].CanId(1)));

    private int NodeOf(CanNode node) => _machines.ToList().FindIndex(m => Is(node, m));

    private static bool Is(CanNode node, Machine machine) => node.Uuid == new Uuid(machine.Options.Uuid.Span);

    private IReadOnlyList<ChangeKind> OpenOf(Machine machine)
    {
        try
        {
            return [.. new FileJournal(JournalFolder, _clock).Read(new Uuid(machine.Options.Uuid.Span)).Changes.Select(c => c.Kind)];
        }
        catch (JournalException)
        {
            return [];
        }
    }

    private string JournalFolder => Path.Combine(_folder.FullName, "unfinished");

    private void Break(string law, string what) => _report.Break(new Breach(law, _index, what));

    private sealed class WatchedBus(SimulatedLinkSource source, BusConversation bus) : ILinkSource
    {
        public string Name => source.Name;

        public async ValueTask<ILink> OpenAsync(CancellationToken cancellationToken) =>
            new WatchedLink(await source.OpenAsync(cancellationToken).ConfigureAwait(false), bus.Look);
    }
}
