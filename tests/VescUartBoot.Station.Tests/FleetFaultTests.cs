using System.Diagnostics;
using System.Text.Json.Nodes;

using VescUartBoot.Station.Fleet;

namespace VescUartBoot.Station.Tests;

/// <summary>Fleets in which things die, against a real message server.</summary>
[Trait("Category", "Slow")]
public sealed class FleetFaultTests
{
    [Fact(Timeout = 400_000)]
    public async Task A_minute_in_which_everything_stops_breaks_stalls_and_comes_twice_changes_nothing_in_the_end_state()
    {
        await using var fleet = new TestFleet();
        var networks = Enumerable.Range(0, 3).Select(_ => new CutProxy(fleet.Nats.Url)).ToList();
        for (int i = 0; i < 3; i++)
        {
            // One clock is right, one an hour early and one an hour late.
            fleet.Join(fleet.Options($"s{i}") with { Url = networks[i].Url, Time = new ShiftedTime(TimeSpan.FromHours(i - 1)) }, 40,
                (board, o) => board < 4 ? o with { Hardware = "410" } : o);
        }

        await fleet.UntilKnownAsync(120);
        await fleet.StartAsync("faults", json => json["limits"]!["atOnce"] = 3);
        using var over = new CancellationTokenSource();
        var watch = WatchLimitAsync(fleet, "faults", 3, over.Token);
        var random = new Random(11);
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < TimeSpan.FromMinutes(1);)
        {
            await PauseAsync(random);
            var station = fleet.Stations[random.Next(3)];
            var network = networks[random.Next(3)];
            switch (random.Next(6))
            {
                case 0:
                    fleet.Nats.Kill();
                    await PauseAsync(random);
                    fleet.Nats.Return();
                    break;
                case 1 or 2:
                    await station.StopAsync();
                    await PauseAsync(random);
                    station.Start();
                    break;
                case 3:
                    network.Cut();
                    await PauseAsync(random);
                    network.Heal();
                    break;
                case 4:
                    network.Stall();
                    await Task.Delay(random.Next(100, 4000), Token);
                    network.Heal();
                    break;
                default:
                    await SendAgainAsync(fleet, "faults", random);
                    break;
            }
        }

