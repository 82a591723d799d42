using System.Diagnostics;
using System.Runtime.Versioning;

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

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Process Start(TestFleet fleet) =>
        fleet.StartProgram("killed", [.. Enumerable.Range(0, Boards).SelectMany(i => new[] { "--port", fleet.At($"port{i}") })]);
}
