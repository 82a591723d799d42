using System.Security.Cryptography;
using System.Text.Json.Nodes;

using VescUartBoot.Simulator.Faults;
using VescUartBoot.Station.Fleet;

namespace VescUartBoot.Station.Tests;

public sealed class FleetRolloutTests
{
    [Fact(Timeout = 120_000)]
    public async Task A_rollout_brings_its_boards_to_the_target_group_by_group()
    {
        await using var fleet = new TestFleet();
        fleet.Join(fleet.Options("a"), 4);
        fleet.Join(fleet.Options("b"), 4, (i, o) => i == 0 ? o with { Hardware = "410" } : o);
        await fleet.UntilKnownAsync(8);
        await fleet.StartAsync("first");

        var (_, steps) = await fleet.UntilAsync("first", RolloutPhase.Finished);

        Assert.Equal(7, steps.Count(s => s is { State: StepState.Done, Code: "ok", Record: not null }));
        fleet.VerdictsEqualTheFlash(steps);
        long? firstOfRest = steps.Where(s => s.Group == 1).Min(s => s.Ticket);
        Assert.All(steps.Where(s => s.Group == 0), s => Assert.True(s.Ticket < firstOfRest));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_rollout_is_shown_as_trusted_only_if_a_given_key_has_signed_it()
    {
        await using var fleet = new TestFleet();
        fleet.Join(fleet.Options("a"), 1);
        await fleet.UntilKnownAsync(1);
        await fleet.StartAsync("signed");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await File.WriteAllTextAsync(fleet.At("other.pem"), key.ExportSubjectPublicKeyInfoPem(), Token);
        using var other = TrustedKeys.Load(fleet.At("other.pem"));
        var control = await fleet.ControlAsync();

        Assert.Equal("signed", (await control.ReadAsync("signed", fleet.Options("a").Trust, Token)).Document.Name);
        Assert.Equal("documentNotTrusted",
            (await Assert.ThrowsAsync<RolloutRejectedException>(() => control.ReadAsync("signed", other, Token))).Code);
        var now = await (await fleet.ServerAsync()).NowAsync(Token);
        Assert.InRange(now, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddMinutes(1));
        Assert.Equal(("a", true), ((await control.SignsAsync(Token)).Coordinator, (await control.SignsAsync(Token)).Stations[0].TakesWork));
    }

    // After the jump a board is waited for in real time.
    [Fact(Timeout = 400_000)]
    [Trait("Category", "Slow")]
    public async Task Boards_below_a_version_are_brought_to_it_and_others_are_left_alone()
    {
        string[] firmware = ["6.02", "6.02", "6.05", "7.00"];
        await using var fleet = new TestFleet();
        await File.WriteAllBytesAsync(fleet.At("new.bin"), RecipeBench.Image, Token);
        await File.WriteAllTextAsync(fleet.At("recipe.json"), """
            { "schema": 1, "name": "fleet", "allowReadback": true, "boards": [ { "hardware": ["60_MK6"], "firmware": "new.bin" } ] }
            """, Token);
        var station = fleet.Join(fleet.Options("a"), 4, (i, o) => o with { Firmware = firmware[i] });
        await fleet.UntilKnownAsync(4);
        await fleet.StartAsync("to-6-05", json =>
        {
            json["targetFilter"]!["firmware"] = new JsonObject { ["below"] = RecipeBench.Firmware };
            json["target"]!["firmware"] = RecipeBench.Firmware;
            json["target"]!["files"]!["new.bin"] = fleet.Hash("new.bin");
        });

        var (_, steps) = await fleet.UntilAsync("to-6-05", RolloutPhase.Finished);

        Assert.Equal(3, steps.Count);
        Assert.All(steps, s => Assert.Equal((StepState.Done, RecipeBench.Firmware), (s.State, s.FirmwareAfter)));
        Assert.Equal(["6.05", "6.05", "6.05", "7.00"], station.Ports.Boards.Select(b => b.Identity!.Firmware.Name));
    }

    [Fact(Timeout = 120_000)]
    public async Task Messages_that_come_again_after_the_end_change_nothing()
    {
        await using var fleet = new TestFleet();
        fleet.Join(fleet.Options("a"), 2);
        await fleet.UntilKnownAsync(2);
        await fleet.StartAsync("once");
        var (_, steps) = await fleet.UntilAsync("once", RolloutPhase.Finished);
        var written = Written();

        var server = await fleet.ServerAsync();
        foreach (var step in steps)
        {
            var ticket = new Ticket(step.Uuid, "a", "a", 1000 + step.Ticket!.Value, default);
            await server.SendAsync("once", ticket, Token);
            await server.SendAsync("once", ticket, Token);
        }

        await TestFleet.UntilAsync(async () => (await server.Stream.GetStreamAsync(FleetServer.WorkStream, cancellationToken: Token))
            .Info.State.Messages == 0);
        Assert.Equal(written, Written());
        Assert.Equal(steps, (await fleet.ReadAsync("once")).Steps);

        List<long> Written() => [.. fleet.Stations[0].Ports.Boards.Select(b => (long)b.Report().BytesProgrammed)];
    }

    [Fact(Timeout = 120_000)]
    public async Task A_board_that_fails_stops_the_rollout_and_a_person_resumes_or_aborts_it()
    {
        await using var fleet = new TestFleet();
        fleet.Join(fleet.Options("a"), 6, (i, o) => i < 2 ? o with { Bootloader = new byte[] { 1, 2, 3, 4 } } : o);
        await fleet.UntilKnownAsync(6);
        await fleet.StartAsync("stops", json => json["limits"]!["atOnce"] = 1);
        var control = await fleet.ControlAsync();

        var (state, steps) = await fleet.UntilAsync("stops", RolloutPhase.Paused);
        Assert.Equal("error threshold: 1 board failed, the limit is 1", state.Reason);
        Assert.Single(steps, s => s.State == StepState.Failed);
        Assert.Empty(state.Tickets);

        await control.ResumeAsync("stops", retry: false, Token);
        (_, steps) = await fleet.UntilAsync("stops", RolloutPhase.Paused);
        Assert.Equal(2, steps.Count(s => s.State == StepState.Failed));
        fleet.VerdictsEqualTheFlash(steps);

        await control.AbortAsync("stops", Token);
        await Assert.ThrowsAsync<RolloutRejectedException>(() => control.ResumeAsync("stops", retry: true, Token));
        await Assert.ThrowsAsync<RolloutRejectedException>(() => fleet.StartAsync("stops"));
        Assert.Equal("documentExpired", (await Assert.ThrowsAsync<RolloutRejectedException>(() =>
            fleet.StartAsync("late", json => json["notAfter"] = "2020-01-01T00:00:00Z"))).Code);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_station_whose_clock_is_outside_the_window_changes_no_board_and_that_of_the_coordinator_does_not_count()
    {
        await using var fleet = new TestFleet();
        var now = DateTimeOffset.UtcNow;
        fleet.Join(fleet.Options("leads") with { Time = new ShiftedTime(TimeSpan.FromHours(-1)) }, 0);
        fleet.Join(fleet.Options("right", coordinates: false), 2);
        fleet.Join(fleet.Options("late", coordinates: false) with { Time = new ShiftedTime(TimeSpan.FromHours(1)) }, 2);
        await fleet.UntilKnownAsync(4);
        await fleet.StartAsync("night", json =>
        {
            json["maintenance"] = new JsonObject
            {
                ["timeZone"] = "UTC",
                ["windows"] = new JsonArray(new JsonObject
                {
                    ["from"] = $"{now.AddMinutes(-30):HH:mm}",
                    ["to"] = $"{now.AddMinutes(30):HH:mm}",
                }),
            };
            json["deploymentGroups"] = new JsonArray(new JsonObject { ["name"] = "all" });
        });

        await TestFleet.UntilAsync(async () => (await fleet.ReadAsync("night")).Steps is var all
            && all.Count(s => s.State == StepState.Done) == 2 && all.Count(s => s.State == StepState.Postponed) == 2);
        var (_, _, steps) = await fleet.ReadAsync("night");
        Assert.All(steps.Where(s => s.Station == "late"), s => Assert.Equal("windowClosed", s.Code));
        fleet.VerdictsEqualTheFlash(steps);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_document_that_no_trusted_key_signed_changes_no_board()
    {
        await using var fleet = new TestFleet();
        fleet.Join(fleet.Options("a", coordinates: false), 1);
        await fleet.UntilKnownAsync(1);
        var (document, signed) = fleet.Sign("forged");
        signed.Signature[^1] ^= 1;
        var step = await PlantAsync(fleet, document, signed);
        Assert.Equal((StepState.Failed, "documentNotTrusted"), (step.State, step.Code));
        fleet.VerdictsEqualTheFlash([step]);
    }

    [Fact(Timeout = 120_000)]
    public async Task An_image_that_is_not_the_signed_one_changes_no_board()
    {
        await using var fleet = new TestFleet();
        fleet.Join(fleet.Options("a", coordinates: false), 1);
        await fleet.UntilKnownAsync(1);
        var (document, signed) = fleet.Sign("poisoned");
        byte[] poison = [.. fleet.Image];
        poison[100] ^= 1;
        var server = await fleet.ServerAsync();
        await FleetFiles.GiveAsync(server, document.Target, fleet.Folder, Token);
        await server.Files.PutAsync(document.Target.Files["boot.bin"], poison, Token);

        var step = await PlantAsync(fleet, document, signed);

        Assert.Equal((StepState.Failed, "fileRefused"), (step.State, step.Code));
        fleet.VerdictsEqualTheFlash([step]);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_ticket_for_a_board_outside_the_filter_changes_no_board()
    {
        await using var fleet = new TestFleet();
        fleet.Join(fleet.Options("a", coordinates: false), 1, (_, o) => o with { Hardware = "410" });
        await fleet.UntilKnownAsync(1);
        var (document, signed) = fleet.Sign("outside");
        await FleetFiles.GiveAsync(await fleet.ServerAsync(), document.Target, fleet.Folder, Token);

        var step = await PlantAsync(fleet, document, signed);

        Assert.Equal((StepState.Failed, "recipeRefused", "hardware 410 is not in the target filter"), (step.State, step.Code, step.Words));
        fleet.VerdictsEqualTheFlash([step]);
    }

    [Theory(Timeout = 120_000)]
    [InlineData(nameof(RolloutPhase.Aborted))]
    [InlineData(nameof(RolloutPhase.Paused))]
    public async Task A_board_that_has_begun_is_finished_though_the_rollout_was_stopped(string phase)
    {
        await using var fleet = new TestFleet();
        fleet.Join(fleet.Options("a", coordinates: false), 1);
        await fleet.UntilKnownAsync(1);
        var (document, signed) = fleet.Sign("begun", json => json["notAfter"] = "2020-01-01T00:00:00Z");
        await FleetFiles.GiveAsync(await fleet.ServerAsync(), document.Target, fleet.Folder, Token);

        var step = await PlantAsync(fleet, document, signed, Enum.Parse<RolloutPhase>(phase), hasBegun: true);

        Assert.Equal((StepState.Done, "ok"), (step.State, step.Code));
        fleet.VerdictsEqualTheFlash([step]);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_board_that_left_while_its_station_was_down_is_reported_as_gone()
    {
        await using var fleet = new TestFleet();
        var station = fleet.Join(fleet.Options("a", coordinates: false), 2);
        await fleet.UntilKnownAsync(2);
        await station.StopAsync();
        station.Ports.Boards[0].Suffer(new PullCable(null));
        station.Start();
        await fleet.UntilKnownAsync(1);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_bench_works_while_the_server_of_its_fleet_is_away()
    {
        await using var fleet = new TestFleet();
        fleet.Nats.Kill();
        var station = fleet.Join(fleet.Options("a"), 2);
        await TestFleet.UntilAsync(() => Task.FromResult(station.Bench.Tiles().Count(t => t.Uuid is not null) == 2));
        fleet.Nats.Return();
        await fleet.UntilKnownAsync(2);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // What the owner of the message server can do: write any value and send any message.
    private static async Task<BoardStep> PlantAsync(TestFleet fleet, RolloutDocument document, SignedDocument signed,
        RolloutPhase phase = RolloutPhase.Running, bool hasBegun = false)
    {
        var server = await fleet.ServerAsync();
        string uuid = Assert.Single(await server.Boards.ListAsync<FleetBoard>(">", Token)).Value.Uuid;
        var ticket = new Ticket(uuid, "a", "a", 1, DateTimeOffset.UtcNow);
        await server.Rollouts.PutAsync(FleetServer.DocumentKey(document.Name), signed, Token);
        var planted = new BoardStep { Uuid = uuid, Group = 0 };
        planted = hasBegun ? planted with { State = StepState.Working, Station = "a", Ticket = 1 } : planted;
        await server.Steps.PutAsync(FleetServer.StepKey(document.Name, uuid), planted, Token);
        var state = new RolloutState { Phase = phase, Tickets = [ticket], LastTicket = 1 };
        await server.Rollouts.PutAsync(FleetServer.StateKey(document.Name), state, Token);
        await server.SendAsync(document.Name, ticket, Token);
        await TestFleet.UntilAsync(async () => (await StepAsync()).IsOver);
        return await StepAsync();

        async Task<BoardStep> StepAsync() =>
            (await server.Steps.GetAsync<BoardStep>(FleetServer.StepKey(document.Name, uuid), Token))!.Value;
    }
}
