namespace VescUartBoot.Station.Fleet;

/// <summary>The fleet as a page shows it. Its size does not depend on the number of boards.</summary>
/// <param name="Station">The station that answers.</param>
/// <param name="Trouble">Why the server is not used now; <see langword="null"/>: it is.</param>
/// <param name="Coordinator">The station that coordinates; <see langword="null"/>: none does, or it is not known.</param>
/// <param name="NoCoordinatorSince">The last sign of a coordinator; <see langword="null"/>: one is there, or there never was one.</param>
/// <param name="Stations">The stations that were ever there.</param>
/// <param name="Rollouts">The rollouts: those that are not over by their names, then those that ended last.</param>
/// <param name="Versions">Boards by firmware over time.</param>
internal sealed record FleetView(string Station, string? Trouble, string? Coordinator, DateTimeOffset? NoCoordinatorSince,
    IReadOnlyList<StationView> Stations, IReadOnlyList<RolloutView> Rollouts, IReadOnlyList<VersionSample> Versions)
{
    private const int MostRollouts = 20;

    /// <summary>The fleet now.</summary>
    public static async Task<FleetView> ReadAsync(FleetServer server, string station, CancellationToken stop)
    {
        var signs = await FleetSigns.ReadAsync(server, stop).ConfigureAwait(false);
        var states = await server.Rollouts.ListAsync<RolloutState>("*.state", stop).ConfigureAwait(false);
        var progress = (await server.Rollouts.ListAsync<RolloutProgress>("*.progress", stop).ConfigureAwait(false))
            .ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);
        var versions = await server.Rollouts.GetAsync<VersionHistory>(VersionHistory.Key, stop).ConfigureAwait(false);
        return new FleetView(station, null, signs.Coordinator, signs.NoCoordinatorSince, signs.Stations,
            [
                .. states.OrderBy(s => IsOver(s)).ThenByDescending(s => IsOver(s) ? s.Written : default)
                    .ThenBy(s => s.Key, StringComparer.Ordinal).Take(MostRollouts)
                    .Select(s => (Name: FleetServer.RolloutOf(s.Key), s.Value))
                    .Select(s => new RolloutView(s.Name, s.Value.Phase, s.Value.Reason, s.Value.Group, s.Value.Tickets.Count,
                        progress.GetValueOrDefault(FleetServer.ProgressKey(s.Name)))),
            ],
            versions?.Value.Samples ?? []);
    }

    private static bool IsOver(Versioned<RolloutState> state) => state.Value.Phase > RolloutPhase.Paused;

    /// <summary>What is known while the server is away.</summary>
    public static FleetView Without(string station, string trouble) => new(station, trouble, null, null, [], [], []);
}
