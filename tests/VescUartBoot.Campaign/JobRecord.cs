using VescUartBoot.Backups;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Recovery;
using VescUartBoot.Simulator.Boards;

namespace VescUartBoot.Campaign;

/// <summary>One job as it went: what the tool said, and what the board really held before and behind it.</summary>
internal sealed record JobRecord(int Index, JobStep Step)
{
    /// <summary>Run after the faults had ended, to reach the goal.</summary>
    public bool IsGoal { get; init; }

    /// <summary>The bootloader sector held what a job of this run had not finished.</summary>
    public bool SectorIsOurs { get; init; }

    /// <summary>Its result; <see langword="null"/>: it did not come to the job.</summary>
    public JobResult? Result { get; init; }

    /// <summary>What kept it from its job: no port, no answer; or a fault of our own.</summary>
    public Exception? Thrown { get; init; }

    public required byte[] Before { get; init; }

    public required byte[] After { get; init; }

    public required BoardView BoardBefore { get; init; }

    /// <summary>7.00 has started meanwhile: a start without settings stores the CAN id and baud rate that were kept over the
    /// reset.</summary>
    public bool BoardStoredCan => BoardAfter.Firmware is "7.00" && BoardAfter.Starts > BoardBefore.Starts;

    public required BoardView BoardAfter { get; init; }

    public IReadOnlyList<JobEvent> Events { get; init; } = [];

    public TimeSpan Elapsed { get; init; }

    /// <summary>Ctrl-C was really pressed.</summary>
    public bool Stopped { get; init; }

    /// <summary>The region that the job handed over.</summary>
    public byte[]? Dumped { get; init; }

    /// <summary>The old content of the sector, as the job handed it over.</summary>
    public byte[]? Saved { get; init; }

    /// <summary>The backup that was to be put back.</summary>
    public BoardBackup? Given { get; init; }

    /// <summary>The program was killed in this job: nobody has heard of its result.</summary>
    public bool Killed => Thrown is KilledException;

    /// <summary>What was to happen to the program or its disk has happened.</summary>
    public bool AccidentStruck { get; init; }

    /// <summary>A page of the journal was left that is not whole.</summary>
    public bool PageTorn { get; init; }

    /// <summary>A page of the journal was written, or taken away: one that was damaged is set aside then.</summary>
    public bool JournalWritten { get; init; }

    /// <summary>Flash has said ok of this job's erases or writes, or of an earlier one's, and not done them.</summary>
    public bool FlashLied { get; init; }

    /// <summary>The firmware could be asked to read its flash, and does not.</summary>
    public bool IsClosed { get; init; }

    /// <summary>The job before was killed, or has said that the next question for the version may restart the board.</summary>
    public bool MayCrashOnce { get; init; }

    /// <summary>The bootloader sector holds what is neither saved nor written by a job of the run: it is not our own half alone.</summary>
    public bool HoldsForeign { get; init; }

    /// <summary>What the journal calls open behind the job.</summary>
    public IReadOnlyList<ChangeKind> Open { get; init; } = [];

    /// <summary>It came as far as to the journal of the board.</summary>
    public bool Recalled => Events.Any(e => e is JobEvent.PhaseStarted { Phase: JobPhase.LinkCheck });

    /// <summary>It said that an earlier run has left this half done.</summary>
    public bool Said(ChangeKind kind) => Events.OfType<JobEvent.LeftBehind>().Any(e => e.Change.Kind == kind);

    public FailureCode? Code => Result?.Failure?.Code;

    public string BoardState => Result?.Failure?.BoardState ?? "";

    public bool Warned(string code) => Events.OfType<JobEvent.Warned>().Any(w => w.Code == code);
}

/// <summary>What the simulator knows of a board at one moment.</summary>
internal sealed record BoardView(BoardState State, string? Firmware, int Starts, int BootloaderRuns, int CopiesBroken, int Violations)
{
    public static BoardView Of(Machine board) => new(
        board.State,
        board.Identity?.Firmware.Name,
        board.Record.Resets.Count,
        board.Record.BootloaderExits.Count,
        board.Record.BootloaderExits.Count(e => e.Result is BootloaderResult.Interrupted or BootloaderResult.FlashError),
        board.Record.Violations.Count);
}
