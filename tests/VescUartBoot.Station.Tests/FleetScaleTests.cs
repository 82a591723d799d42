using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

using VescUartBoot.Station.Fleet;
using VescUartBoot.Tests;

namespace VescUartBoot.Station.Tests;

/// <summary>A thousand boards at twenty stations, and what a board costs the message server and the coordinator.</summary>
[Trait("Category", "Slow")]
public sealed class FleetScaleTests(ITestOutputHelper output)
{
    private const int Stations = 20;
    private const int BoardsEach = 50;
    private const int All = Stations * BoardsEach;

    [Fact(Timeout = 600_000)]
    public async Task A_thousand_boards_are_brought_to_the_target_in_three_minutes()
    {
        // Real stations are separate processes; here the blocking work of all of them shares one pool of threads.
        ThreadPool.SetMinThreads(300, 300);
        string monitor = NatsServer.FreePort().ToString(CultureInfo.InvariantCulture);
        await using var fleet = new TestFleet("-m", monitor);
        using var coordinator = fleet.StartProgram("leads", "--coordinate", "--port", fleet.At("none"));
        try
        {
            var clock = Stopwatch.StartNew();
            for (int i = 0; i < Stations; i++)
            {
                fleet.Join(fleet.Options($"s{i}", coordinates: false) with { RedeliverAfter = TimeSpan.FromSeconds(10) }, BoardsEach);
            }

            await fleet.UntilKnownAsync(All);
            Tell($"{All} boards at {Stations} stations are known after {clock.Elapsed.TotalSeconds:0.0} s");
            double seconds = await MeasureAsync(fleet, monitor, coordinator, All);
            var (_, _, steps) = await fleet.ReadAsync("many");
            Assert.Equal(All, steps.Count(s => s.State == StepState.Done));
            fleet.VerdictsEqualTheFlash(steps);
            Assert.True(seconds < 180, $"{seconds} s");
        }
        finally
        {
            coordinator.Kill();
        }
    }

    [Fact(Timeout = 600_000)]
    public async Task More_boards_than_can_be_simulated_cost_the_server_and_the_coordinator_no_more_each()
    {
        int boards = Depth.Of(2_000, 10_000);
        string monitor = NatsServer.FreePort().ToString(CultureInfo.InvariantCulture);
        await using var fleet = new TestFleet("-m", monitor);
        using var coordinator = fleet.StartProgram("leads", "--coordinate", "--port", fleet.At("none"));
        var stations = Enumerable.Range(0, Stations).Select(i => new PaperStation(fleet.Options($"s{i}", coordinates: false),
            [.. Enumerable.Range(0, boards / Stations).Select(n => $"{i:x8}{n:x16}")])).ToList();
        try
        {
            await Task.WhenAll(stations.Select(s => s.StartAsync()));
            await fleet.UntilKnownAsync(boards);
            await MeasureAsync(fleet, monitor, coordinator, boards);
            Assert.Equal(boards, (await fleet.ReadAsync("many")).Steps.Count(s => s.State == StepState.Done));
        }
        finally
        {
            coordinator.Kill();
            foreach (var station in stations)
            {
                await station.DisposeAsync();
            }
        }
    }

    // Seconds of the whole rollout.
    private async Task<double> MeasureAsync(TestFleet fleet, string monitor, Process coordinator, int boards)
    {
        double[] before = await CostsAsync(monitor, coordinator);
        var clock = Stopwatch.StartNew();
        await fleet.StartAsync("many", json => json["limits"] = new JsonObject { ["atOnce"] = 100 });
        Tell($"the rollout of {boards} boards is started in {clock.Elapsed.TotalSeconds:0.0} s");
        await TestFleet.UntilAsync(async () => (await StateAsync(fleet)).Phase != RolloutPhase.Running);

        double seconds = clock.Elapsed.TotalSeconds;
        double[] after = await CostsAsync(monitor, coordinator);
        var cost = after.Zip(before, (now, earlier) => (now - earlier) / boards).ToList();
        Tell($"finished after {seconds:0.0} s; each board costs");
        Tell($"  {cost[0]:0.0} messages to the server with {cost[1]:0} bytes, {cost[2]:0.0} from it with {cost[3]:0} bytes");
        Tell($"  {1000 * cost[4]:0.0} ms of the coordinator's processor");
        Tell($"  {after[5] / boards:0} bytes of storage");
        return seconds;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static async Task<RolloutState> StateAsync(TestFleet fleet) =>
        (await (await fleet.ServerAsync()).Rollouts.GetAsync<RolloutState>(FleetServer.StateKey("many"), Token))!.Value;

    private static async Task<double[]> CostsAsync(string monitor, Process coordinator)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{monitor}/") };
        var server = (await http.GetFromJsonAsync<JsonNode>("varz", Token))!;
        var store = (await http.GetFromJsonAsync<JsonNode>("jsz", Token))!;
        coordinator.Refresh();
        return
        [
            (double)server["in_msgs"]!, (double)server["in_bytes"]!, (double)server["out_msgs"]!, (double)server["out_bytes"]!,
            coordinator.TotalProcessorTime.TotalSeconds, (double)store["bytes"]!,
        ];
    }

    private void Tell(FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
