using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Hosting.Simulation;
using VescUartBoot.Jobs;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Rescue;
using VescUartBoot.Jobs.Upgrade;
using VescUartBoot.Recovery;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Flash;
using VescUartBoot.Simulator.Time;

namespace VescUartBoot.Campaign.Helpers;

/// <summary>Runs a schedule with a helper and its target, and once more when nothing goes wrong any more.</summary>
internal sealed class HelperRunner : IDisposable
{
    private const byte MassErase = 67;
    private const byte WriteFlash = 68;

    private readonly ManualClock _clock = new() { RunLimit = TimeSpan.FromHours(3) };
    private readonly HelperSchedule _schedule;
    private readonly HelperReport _report;
    private readonly SimulatedBoard _helper;
    private readonly DirectoryInfo _folder = WorkFolder.Create();
    private bool _half;
    private int _saved;

    private HelperRunner(HelperSchedule schedule)
    {
        (_schedule, _report) = (schedule, new HelperReport(schedule));
        _helper = new SimulatedBoard(schedule.ToOptions(), _clock);
    }

    private SimulatedBoard Target => _helper.Target!;

    /// <summary>Runs all of it.</summary>
    public static HelperReport Run(HelperSchedule schedule)
    {
        using var runner = new HelperRunner(schedule);
        for (int i = 0; i < schedule.Jobs.Count; i++)
        {
            if (i > 0)
            {
                runner.EndFaults();
                if (schedule.IsLoose)
                {
                    runner._helper.Suffer(new LooseWire(null));
                }
            }

            runner.Arm(i);
            runner.RunOne(i, schedule.Jobs[i], isGoal: false);
        }

        runner.EndFaults();
        var last = schedule.Jobs[^1];
        runner.RunOne(schedule.Jobs.Count, last with
        {
            Yes = true,
            Replace = true,
            MassErase = true,
            NamesHardware = true,
            DryRun = false,
            StopAtEvent = 0,
            KilledAtEvent = 0,
        }, isGoal: true);
        runner._report.FaultsStruck = runner._helper.Machine.Faults.Struck + runner.Target.Machine.Faults.Struck;
        return runner._report;
    }

    public void Dispose()
    {
        _helper.Dispose();
        _folder.Delete(recursive: true);
    }

    private void Arm(int job)
    {
        foreach (var planned in _schedule.Faults.Where(f => f.Job == job))
        {
            var board = planned.OnTarget ? Target : _helper;
            board.Inject(planned.Fault.When is OnTime at ? planned.Fault with { When = new OnTime(_clock.Elapsed + at.Time) }
                : planned.Fault);
        }
    }

    // The person takes the power of both away and gives it back, as the tool says where the target was left halted.
    private void EndFaults()
    {
        _helper.EndFaults();
        _helper.PowerCycle(TimeSpan.FromSeconds(1));
        Target.PowerCycle(TimeSpan.FromSeconds(1));
        _clock.Advance(TimeSpan.FromSeconds(70));
    }

    private void RunOne(int index, HelperStep step, bool isGoal)
    {
        byte[] before = Target.Flash.ToArray();
        int[] erases = Erases();
        var asked = Asked();
        var start = _clock.Elapsed;
        int starts = Target.Machine.Record.Resets.Count;
        using var job = new RunningRescue(step, Journal(), Save);
        RescueResult? result = null;
        Exception? thrown = null;
        try
        {
            result = _clock.Run(() => job.RunAsync(_helper.CreateLinkSource(), _clock));
        }
        catch (Exception e)
        {
            thrown = e;
        }

        var elapsed = _clock.Elapsed - start;
        var (massErases, writes) = Asked();
        var record = new HelperRecord(index, step)
        {
            IsGoal = isGoal,
            Before = before,
            Result = result,
            Thrown = thrown,
            After = Target.Flash.ToArray(),
            StateAfter = Target.State,
            TargetStarted = Target.Machine.Record.Resets.Count > starts,
            Erases = [.. Erases().Zip(erases, (now, then) => now - then)],
            Asked = (massErases - asked.MassErases, writes - asked.Writes),
            Events = job.Events,
            Elapsed = elapsed,
            Stopped = job.Stopped,
            Open = Open(),
        };
        _report.Add(record);
        void Break(string law, string what) => _report.Break(new Breach(law, index, what));
        HelperLaws.Check(_schedule, record, Break);
        CheckJournal(record, Break);
        CheckGoal(record, Break);
        if (thrown is KilledException)
        {
            // What it had sent already still gets to the helper.
            _clock.Advance(TimeSpan.FromSeconds(30));
        }
    }

