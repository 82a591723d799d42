using VescUartBoot.Station.Work;

namespace VescUartBoot.Station.Fleet;

/// <summary>Reports the boards of a bench to the fleet, each when it changes, and the station itself at regular times.</summary>
/// <param name="server">The server.</param>
/// <param name="bench">The bench.</param>
/// <param name="options">Name, site, tags.</param>
internal sealed class BoardReporter(FleetServer server, Workbench bench, FleetOptions options)
{
    private static readonly TimeSpan _together = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan _heartbeat = TimeSpan.FromSeconds(20);

    /// <summary>Reports until it is stopped or the server is away.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var reported = new Dictionary<string, FleetBoard>(StringComparer.Ordinal);
        var before = await server.Stations.GetAsync<StationReport>(options.Station, stop).ConfigureAwait(false);
        foreach (string uuid in before?.Value.Uuids ?? [])
        {
            if (await server.Boards.GetAsync<FleetBoard>(uuid, stop).ConfigureAwait(false) is { } own
                && own.Value.Station == options.Station)
            {
                reported[uuid] = own.Value;
            }
        }

        long lastBeat = 0;
        IReadOnlyList<string>? lastUuids = null;
        while (true)
        {
            var changed = bench.Changed;
            var boards = Reports();
            foreach (var board in boards.Values.Where(b => !reported.TryGetValue(b.Uuid, out var last) || !IsSame(last, b)))
            {
                await server.Boards.PutAsync(board.Uuid, board, stop).ConfigureAwait(false);
                reported[board.Uuid] = board;
            }

            foreach (var gone in reported.Values.Where(r => r.Present && !boards.ContainsKey(r.Uuid)).ToList())
            {
                await LeaveAsync(gone, stop).ConfigureAwait(false);
                reported.Remove(gone.Uuid);
            }

            List<string> uuids = [.. boards.Keys.Order(StringComparer.Ordinal)];
            if (lastUuids?.SequenceEqual(uuids) != true || options.Time.GetElapsedTime(lastBeat) > _heartbeat)
            {
                await server.Stations.PutAsync(options.Station, new StationReport(options.Station, options.Site, boards.Count,
                    options.Trust is not null, options.Time.GetUtcNow(), uuids), stop).ConfigureAwait(false);
                (lastBeat, lastUuids) = (options.Time.GetTimestamp(), uuids);
            }

            await Task.WhenAny(changed, Task.Delay(_heartbeat, stop)).ConfigureAwait(false);
            await Task.Delay(_together, stop).ConfigureAwait(false);
        }
    }

    private Dictionary<string, FleetBoard> Reports() => bench.Tiles().Where(t => t.Uuid is not null).DistinctBy(t => t.Uuid)
        .ToDictionary(t => t.Uuid!, t => new FleetBoard
        {
            Uuid = t.Uuid!,
            Hardware = t.Hardware,
            Firmware = t.Firmware,
            Verdict = t.State == TileState.Working ? null : t.Code ?? "ok",
            Words = t.State == TileState.Working ? null : t.Text,
            Station = options.Station,
            Site = options.Site,
            Tags = options.Tags,
            Present = true,
            Seen = options.Time.GetUtcNow(),
        }, StringComparer.Ordinal);

    // The running job is not a change that anybody waits for.
    private static bool IsSame(FleetBoard a, FleetBoard b) => a.Present && a.Hardware == b.Hardware && a.Firmware == b.Firmware
        && a.Site == b.Site && a.Tags.SequenceEqual(b.Tags) && (b.Verdict is null || (a.Verdict == b.Verdict && a.Words == b.Words));

    // Another station may have reported it meanwhile.
    private async Task LeaveAsync(FleetBoard gone, CancellationToken stop)
    {
        var last = await server.Boards.GetAsync<FleetBoard>(gone.Uuid, stop).ConfigureAwait(false);
        if (last is not null && last.Value.Station == options.Station)
        {
            var left = last.Value with { Present = false, Seen = options.Time.GetUtcNow() };
            await server.Boards.TryReplaceAsync(gone.Uuid, left, last.Revision, stop).ConfigureAwait(false);
        }
    }
}
