namespace VescUartBoot.Station.Fleet;

/// <summary>A time of day.</summary>
internal sealed record MaintenanceWindow
{
    /// <summary>The days on which it begins; empty: every day.</summary>
    public IReadOnlyList<DayOfWeek> Days { get; init => field = value ?? []; } = [];

    /// <summary>When it begins.</summary>
    public required TimeOnly From { get; init; }

    /// <summary>When it ends; earlier than <see cref="From"/>: on the next day.</summary>
    public required TimeOnly To { get; init; }

    /// <summary>Whether a time is in it.</summary>
    public bool Contains(DayOfWeek day, TimeOnly time) => From < To ? Begins(day) && time >= From && time < To
        : (Begins(day) && time >= From) || (Begins((DayOfWeek)(((int)day + 6) % 7)) && time < To);

    private bool Begins(DayOfWeek day) => Days.Count == 0 || Days.Contains(day);
}
