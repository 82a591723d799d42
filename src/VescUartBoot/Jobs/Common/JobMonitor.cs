using VescUartBoot.Boards;

namespace VescUartBoot.Jobs.Common;

/// <summary>Shows what a running job has done to its board, at any moment and from any thread: for a caller that must stop it at
/// once.</summary>
internal sealed class JobMonitor
{
    private volatile BoardChanges? _touch;

    /// <summary>What the board holds now, and whether it drives, in a sentence; <see langword="null"/>: no job has begun.</summary>
    public string? BoardState => _touch?.Describe();

    /// <summary>The job is between the first command that changes what must not be left half done and the last: it finishes that before it
    /// stops.</summary>
    public bool FinishesFirst => _touch?.FinishesFirst ?? false;

    /// <summary>The board may be copying a firmware: its power must stay on.</summary>
    public bool NeedsPower => _touch is { Upload: BoardChanges.Staging.Started };

    /// <summary>Its bootloader sector is not as it was and not known to be whole.</summary>
    public bool SectorInDoubt => _touch?.SectorInDoubt ?? false;

    /// <summary>What the check of the link has measured; <see langword="null"/>: it has not ended.</summary>
    public LinkQuality? Link { get; private set; }

    internal void Measured(LinkQuality link) => Link = link;

    internal void Follow(BoardChanges touch) => _touch = touch;
}