    // What a job has left in doubt the next one says.
    private void CheckJournal(HelperRecord job, Action<string, string> broken)
    {
        bool met = job.Events.Any(e => e is JobEvent.PhaseStarted { Phase: JobPhase.Check });
        bool told = job.Events.Any(e => e is JobEvent.LeftBehind { Change.Kind: ChangeKind.Bootloader or ChangeKind.Flash });
        if (met && told != _half)
        {
            broken("journal", _half ? "the target is half written by us, and the next run does not say so"
                : "every job before came to its end, and something is told to be left");
        }

        bool doubt = job.Open.Any(k => k is ChangeKind.Bootloader or ChangeKind.Flash);
        bool changed = job.Asked != default;
        if (changed && !doubt && job.Result?.Failure is not null
            && !job.BoardState.Contains("byte for byte", StringComparison.Ordinal)
            && !job.BoardState.Contains("Nothing on the target was changed", StringComparison.Ordinal))
        {
            broken("journal", $"the target is in doubt ({job.BoardState}), and the journal does not say so");
        }

        _half = doubt;
    }

    private void CheckGoal(HelperRecord job, Action<string, string> broken)
    {
        if (!job.IsGoal && (_schedule.Faults.Count > 0 || job.Step is not { StopAtEvent: 0, KilledAtEvent: 0 } || job.Index > 0
            || _schedule.IsLoose || !job.Step.Yes))
        {
            return;
        }

        List<FailureCode?> expected = job switch
        {
            _ when _schedule.Helper.Contains("fw=3.59", StringComparison.Ordinal) => [FailureCode.HelperUnfit],
            _ when _schedule.IsRefused =>
                [FailureCode.TargetNotServed, FailureCode.TargetProtected],
            { Step.Kind: HelperJob.Install } when _schedule.ErasesNoSector =>
                [null, FailureCode.SectorEraseUnavailable, FailureCode.BootloaderPresent, FailureCode.SectorOccupied],
            { IsGoal: true } => [null],
            { Step.Kind: HelperJob.Look } => [null],
            _ => [null, FailureCode.BootloaderPresent, FailureCode.SectorOccupied, FailureCode.MassEraseNeeded,
                FailureCode.HardwareUnknown],
        };
        if (job.Thrown is not null || !expected.Contains(job.Code))
        {
            broken("goal", $"{job.Step.Kind} came to {job.Outcome}");
        }
    }

    private FileJournal Journal() => new(Path.Combine(_folder.FullName, "unfinished"), _clock);

    private IReadOnlyList<ChangeKind> Open() =>
        [.. Journal().Read(new Uuid(Target.Options.Uuid.Span)).Changes.Select(c => c.Kind)];

    private string Save(ReadOnlyMemory<byte> content)
    {
        string file = Path.Combine(_folder.FullName, $"saved-{++_saved}.bin");
        File.WriteAllBytes(file, content.Span);
        return file;
    }

    private int[] Erases() => [.. SimulatedFlash.Sectors.Select(s => Target.Flash.Erases(s.Index))];

    private (int MassErases, int Writes) Asked()
    {
        var commands = _helper.Report().Commands;
        return (commands.GetValueOrDefault(MassErase), commands.GetValueOrDefault(WriteFlash));
    }

    /// <summary>One job on its way.</summary>
    private sealed class RunningRescue(HelperStep step, JobJournal journal, Func<ReadOnlyMemory<byte>, string> save) : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private int _seen;

        public List<JobEvent> Events { get; } = [];

        public bool Stopped => _stop.IsCancellationRequested;

        public void Dispose() => _stop.Dispose();

        public async Task<RescueResult> RunAsync(VescUartBoot.Links.ILinkSource port, ManualClock clock)
        {
            await using var helper = await Board.ConnectAsync(port, new BoardOptions(), clock, cancellationToken: _stop.Token)
                .ConfigureAwait(false);
            var setting = new JobOptions
            {
                Journal = journal,
                Command = $"rescue {step.Kind.ToString().ToLowerInvariant()}",
                Catalog = Contents.Catalogue,
                Progress = new Progress(OnEvent),
                Confirm = (_, _) => new ValueTask<bool>(step.Yes),
            };
            var common = new RescueOptions { Image = Contents.Present, Save = save, Replace = step.Replace, DryRun = step.DryRun };
            return step.Kind switch
            {
                HelperJob.Look => await helper.LookAtTargetAsync(common.In(setting), _stop.Token).ConfigureAwait(false),
                HelperJob.Install => await helper.InstallOnTargetAsync(common.In(setting), _stop.Token).ConfigureAwait(false),
                _ => await helper.RestoreTargetAsync(new RestoreTargetOptions
                {
                    Target = new FirmwareTarget.Release("7.00"),
                    Firmware = new SimulatedFirmware(named: null!),
                    Image = Contents.Present,
                    Save = save,
                    MassErase = step.MassErase,
                    KeepSettings = step.KeepsSettings,
                    ForceHardware = step.NamesHardware ? "60_MK6" : null,
                    DryRun = step.DryRun,
                }.In(setting), _stop.Token).ConfigureAwait(false),
            };
        }

        private void OnEvent(JobEvent happened)
        {
            if (++_seen == step.KilledAtEvent)
            {
                throw new KilledException();
            }

            if (_seen == step.StopAtEvent)
            {
                _stop.Cancel();
            }

            if (happened is not JobEvent.Progressed)
            {
                Events.Add(happened);
            }
        }

        private sealed class Progress(Action<JobEvent> add) : IProgress<JobEvent>
        {
            public void Report(JobEvent value) => add(value);
        }
    }
}
