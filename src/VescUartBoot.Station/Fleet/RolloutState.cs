namespace VescUartBoot.Station.Fleet;

/// <summary>Where a rollout is. Each change is a compare-and-set of this one value.</summary>
internal sealed record RolloutState
{
    /// <summary>The phase.</summary>
    public RolloutPhase Phase { get; init; }

    /// <summary>Why it is not running, or who made it run.</summary>
    public string? Reason { get; init; }

    /// <summary>Number of the current group, from 0.</summary>
    public int Group { get; init; }

    /// <summary>The boards that may begin.</summary>
    public IReadOnlyList<Ticket> Tickets { get; set; } = [];

    /// <summary>Number of the last ticket.</summary>
    public long LastTicket { get; init; }
}