        var (_, steps) = await fleet.UntilAsync("faults", RolloutPhase.Finished);
        await over.CancelAsync();
        await watch;
        Assert.All(steps, s => Assert.Equal(StepState.Done, s.State));
        Assert.Equal(108, steps.Count);
        fleet.VerdictsEqualTheFlash(steps);
        foreach (var network in networks)
        {
            await network.DisposeAsync();
        }
    }

    [Fact(Timeout = 300_000)]
    public async Task A_coordinator_that_was_stalled_past_its_lease_writes_nothing_when_it_wakes()
    {
        await using var fleet = new TestFleet();
        await using var network = new CutProxy(fleet.Nats.Url);
        fleet.Join(fleet.Options("first") with { Url = network.Url }, 0);
        await TestFleet.UntilAsync(async () => await HolderAsync(fleet) == "first");
        fleet.Join(fleet.Options("second"), 8, (i, o) => o with { Bootloader = new byte[] { 1, 2, 3, 4 } });
        await fleet.UntilKnownAsync(8);
        await fleet.StartAsync("stalled", json => json["limits"]!["atOnce"] = 1);
        network.Stall();
        await TestFleet.UntilAsync(async () => await HolderAsync(fleet) == "second");
        await fleet.UntilAsync("stalled", RolloutPhase.Paused);
        var before = await fleet.ReadAsync("stalled");

        network.Heal();
        await Task.Delay(TimeSpan.FromSeconds(4), Token);

        var after = await fleet.ReadAsync("stalled");
        Assert.Equal("second", await HolderAsync(fleet));
        Assert.Equal(FleetJson.Write(before.State), FleetJson.Write(after.State));
        Assert.Equal(before.Steps.OrderBy(s => s.Uuid), after.Steps.OrderBy(s => s.Uuid));
        fleet.VerdictsEqualTheFlash(after.Steps);
    }

    [Fact(Timeout = 300_000)]
    public async Task Another_coordinator_goes_on_when_one_dies()
    {
        await using var fleet = new TestFleet();
        var first = fleet.Join(fleet.Options("first"), 0);
        await TestFleet.UntilAsync(async () => await HolderAsync(fleet) == "first");
        fleet.Join(fleet.Options("second"), 6);
        await fleet.UntilKnownAsync(6);
        await fleet.StartAsync("goes-on", json => json["limits"]!["atOnce"] = 1);
        await TestFleet.UntilAsync(async () => (await fleet.ReadAsync("goes-on")).Steps.Any(s => s.State == StepState.Done));

        await first.StopAsync();

        var (_, steps) = await fleet.UntilAsync("goes-on", RolloutPhase.Finished);
        Assert.Equal("second", await HolderAsync(fleet));
        fleet.VerdictsEqualTheFlash(steps);
    }

    [Fact(Timeout = 600_000)]
    public async Task Two_hundred_boards_with_three_per_cent_failures_stop_by_the_rule_and_resume()
    {
        await using var fleet = new TestFleet();
        for (int i = 0; i < 4; i++)
        {
            int station = i;
            fleet.Join(fleet.Options($"s{i}"), 50,
                (board, o) => (50 * station + board) % 34 == 7 ? o with { Bootloader = new byte[] { 1, 2, 3, 4 } } : o);
        }

        await fleet.UntilKnownAsync(200);
        await fleet.StartAsync("two-hundred", json =>
        {
            json["deploymentGroups"] = new JsonArray(
                new JsonObject { ["name"] = "canaries", ["count"] = 10, ["successThreshold"] = 80 }, new JsonObject { ["name"] = "rest" });
            json["limits"] = new JsonObject { ["atOnce"] = 8, ["perSite"] = 3 };
            json["errorThreshold"] = new JsonObject { ["failures"] = 3 };
        });
        using var over = new CancellationTokenSource();
        var watch = WatchLimitAsync(fleet, "two-hundred", 8, over.Token);

        var (state, steps) = await fleet.UntilAsync("two-hundred", RolloutPhase.Paused);
        Assert.StartsWith("error threshold: ", state.Reason, StringComparison.Ordinal);
        await TestFleet.UntilAsync(async () => (await fleet.ReadAsync("two-hundred")).Steps.All(s => s.State != StepState.Working));
        steps = (await fleet.ReadAsync("two-hundred")).Steps;
        Assert.InRange(steps.Count(s => s.State == StepState.Failed), 3, 3 + 8);
        fleet.VerdictsEqualTheFlash(steps);

        while ((await fleet.ReadAsync("two-hundred")).State.Phase != RolloutPhase.Finished)
        {
            await (await fleet.ControlAsync()).ResumeAsync("two-hundred", retry: false, Token);
            await TestFleet.UntilAsync(async () => (await fleet.ReadAsync("two-hundred")).State.Phase != RolloutPhase.Running);
        }

        await over.CancelAsync();
        await watch;
        steps = (await fleet.ReadAsync("two-hundred")).Steps;
        Assert.Equal((194, 6), (steps.Count(s => s.State == StepState.Done), steps.Count(s => s.State == StepState.Failed)));
        Assert.All(steps, s => Assert.NotNull(s.Record));
        fleet.VerdictsEqualTheFlash(steps);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Task PauseAsync(Random random) => Task.Delay(random.Next(50, 700), Token);

    // A message that was late, of a ticket that may be over.
    private static async Task SendAgainAsync(TestFleet fleet, string rollout, Random random)
    {
        try
        {
            var server = await fleet.ServerAsync();
            foreach (var step in (await fleet.ReadAsync(rollout)).Steps.Where(s => s.Station is not null && random.Next(4) == 0))
            {
                await server.SendAsync(rollout, new Ticket(step.Uuid, step.Station!, "", 10_000 + random.Next(10_000), default), Token);
            }
        }
        catch (Exception e) when (FleetServer.IsOutage(e, Token))
        {
            // The server is away.
        }
    }

    private static async Task<string?> HolderAsync(TestFleet fleet) =>
        (await (await fleet.ServerAsync()).Rollouts.GetAsync<LeaseHolder>(Lease.Key, Token))?.Value.Station;

    // Never more tickets than the limit, and none for a group whose predecessor is not done.
    private static async Task WatchLimitAsync(TestFleet fleet, string rollout, int most, CancellationToken over)
    {
        using var often = new PeriodicTimer(TimeSpan.FromMilliseconds(30));
        while (!over.IsCancellationRequested)
        {
            try
            {
                var (_, state, steps) = await fleet.ReadAsync(rollout);
                Assert.InRange(state.Tickets.Count, 0, most);
                Assert.True(state.Group > 0 || steps.Where(s => s.Group > 0).All(s => s.State == StepState.Waiting));
            }
            catch (Exception e) when (FleetServer.IsOutage(e, Token))
            {
                // The server is away.
            }

            await often.WaitForNextTickAsync(Token);
        }
    }
}
