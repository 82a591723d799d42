namespace VescUartBoot.Station.Fleet;

/// <summary>The fleet as a page shows it. Its size does not depend on the number of boards.</summary>
/// <param name="Station">The station that answers.</param>
/// <param name="Trouble">Why the server is not used now; <see langword="null"/>: it is.</param>
/// <param name="Coordinator">The station that coordinates; <see langword="null"/>: none does, or it is not known.</param>
/// <param name="Stations">The stations.</param>
/// <param name="Rollouts">The rollouts: those that are not over, then the newest.</param>
/// <param name="Versions">Boards by firmware over time.</param>
internal sealed record FleetView(string Station, string? Trouble, string? Coordinator, IReadOnlyList<StationReport> Stations,
    IReadOnlyList<RolloutView> Rollouts, IReadOnlyList<VersionSample> Versions)
{
    private const int MostRollouts = 20;

    /// <summary>The fleet now.</summary>
    public static async Task<FleetView> ReadAsync(FleetServer server, string station, CancellationToken stop)
    {
        var stations = await server.Stations.ListAsync<StationReport>(">", stop).ConfigureAwait(false);
        var states = await server.Rollouts.ListAsync<RolloutState>("*.state", stop).ConfigureAwait(false);
        var progress = (await server.Rollouts.ListAsync<RolloutProgress>("*.progress", stop).ConfigureAwait(false))
            .ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);
        var lease = await server.Rollouts.GetAsync<LeaseHolder>(Lease.Key, stop).ConfigureAwait(false);
        var versions = await server.Rollouts.GetAsync<VersionHistory>(VersionHistory.Key, stop).ConfigureAwait(false);
        return new FleetView(station, null, lease?.Value.Station,
            [.. stations.Select(s => s.Value with { Uuids = null }).OrderBy(s => s.Site, StringComparer.Ordinal).ThenBy(s => s.Station,
                StringComparer.Ordinal)],
            [
                .. states.OrderBy(s => s.Value.Phase > RolloutPhase.Paused).ThenByDescending(s => s.Written).Take(MostRollouts)
                    .Select(s => (Name: FleetServer.RolloutOf(s.Key), s.Value))
                    .Select(s => new RolloutView(s.Name, s.Value.Phase, s.Value.Reason, s.Value.Group, s.Value.Tickets.Count,
                        progress.GetValueOrDefault(FleetServer.ProgressKey(s.Name)))),
            ],
            versions?.Value.Samples ?? []);
    }

    /// <summary>What is known while the server is away.</summary>
    public static FleetView Without(string station, string trouble) => new(station, trouble, null, [], [], []);
}
