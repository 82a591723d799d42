using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Cli.Errors;
using VescUartBoot.Cli.Output;
using VescUartBoot.Cli.Running;
using VescUartBoot.Hosting.History;
using VescUartBoot.Hosting.Simulation;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Upgrade;
using VescUartBoot.Recovery;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Flash;
using VescUartBoot.Simulator.Time;

namespace VescUartBoot.Campaign;

/// <summary>Runs a schedule: its jobs one after the other on one board, and one more behind the last when nothing goes wrong any
/// more.</summary>
internal sealed class Runner : IDisposable
{
    // A whole upgrade costs as much as twenty other jobs.
    private const int SeedsToOneUpgrade = 4;

    private static readonly TimeSpan _longestWatchdog = TimeSpan.FromSeconds(70);

    private static readonly byte[] _foreignUuid = [0x1B, 0x00, 0x2B, 0x00, 0x0F, 0x51, 0x38, 0x30, 0x36, 0x34, 0x37, 0x31];

    private static readonly TimeSpan _onTheWay = TimeSpan.FromSeconds(1);

    private readonly ManualClock _clock = new() { RunLimit = TimeSpan.FromHours(3) };
    private readonly Schedule _schedule;
    private readonly SimulatedBoard _board;
    private readonly IFirmwareProvider _firmware;
    private readonly Traces _traces = new();
    private readonly OwnersSector _ownersSector = new();
    private readonly SettingsLaw _settings;
    private int _lines;

    private readonly DirectoryInfo _folder = WorkFolder.Create();

    private Runner(Schedule schedule)
    {
        _schedule = schedule;
        _board = new SimulatedBoard(schedule.Board.ToOptions(), _clock);
        _firmware = schedule.Board.Variant == VariantSetup.Simulated ? new SimulatedFirmware(named: null!) : new VariantFirmware();
        _settings = new SettingsLaw(_board, schedule.Board);
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
            var goal = Expected.GoalOf(schedule.Jobs[^1], runner._board.Machine, runner._traces.SectorIsOurs);
            runner.RunOne(report, schedule.Jobs.Count, goal, isGoal: true);
        }

        report.FaultsStruck = runner._board.Machine.Faults.Struck;
        if (schedule.Seed > 0 && schedule.Seed % SeedsToOneUpgrade == 0)
        {
            CarriedLaw.Check(schedule.Seed, what => report.Break(new Breach(CarriedLaw.Law, schedule.Jobs.Count, what)));
        }

        return report;
    }

    public void Dispose()
    {
        _board.Dispose();
        _folder.Delete(recursive: true);
    }

    // Returns false when there is no point in going on: the clock has lost its work.
    private bool RunOne(RunReport report, int index, JobStep step, bool isGoal)
    {
        foreach (var planned in _schedule.Faults.Where(f => !isGoal && f.Job == index))
        {
            _board.Inject(planned.Fault.When is OnTime at ? planned.Fault with { When = new OnTime(_clock.Elapsed + at.Time) }
                : planned.Fault);
        }

        var given = step.Kind == JobKind.Restore ? GivenBackup.For(_schedule.Board, _board.Identity?.Firmware.Name) : null;
        var journal = new MortalJournal(JournalFolder, _clock, step.Accident);
        using var job = new RunningJob(step, given, _firmware, journal, _folder.FullName);
        SimulatedBoard? foreign = null;
        var conversation = new Conversation(_board.Machine, _ownersSector,
            (law, what) => report.Break(new Breach(law, index, what)))
        { Uploads = step.Kind == JobKind.Upgrade };
        var port = new WatchedSource(_board,
            () => foreign ??= new SimulatedBoard(_schedule.Board.ToOptions() with { Uuid = _foreignUuid }, _clock), conversation);
        var start = _clock.Elapsed;
        var record = new JobRecord(index, step)
        {
            IsGoal = isGoal,
            SectorIsOurs = _traces.SectorIsOurs,
            IsClosed = _schedule.Board.ClosedReadPath || _schedule.Board.CompiledInQml,
            FlashLied = _schedule.Faults.Any(f => f.Job <= index && f.Fault.What is Neglect),
            MayCrashOnce = report.Jobs is [.., var last]
                && (last.Killed || last.BoardState.Contains("may restart it, once", StringComparison.Ordinal)),
            Given = given,
            Before = _board.Flash.ToArray(),
            BoardBefore = BoardView.Of(_board.Machine),
            After = [],
            BoardAfter = BoardView.Of(_board.Machine),
        };
        JobResult? result = null;
        Exception? thrown = null;
        try
        {
            result = _clock.Run(() => job.RunAsync(port, conversation, _clock));
        }
        catch (Exception e)
        {
            thrown = e;
        }

        foreign?.Dispose();
        if (thrown is KilledException)
        {
            // What it had sent already still gets to the board.
            _clock.Advance(_onTheWay);
        }

        record = record with
        {
            Result = result,
            Thrown = thrown,
            After = _board.Flash.ToArray(),
            BoardAfter = BoardView.Of(_board.Machine),
            Events = job.Events,
            Elapsed = _clock.Elapsed - start,
            Stopped = job.Stopped,
            Dumped = job.Dumped,
            Saved = job.Saved,
            AccidentStruck = journal.Struck || thrown is KilledException,
            PageTorn = journal.Torn,
            JournalWritten = journal.Written,
            HoldsForeign = HoldsForeign,
        };
        record = record with { Open = record.Killed ? [] : OpenNow(job.Met?.Now) };
        report.Add(record);
        Laws.Check(_schedule, record, report.Break);
        _traces.Add(record, report.Break);
        _settings.Add(record, report.Break);
        if (job.Met is { } met && result is not null)
        {
            KeepHistory(report, record, met);
        }

        return thrown is not InvalidOperationException;
    }

    // What a package has stored beside our half is somebody else's: only --replace erases it.
    private bool HoldsForeign => _ownersSector.Unsaved(_board.Flash.Read(SimulatedFlash.BootloaderOffset, Contents.SectorSize)) is not null;

    private string JournalFolder => Path.Combine(_folder.FullName, "unfinished");

    private IReadOnlyList<ChangeKind> OpenNow(BoardIdentity? board)
    {
        try
        {
            return board?.Uuid is { } uuid ? [.. new FileJournal(JournalFolder, _clock).Read(uuid).Changes.Select(c => c.Kind)] : [];
        }
        catch (JournalException)
        {
            // A torn page tells nothing; it is put aside by the next job that writes.
            return [];
        }
    }

    // As the tool does at the end of a job; then the file is read as the next run reads it.
    private void KeepHistory(RunReport report, JobRecord job, (BoardIdentity Before, BoardIdentity Now, LinkStatistics Link) met)
    {
        var error = Laws.ErrorOf(job);
        var outcome = new Outcome(error) { Job = job.Result, Port = "sim://", Board = met.Now, Link = met.Link, Elapsed = job.Elapsed };
        var line = HistoryRecorder.RecordOf(Laws.WordOf(job.Step.Kind), outcome, met.Before, TimeProvider.System.GetUtcNow());
        var history = new JobHistory(Path.Combine(_folder.FullName, "history.ndjson"), Path.Combine(_folder.FullName, "guard"), _clock);
        history.Add(line);
        List<VescUartBoot.Hosting.History.JobRecord> records = [];
        if (history.Read(records.Add).Lines > 0 || records.Count != ++_lines || records[^1] != line)
        {
            report.Break(new Breach("history", job.Index, "the line that was written is not the one that is read"));
        }

        HistoryLaw.Check(_schedule, job, records[^1], error, report.Break);
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
