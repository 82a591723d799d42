namespace VescUartBoot.Station.Fleet;

/// <summary>Which stations of a fleet give a sign of life, and whether one coordinates, by the clock of the server.</summary>
/// <param name="Stations">The stations that were ever there.</param>
/// <param name="Coordinator">The station that coordinates; <see langword="null"/>: none does.</param>
/// <param name="NoCoordinatorSince">The last sign of a coordinator; <see langword="null"/>: one is there, or there never was one.</param>
internal sealed record FleetSigns(IReadOnlyList<StationView> Stations, string? Coordinator, DateTimeOffset? NoCoordinatorSince)
{
    /// <summary>A station that was silent for this long is not seen any more: it has missed three signs.</summary>
    public static TimeSpan Silence { get; } = TimeSpan.FromMinutes(1);

    /// <summary>Why no rollout goes on; <see langword="null"/>: a coordinator is there.</summary>
    public string? Standstill => (Coordinator, NoCoordinatorSince) switch
    {
        (null, { } since) => $"no coordinator has answered since {Text(since)}: no further board begins",
        (null, null) => "no station coordinates: start one with --coordinate",
        _ => null,
    };

    /// <summary>The signs now.</summary>
    public static async Task<FleetSigns> ReadAsync(FleetServer server, CancellationToken stop)
    {
        var stations = await server.Stations.ListAsync<StationReport>(">", stop).ConfigureAwait(false);
        var lease = await server.Rollouts.GetAsync<LeaseHolder>(Lease.Key, stop).ConfigureAwait(false);
        var now = await server.NowAsync(stop).ConfigureAwait(false);
        return Of(stations, lease, now, server.LeaseTime);
    }

    /// <summary>The signs at a time of the server.</summary>
    public static FleetSigns Of(IEnumerable<Versioned<StationReport>> stations, Versioned<LeaseHolder>? lease, DateTimeOffset now,
        TimeSpan leaseTime)
    {
        bool isLed = lease is not null && now - lease.Written <= leaseTime;
        return new FleetSigns(
            [.. stations.Select(s => ViewOf(s, now)).OrderBy(s => s.Site, StringComparer.Ordinal).ThenBy(s => s.Station,
                StringComparer.Ordinal)],
            isLed ? lease!.Value.Station : null, isLed ? null : lease?.Written);
    }

    /// <summary>The last sign of a station that is away; <see langword="null"/>: it is there, or it was never there.</summary>
    public DateTimeOffset? NotSeenSince(string station) => Stations.FirstOrDefault(s => s.Station == station)?.NotSeenSince;

    /// <summary>A time of the server in words.</summary>
    public static string Text(DateTimeOffset time) => $"{time.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC";

    private static StationView ViewOf(Versioned<StationReport> found, DateTimeOffset now)
    {
        var report = found.Value;
        bool isAway = now - found.Written > Silence;
        return new StationView(report.Station, report.Site, report.Boards, report.TakesWork && !isAway, report.Clock,
            isAway ? found.Written : null);
    }
}
