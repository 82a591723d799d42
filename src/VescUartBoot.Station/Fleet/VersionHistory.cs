namespace VescUartBoot.Station.Fleet;

/// <summary>The boards of the fleet by firmware over time.</summary>
/// <param name="Samples">Oldest first.</param>
internal sealed record VersionHistory(IReadOnlyList<VersionSample> Samples)
{
    /// <summary>The key.</summary>
    public const string Key = "versions";

    private const int Most = 400;
    private const int MostVersions = 12;

    private static readonly TimeSpan _together = TimeSpan.FromMinutes(1);

    /// <summary>Boards by firmware; the rare ones together.</summary>
    public static IReadOnlyDictionary<string, int> Count(IEnumerable<FleetBoard> boards)
    {
        var all = boards.CountBy(b => b.Firmware ?? "unknown").OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal)
            .ToList();
        var counts = all.Take(MostVersions).ToDictionary(StringComparer.Ordinal);
        return all.Count <= MostVersions ? counts
            : new Dictionary<string, int>(counts) { ["other"] = all.Skip(MostVersions).Sum(c => c.Value) };
    }

    /// <summary>The history with the boards of now. What changes within a minute is one sample, and a long history keeps every
    /// second sample.</summary>
    public VersionHistory With(DateTimeOffset now, IReadOnlyDictionary<string, int> boards) =>
        Samples is not [.., var last] ? new([new(now, boards)])
        : last.Boards.Count == boards.Count && last.Boards.All(b => boards.GetValueOrDefault(b.Key) == b.Value) ? this
        : now - last.At < _together ? new([.. Samples.SkipLast(1), last with { Boards = boards }])
        : new([.. Samples.Count < Most ? Samples : Samples.Where((_, i) => i % 2 == 0), new(now, boards)]);
}
