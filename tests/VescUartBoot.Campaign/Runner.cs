using VescUartBoot.Cli;
using VescUartBoot.Jobs;
using VescUartBoot.Simulator;

namespace VescUartBoot.Campaign;

/// <summary>Runs a schedule: its jobs one after the other on one board, and one more behind the last when nothing goes wrong any more.</summary>
internal sealed class Runner : IDisposable
{
    private static readonly TimeSpan _longestWatchdog = TimeSpan.FromSeconds(70);

    private readonly ManualClock _clock = new() { RunLimit = TimeSpan.FromHours(3) };
    private readonly Schedule _schedule;
    private readonly SimulatedBoard _board;
    private readonly SimulatedFirmware _firmware = new(named: null!);

    private Runner(Schedule schedule)
    {
        _schedule = schedule;
        _board = new SimulatedBoard(schedule.Board.ToOptions(), _clock);
    }

    /// <summary>Runs all of it.</summary>
    public static RunReport Run(Schedule schedule)
    {
        using var runner = new Runner(schedule);
        var report = new RunReport(schedule);
        for (int i = 0; i < schedule.Jobs.Count; i++)
        {
            if (i > 0 && (runner._board.State == BoardState.Off || !runner._board.IsPortThere))
            {
                runner.EndFaults();
            }

            if (!runner.RunOne(report, i, schedule.Jobs[i], isGoal: false))
            {
                return report;
            }
        }

        runner.EndFaults();
        if (runner._board.State != BoardState.Bricked)
        {
            runner.RunOne(report, schedule.Jobs.Count, Expected.GoalOf(schedule.Jobs[^1], runner._board), isGoal: true);
        }

        report.FaultsStruck = runner._board.Machine.Faults.Struck;
        return report;
    }

    public void Dispose() => _board.Dispose();

    // Returns false when there is no point in going on: the clock has lost its work.
    private bool RunOne(RunReport report, int index, JobStep step, bool isGoal)
    {
        foreach (var planned in _schedule.Faults.Where(f => !isGoal && f.Job == index))
        {
            _board.Inject(planned.Fault.When is OnTime at ? planned.Fault with { When = new OnTime(_clock.Elapsed + at.Time) } : planned.Fault);
        }

        var given = step.Kind == JobKind.Restore ? GivenBackup.For(_schedule.Board, _board.Identity?.Firmware.Name) : null;
        using var job = new RunningJob(step, given, _firmware);
        var start = _clock.Elapsed;
        var record = new JobRecord(index, step)
        {
            IsGoal = isGoal,
            Given = given,
            Before = _board.Flash.ToArray(),
            BoardBefore = BoardView.Of(_board),
            After = [],
            BoardAfter = BoardView.Of(_board),
        };
        JobResult? result = null;
        Exception? thrown = null;
        try
        {
            result = _clock.Run(() => job.RunAsync(_board, _clock));
        }
        catch (Exception e)
        {
            thrown = e;
        }

        record = record with
        {
            Result = result,
            Thrown = thrown,
            After = _board.Flash.ToArray(),
            BoardAfter = BoardView.Of(_board),
            Events = job.Events,
            Elapsed = _clock.Elapsed - start,
            Stopped = job.Stopped,
            Dumped = job.Dumped,
            Saved = job.Saved,
        };
        report.Add(record);
        Laws.Check(_schedule, record, report.Break);
        return thrown is not InvalidOperationException;
    }

    private void EndFaults()
    {
        _board.EndFaults();
        _clock.Advance(_longestWatchdog);
        if (_board.State is BoardState.Hung or BoardState.Off || _schedule.Board.SwitchesOff)
        {
            // Up to firmware 3.48 nothing but the power ends a hang; a board that switched itself off waits for its button.
            _board.PowerCycle(TimeSpan.FromSeconds(1));
            _clock.Advance(TimeSpan.FromSeconds(7));
        }
    }
}
