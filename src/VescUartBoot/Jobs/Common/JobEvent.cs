using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Recovery;

namespace VescUartBoot.Jobs.Common;

/// <summary>Something that happened in a job. The family is closed.</summary>
public abstract record JobEvent
{
    private JobEvent()
    {
    }

    /// <summary>A step began.</summary>
    public sealed record PhaseStarted(JobPhase Phase) : JobEvent;

    /// <summary>A step goes on: <paramref name="Done"/> of <paramref name="Total"/> bytes.</summary>
    public sealed record Progressed(JobPhase Phase, long Done, long Total) : JobEvent;

    /// <summary>The board said who it is.</summary>
    public sealed record BoardFound(BoardIdentity Board) : JobEvent;

    /// <summary>The pre-check came to its verdict.</summary>
    public sealed record Found(BootloaderStatus Finding) : JobEvent;

    /// <summary>Which image was chosen, and why.</summary>
    public sealed record ImageChosen(string Name, string Why) : JobEvent;

    /// <summary>What will be done.</summary>
    public sealed record Planned(InstallPlan Plan) : JobEvent;

    /// <summary>What an upgrade will do.</summary>
    public sealed record UpgradePlanned(UpgradePlan Plan) : JobEvent;

    /// <summary>The old content of the bootloader sector, or of all of a target's flash, is saved there.</summary>
    public sealed record SectorSaved(string Path, bool IsWholeFlash = false) : JobEvent;

    /// <summary>Settings and scripts of the board are saved there.</summary>
    public sealed record Kept(string Folder) : JobEvent;

    /// <summary>The board restarts: <paramref name="Elapsed"/> of <paramref name="Expected"/>, at most <paramref name="AtMost"/>.</summary>
    /// <param name="Elapsed">Since the jump.</param>
    /// <param name="Expected">How long it takes if all goes well.</param>
    /// <param name="AtMost">When nobody waits any longer.</param>
    /// <param name="Installs">A firmware may be copied meanwhile, so the board must keep its power.</param>
    public sealed record Awaited(TimeSpan Elapsed, TimeSpan Expected, TimeSpan AtMost, bool Installs) : JobEvent;

    /// <summary>The board answered after its restart.</summary>
    public sealed record Returned(BoardIdentity Board, TimeSpan Elapsed) : JobEvent;

    /// <summary>An earlier run has left something half done.</summary>
    public sealed record LeftBehind(InterruptedChange Change, string Message, BoardIdentity? Board = null) : JobEvent;

    /// <summary>What became of one part of a backup that was to be put back.</summary>
    public sealed record PartRestored(PartOutcome Outcome) : JobEvent;

    /// <summary>A request is repeated.</summary>
    public sealed record Retried(string What, int Attempt, string Reason) : JobEvent;

    /// <summary>Something that the owner should know. <paramref name="Code"/> is stable.</summary>
    public sealed record Warned(string Code, string Message) : JobEvent;
}
