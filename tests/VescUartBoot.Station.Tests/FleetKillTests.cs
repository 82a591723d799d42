using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;

using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Flash;
using VescUartBoot.Simulator.Links;
using VescUartBoot.Simulator.Time;
using VescUartBoot.Station.Fleet;

namespace VescUartBoot.Station.Tests;

/// <summary>The real program in a fleet, over real pseudo-terminals, killed in the middle of its jobs again and again.</summary>
[SupportedOSPlatform("linux")]
[Trait("Category", "Slow")]
public sealed class FleetKillTests
{
    private const int Boards = 4;
    private const int Kills = 15;
    private const int WriteNewAppData = 3;

    [Fact(Timeout = 400_000)]
    public async Task A_station_that_is_killed_in_its_jobs_finishes_each_board_and_forgets_none()
    {
        await using var fleet = new TestFleet();
        using var clock = new HighResolutionTimeProvider();
        var boards = Enumerable.Range(0, Boards)
            .Select(i => new SimulatedBoard(SimulatedFleet.Of("killed")(i, new SimulatedBoardOptions()), clock)).ToList();
        var terminals = boards.Select((board, i) => new PseudoTerminalServer(board, fleet.At($"port{i}"))).ToList();
        try
        {
            fleet.Join(fleet.Options("leads"), 0);
            var station = Start(fleet);
            await fleet.UntilKnownAsync(Boards);
            await fleet.StartAsync("killed");
            var random = new Random(3);
            for (int i = 0; i < Kills; i++)
            {
                await Task.Delay(random.Next(500, 6000), Token);
                await TestFleet.KillAsync(station);
                station = Start(fleet);
            }

            var (_, steps) = await fleet.UntilAsync("killed", RolloutPhase.Finished);
            await TestFleet.KillAsync(station);
            Assert.Equal(Boards, steps.Count(s => s.State == StepState.Done));
            Assert.All(boards, board => Assert.Equal(fleet.Image,
                board.Look(b => b.Flash.Read(SimulatedFlash.BootloaderOffset, fleet.Image.Length).ToArray())));
        }
        finally
        {
            terminals.ForEach(t => t.Dispose());
            boards.ForEach(b => b.Dispose());
        }
    }

    [Fact(Timeout = 400_000)]
    public async Task A_station_that_is_killed_in_any_phase_of_its_work_ends_it_once()
    {
        await using var fleet = new TestFleet();
        fleet.Join(fleet.Options("leads"), 0);
        string[] phases = ["sent", "files", "working", "write", "verify", "recorded", "done"];

        await Task.WhenAll(phases.Select((phase, i) => KillInAsync(fleet, phase, i)));
    }

    // One station with one board, a rollout for it alone, and one kill.
    private static async Task KillInAsync(TestFleet fleet, string phase, int index)
    {
        await using var network = new CutProxy(fleet.Nats.Url);
        using var clock = new HighResolutionTimeProvider();
        using var board = new SimulatedBoard(SimulatedFleet.Of(phase)(index, new SimulatedBoardOptions()), clock);
        using var terminal = new PseudoTerminalServer(board, fleet.At($"port-{phase}"));
        string uuid = Convert.ToHexStringLower(board.Options.Uuid.Span);
        Process Start() => fleet.StartProgram(phase, network.Url, ["--port", fleet.At($"port-{phase}")]);
        bool HoldsImage() => board.Look(b => b.Flash.Read(SimulatedFlash.BootloaderOffset, fleet.Image.Length).SequenceEqual(fleet.Image));
        int Writes() => board.Report().Commands.GetValueOrDefault(WriteNewAppData);
        async Task<bool> IsAsync(StepState state) => (await fleet.ReadAsync(phase)).Steps.Single().State == state;

        var station = Start();
        var server = await fleet.ServerAsync();
        await TestFleet.UntilAsync(async () => await server.Boards.GetAsync<FleetBoard>(uuid, Token) is not null);
        if (phase == "sent")
        {
            network.Stall();
        }

        await fleet.StartAsync(phase, json =>
        {
            json["targetFilter"]!["include"] = new JsonArray(uuid);
            json["deploymentGroups"] = new JsonArray(new JsonObject { ["name"] = "all" });
        });
        await TestFleet.UntilAsync(async () => phase switch
        {
            "sent" => (await fleet.ReadAsync(phase)).State.Tickets.Count > 0,
            "files" => Directory.Exists(Path.Combine(fleet.StateOf(phase), "station", "fleet", phase)),
            "working" => await IsAsync(StepState.Working),
            "write" or "recorded" => Writes() > 0,
            "verify" => HoldsImage(),
            _ => await IsAsync(StepState.Done),
        });
        if (phase == "recorded")
        {
            // The step cannot be written, and the record is.
            network.Stall();
            await TestFleet.UntilAsync(() => Task.FromResult(File.ReadAllText(Path.Combine(fleet.StateOf(phase), "history.ndjson"))
                .Contains("\"command\":\"install\"", StringComparison.Ordinal)));
        }

        await TestFleet.KillAsync(station);
        network.Heal();
        int writes = Writes();
        station = Start();

        var (_, steps) = await fleet.UntilAsync(phase, RolloutPhase.Finished);
        await TestFleet.KillAsync(station);
        Assert.Equal((phase, StepState.Done), (phase, steps.Single().State));
        Assert.True(HoldsImage(), phase);
        Assert.True(phase is not ("recorded" or "done") || Writes() == writes, $"{phase}: {writes} writes, then {Writes()}");
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Process Start(TestFleet fleet) =>
        fleet.StartProgram("killed", [.. Enumerable.Range(0, Boards).SelectMany(i => new[] { "--port", fleet.At($"port{i}") })]);
}
