namespace VescUartBoot.Station.Records;

/// <summary>Which records are read.</summary>
internal sealed record RecordQuery
{
    /// <summary>Text that one of UUID, hardware, lot, verdict, operator, station, recipe or image contains.</summary>
    public string? Text { get; init; }

    /// <summary>The board.</summary>
    public string? Uuid { get; init; }

    /// <summary>Jobs that ended at this time or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The most records, 1 to 100000. Default 200.</summary>
    public int Limit { get; init; } = 200;
}
