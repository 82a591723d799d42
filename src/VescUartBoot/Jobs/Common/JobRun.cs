using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Images;
using VescUartBoot.Links;

namespace VescUartBoot.Jobs.Common;

/// <summary>What the steps of one job share: the board, who is told, who is asked, and what was done so far.</summary>
internal sealed class JobRun
{
    public JobRun(Board board, JobOptions options)
    {
        (Board, Options) = (board, options);
        Log = new JournalSession(this);
        options.Monitor?.Follow(Touch);
    }

    public Board Board { get; }

    public JobOptions Options { get; }

    public BoardChanges Touch { get; } = new();

    /// <summary>What is begun on this board and not ended, by this job and earlier ones.</summary>
    public JournalSession Log { get; }

    /// <summary>Where settings and scripts of the board are kept before an upgrade.</summary>
    public string? KeptIn { get; set; }

    /// <summary>The looks at the motors, which <see cref="Preflight"/> begins. All are taken before anything is written.</summary>
    public MotorChecks Motors { get => field ?? throw new InvalidOperationException("the motors were not looked at"); set; }

    /// <summary>The open way to read flash, if there is one.</summary>
    public FlashAccess? Path { get; set; }

    /// <summary>Whether the bootloader sector can be read.</summary>
    public bool ReadsSector => Path is not null || Options.SectorReader is not null;

    /// <summary>How it is read.</summary>
    public DetectionMethod HowRead => Options.SectorReader is null ? DetectionMethod.Readback : DetectionMethod.Swd;

    /// <summary>The whole bootloader sector as the pre-check read it; empty where it could not.</summary>
    public byte[] SectorBefore { get; set; } = [];

    /// <summary>Where the old content of the bootloader sector was saved.</summary>
    public string? SavedTo { get; set; }

    /// <summary>What this job has put into staging, from its start on: nobody else's, so it may be erased.</summary>
    public ReadOnlyMemory<byte> Staged { get; set; }

    /// <summary>How long it took to read the sector, for the plan's estimate.</summary>
    public TimeSpan TimeToReadSector { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The owner agreed to the whole plan, and with it to the changes that it names.</summary>
    public bool PlanAgreed { get; set; }

    /// <summary>Asks the owner, unless the plan was agreed to.</summary>
    public ValueTask<bool> AskAsync(JobQuestion question, string text) =>
        PlanAgreed ? new ValueTask<bool>(true) : Options.Confirm(question, text);

    /// <summary>What became of the parts of a backup so far, also where the job ends early.</summary>
    public List<PartOutcome> Restored { get; } = [];

    public void Begin(JobPhase phase) => Options.Progress?.Report(new JobEvent.PhaseStarted(phase));

    public void Warn(string code, string message) => Options.Progress?.Report(new JobEvent.Warned(code, message));

    public void Report(JobEvent happened) => Options.Progress?.Report(happened);

    /// <summary>Hands bytes done on as progress of <paramref name="phase"/>.</summary>
    public IProgress<long> ProgressOf(JobPhase phase, long total) =>
        new SynchronousProgress<long>(done => Options.Progress?.Report(new JobEvent.Progressed(phase, done, total)));

    /// <summary>Hands the time that a restart takes on.</summary>
    public IProgress<TimeSpan> WaitOf(TimeSpan expected, TimeSpan atMost, bool installs) =>
        new SynchronousProgress<TimeSpan>(elapsed => Options.Progress?.Report(new JobEvent.Awaited(elapsed, expected, atMost, installs)));

    /// <summary>Runs the steps of a job and its undo, and turns whatever ended it into the failure that the result carries.</summary>
    /// <param name="steps">The job.</param>
    /// <param name="undo">Takes back what it opened.</param>
    /// <param name="stop">What the owner stops it with: nothing else counts as a stop.</param>
    public async Task<JobFailure?> RunAsync(Func<Task> steps, Func<Task> undo, CancellationToken stop)
    {
        var failure = await CatchAsync(steps, stop).ConfigureAwait(false);
        var undoFailure = await CatchAsync(undo, stop).ConfigureAwait(false);
        Log.Settle();
        failure ??= undoFailure;
        return failure is null ? null : failure with { BoardState = Touch.Describe() };
    }

    private async Task<JobFailure?> CatchAsync(Func<Task> steps, CancellationToken stop)
    {
        try
        {
            await steps().ConfigureAwait(false);
            return null;
        }
        catch (JobStoppedException e)
        {
            return new JobFailure(e.Code, e.Message, "") { WayToTell = e.WayToTell, Half = e.Half };
        }
        catch (ImageRejectedException e)
        {
            return new JobFailure(FailureCode.ImageRejected, e.Message, "") { Rejection = e };
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return Stopped();
        }
        catch (Exception e) when (e is ReplyTimeoutException or LinkLostException && stop.IsCancellationRequested && !Touch.FinishesFirst)
        {
            // The owner stopped it while it waited for a board that is silent.
            return Stopped();
        }
        catch (LinkLostException e)
        {
            return new JobFailure(FailureCode.LinkLost, $"the link was lost: {e.Message}", "");
        }
        catch (BoardChangedException e)
        {
            return new JobFailure(FailureCode.BoardChanged, e.Message, "");
        }
        catch (ReplyTimeoutException e)
        {
            return new JobFailure(FailureCode.BoardSilent, e.Message, "");
        }
    }

    private static JobFailure Stopped() => new(FailureCode.Interrupted, "stopped on request", "");
}
