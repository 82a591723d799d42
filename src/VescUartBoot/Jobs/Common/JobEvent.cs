using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Recovery;

namespace VescUartBoot.Jobs.Common;

/// <summary>An event of a job. The record family is closed.</summary>
public abstract record JobEvent
{
    private JobEvent()
    {
    }

    /// <summary>A step began.</summary>
    public sealed record PhaseStarted(JobPhase Phase) : JobEvent;

    /// <summary>Progress of a step: <paramref name="Done"/> of <paramref name="Total"/> bytes.</summary>
    public sealed record Progressed(JobPhase Phase, long Done, long Total) : JobEvent;

    /// <summary>The board was identified.</summary>
    public sealed record BoardFound(BoardIdentity Board) : JobEvent;

    /// <summary>The bootloader sector was checked.</summary>
    public sealed record Found(BootloaderStatus Finding) : JobEvent;

    /// <summary>An image was chosen; <paramref name="Why"/> gives the reason.</summary>
    public sealed record ImageChosen(string Name, string Why) : JobEvent;

    /// <summary>The plan of an install.</summary>
    public sealed record Planned(InstallPlan Plan) : JobEvent;

    /// <summary>The plan of an upgrade.</summary>
    public sealed record UpgradePlanned(UpgradePlan Plan) : JobEvent;

    /// <summary>The old content of the bootloader sector, or of the whole flash of a target, was saved to
    /// <paramref name="Path"/>.</summary>
    public sealed record SectorSaved(string Path, bool IsWholeFlash = false) : JobEvent;

    /// <summary>Settings and scripts of the board were saved to <paramref name="Folder"/>.</summary>
    public sealed record Kept(string Folder) : JobEvent;

    /// <summary>The board restarts.</summary>
    /// <param name="Elapsed">Time since the jump.</param>
    /// <param name="Expected">Expected duration without problems.</param>
    /// <param name="AtMost">Time after which the job stops waiting.</param>
    /// <param name="Installs">Whether the bootloader may be copying firmware, so that the board must keep its power.</param>
    public sealed record Awaited(TimeSpan Elapsed, TimeSpan Expected, TimeSpan AtMost, bool Installs) : JobEvent;

    /// <summary>The board answered after its restart.</summary>
    public sealed record Returned(BoardIdentity Board, TimeSpan Elapsed) : JobEvent;

    /// <summary>An earlier run left an incomplete change.</summary>
    public sealed record LeftBehind : JobEvent
    {
        internal LeftBehind(InterruptedChange change, string message, BoardIdentity? board) =>
            (Change, Message, Board) = (change, message, board);

        /// <summary>What was left, in a sentence for the user.</summary>
        public string Message { get; }

        /// <summary>The board; <see langword="null"/> if it is not known.</summary>
        public BoardIdentity? Board { get; }

        /// <summary>The change.</summary>
        internal InterruptedChange Change { get; }
    }

    /// <summary>Result for one part of a backup that was to be restored.</summary>
    public sealed record PartRestored(PartOutcome Outcome) : JobEvent;

    /// <summary>A request is repeated.</summary>
    public sealed record Retried(string What, int Attempt, string Reason) : JobEvent;

    /// <summary>A warning for the user. <paramref name="Code"/> is stable.</summary>
    public sealed record Warned(string Code, string Message) : JobEvent;
}
