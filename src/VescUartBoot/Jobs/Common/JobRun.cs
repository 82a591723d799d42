using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Images;
using VescUartBoot.Links;

namespace VescUartBoot.Jobs.Common;

/// <summary>Shared state of the steps of one job: the board, the callbacks, and the changes made so far.</summary>
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

    /// <summary>Changes that this job and earlier ones have begun on this board and not ended.</summary>
    public JournalSession Log { get; }

    /// <summary>The journal of the board with the cable, if that board follows this one to another CAN baud rate.</summary>
    public JournalSession? CableLog { get; set; }

    /// <summary>Folder with the settings and scripts saved before an upgrade.</summary>
    public string? KeptIn { get; set; }

    /// <summary>The motor checks, started by <see cref="Preflight"/>. All are done before anything is written.</summary>
    public MotorChecks Motors { get => field ?? throw new InvalidOperationException("the motors were not looked at"); set; }

    /// <summary>The open way to read flash, if there is one.</summary>
    public FlashAccess? Path { get; set; }

    /// <summary>Whether the bootloader sector can be read.</summary>
    public bool ReadsSector => Path is not null || Options.SectorReader is not null;

    /// <summary>The method used to read it.</summary>
    public DetectionMethod HowRead => Options.SectorReader is null ? DetectionMethod.Readback : DetectionMethod.Swd;

    /// <summary>The complete bootloader sector as first read; empty if it could not be read.</summary>
    public byte[] SectorBefore { get; set; } = [];

    /// <summary>Path of the saved bootloader sector.</summary>
    public string? SavedTo { get; set; }

    /// <summary>Content that this job has written from the start of staging. It is ours, so it may be erased.</summary>
    public ReadOnlyMemory<byte> Staged { get; set; }

    /// <summary>Measured time to read the sector, for the estimate of the plan.</summary>
    public TimeSpan TimeToReadSector { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The user agreed to the whole plan, and with it to the changes that it names.</summary>
    public bool PlanAgreed { get; set; }

    /// <summary>Asks the user, unless the plan was agreed to.</summary>
    public ValueTask<bool> AskAsync(JobQuestion question, string text) =>
        PlanAgreed ? new ValueTask<bool>(true) : Options.Confirm(question, text);

    /// <summary>Results of the restored parts so far, also if the job ends early.</summary>
    public List<PartOutcome> Restored { get; } = [];

    public void Begin(JobPhase phase) => Options.Progress?.Report(new JobEvent.PhaseStarted(phase));

    public void Warn(string code, string message) => Options.Progress?.Report(new JobEvent.Warned(code, message));

    public void Report(JobEvent happened) => Options.Progress?.Report(happened);

    /// <summary>Reports a number of bytes as progress of <paramref name="phase"/>.</summary>
    public IProgress<long> ProgressOf(JobPhase phase, long total) =>
        new SynchronousProgress<long>(done => Options.Progress?.Report(new JobEvent.Progressed(phase, done, total)));

    /// <summary>Reports the time since the jump.</summary>
    public IProgress<TimeSpan> WaitOf(TimeSpan expected, TimeSpan atMost, bool installs) =>
        new SynchronousProgress<TimeSpan>(elapsed => Options.Progress?.Report(new JobEvent.Awaited(elapsed, expected, atMost, installs)));

    /// <summary>Runs the steps of a job and its undo, and turns an exception into the failure of the result.</summary>
    /// <param name="steps">The job.</param>
    /// <param name="undo">Undoes the changes that reading needed.</param>
    /// <param name="stop">Stops the job on request of the user. No other cancellation counts as a stop.</param>
    public async Task<JobFailure?> RunAsync(Func<Task> steps, Func<Task> undo, CancellationToken stop)
    {
        var failure = await CatchAsync(steps, stop).ConfigureAwait(false);
        var undoFailure = await CatchAsync(undo, stop).ConfigureAwait(false);
        Log.Settle();
        failure ??= undoFailure;
        if (failure is { Code: FailureCode.LinkLost or FailureCode.BoardSilent or FailureCode.NoReturn } && Board.IsBehindCan
            && Board.Neighbours.All(n => n.IsLocal))
        {
            Warn("canMayWait",
                "the last command may wait in the board with the cable, and run when this board has power again");
        }

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
            // The user stopped the job while it waited for a silent board.
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
