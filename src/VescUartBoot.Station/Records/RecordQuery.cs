namespace VescUartBoot.Station.Records;

/// <summary>Which records are read.</summary>
internal sealed record RecordQuery
{
    /// <summary>Text that one of UUID, hardware, lot, serial number, verdict, operator, station, recipe or image contains.</summary>
    public string? Text { get; init; }

    /// <summary>The board.</summary>
    public string? Uuid { get; init; }

    /// <summary>Jobs that ended at this time or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The most records, 1 to 100000. Default 200.</summary>
    public int Limit { get; init; } = 200;

    /// <summary>Only jobs that a shared database has not got.</summary>
    public bool OnlyUnsent { get; init; }

    /// <summary><see cref="Limit"/> within its range.</summary>
    public int MostRecords => Math.Clamp(Limit, 1, 100_000);

    /// <summary>The pattern of LIKE for <see cref="Text"/>, with <c>\</c> as escape; <see langword="null"/>: any text.</summary>
    public string? Pattern => Text is { Length: > 0 } ? $"%{Escaped(Text)}%" : null;

    private static string Escaped(string text) => text.Replace(@"\", @"\\", StringComparison.Ordinal)
        .Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);
}
