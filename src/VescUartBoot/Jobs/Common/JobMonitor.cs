using VescUartBoot.Boards;
using VescUartBoot.Chip;

namespace VescUartBoot.Jobs.Common;

/// <summary>Shows what a running job has done to its board, at any moment and from any thread: for a caller that must stop it
/// immediately.</summary>
internal sealed class JobMonitor
{
    private volatile BoardChanges? _touch;

    /// <summary>What the board holds now and whether it drives, in a sentence; <see langword="null"/> before a job has begun.</summary>
    public string? BoardState => _touch?.Describe();

    /// <summary>The job is within changes that must not stay incomplete: it finishes them before it stops.</summary>
    public bool FinishesFirst => _touch?.FinishesFirst ?? false;

    /// <summary>The board may be copying firmware: it must keep its power.</summary>
    public bool NeedsPower => _touch is { Upload: BoardChanges.Staging.Started };

    /// <summary>The bootloader sector has changed and is not known to be complete.</summary>
    public bool SectorInDoubt => _touch?.SectorInDoubt ?? false;

    /// <summary>The job is about a board behind the SWD pins of the one that answers.</summary>
    public bool IsOfTarget => _touch?.Target is not null;

    /// <summary>UUID of that board, once it was read.</summary>
    public Uuid? TargetUuid => _touch?.Target?.Uuid;

    /// <summary>The flash of that board is neither as it was nor known to be whole.</summary>
    public bool TargetInDoubt => _touch?.Target?.IsInDoubt ?? false;

    /// <summary>Result of the link check; <see langword="null"/> until it has ended.</summary>
    public LinkQuality? Link { get; private set; }

    internal void Measured(LinkQuality link) => Link = link;

    internal void Follow(BoardChanges touch) => _touch = touch;
}
