using System.Text.Json.Nodes;

using VescUartBoot.Station.Fleet;

namespace VescUartBoot.Station.Tests;

/// <summary>Fleets in which things die, against a real message server.</summary>
[Trait("Category", "Slow")]
public sealed class FleetFaultTests
{
    [Fact(Timeout = 300_000)]
    public async Task Server_and_stations_that_stop_at_any_time_change_nothing_in_the_end_state()
    {
        await using var fleet = new TestFleet();
        for (int i = 0; i < 3; i++)
        {
            fleet.Join(fleet.Options($"s{i}"), 12);
        }

        await fleet.UntilKnownAsync(36);
        await fleet.StartAsync("faults");
        using var over = new CancellationTokenSource();
        var watch = WatchLimitAsync(fleet, "faults", 4, over.Token);
        var random = new Random(11);
        for (int i = 0; i < 12; i++)
        {
            await Task.Delay(random.Next(50, 700), Token);
            if (random.Next(3) == 0)
            {
                fleet.Nats.Kill();
                await Task.Delay(random.Next(50, 700), Token);
                fleet.Nats.Return();
            }
            else
            {
                var station = fleet.Stations[random.Next(3)];
                await station.StopAsync();
                await Task.Delay(random.Next(50, 700), Token);
                station.Start();
            }
        }

        var (_, steps) = await fleet.UntilAsync("faults", RolloutPhase.Finished);
        await over.CancelAsync();
        await watch;
        Assert.All(steps, s => Assert.Equal(StepState.Done, s.State));
        Assert.Equal(36, steps.Count);
        fleet.VerdictsEqualTheFlash(steps);
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
