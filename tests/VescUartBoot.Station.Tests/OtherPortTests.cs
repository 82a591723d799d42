using System.Runtime.Versioning;

using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Links;
using VescUartBoot.Simulator.Time;
using VescUartBoot.Station.Ports;
using VescUartBoot.Station.Recipes;
using VescUartBoot.Station.Records;
using VescUartBoot.Station.Work;

namespace VescUartBoot.Station.Tests;

/// <summary>A port is not a board: a board comes back under another name, and another board under the same name.</summary>
public sealed class OtherPortTests
{
    private static readonly SimulatedBoardOptions _board = new() { Timing = BoardTiming.Off, RenamesPort = true };

    // The first job waits 15 s for its port.
    [Fact(Timeout = 120_000)]
    [Trait("Category", "Slow")]
    public async Task A_board_that_is_back_under_another_name_gets_its_next_job_after_the_first_has_given_up()
    {
        using var ports = new RenamingPort(_board with
        {
            Faults = [new Fault(new OnFrame(FaultDirection.ToBoard, FrameMatch.Write, 3), new PullCable(TimeSpan.FromSeconds(1)))],
        });
        await using var station = TestStation.At(ports, DemoRecipe.Loaded);
        await station.UntilAsync(t => t.Any(x => x.Text.StartsWith("waits: the job of this board at tty0", StringComparison.Ordinal)));
        var tiles = await station.UntilAsync(t => t is [{ State: not TileState.Working }]);

        Assert.Equal(("tty1", TileState.Done), (tiles[0].Port, tiles[0].State));
        var records = station.Records.Find(new RecordQuery()).Select(r => r.Job).ToList();
        Assert.Equal([("tty1", "ok"), ("tty0", "linkLost")], records.Select(r => (r.Port, r.Verdict)));
        Assert.True(records[0].Begun >= records[1].Ended);
    }

    [Fact(Timeout = 60_000)]
    [Trait("Category", "Slow")]
    public async Task A_board_that_its_job_follows_to_another_name_gets_no_second_one()
    {
        using var recipe = new RecipeBench();
        using var ports = new RenamingPort(RecipeBench.Old(_board));
        await using var station = TestStation.At(ports, recipe.Load());
        var tiles = await station.UntilAsync(t => t is [{ State: not TileState.Working, Port: "tty2" }]);

        Assert.Equal(TileState.Done, tiles[0].State);
        Assert.EndsWith("firmware 6.02 to 6.05, settings of motor.xml", tiles[0].Text, StringComparison.Ordinal);
        Assert.Equal("tty0", Assert.Single(station.Records.Find(new RecordQuery())).Job.Port);
    }

    [Fact(Timeout = 60_000)]
    [SupportedOSPlatform("linux")]
    public async Task Another_board_at_the_same_path_is_noticed_on_Linux_however_quick_the_exchange_was()
    {
        var folder = Directory.CreateTempSubdirectory("station-exchange-");
        try
        {
            using var clock = new HighResolutionTimeProvider();
            using var first = new SimulatedBoard(_board, clock);
            using var other = new SimulatedBoard(FaultyBench.Other(1), clock);
            string path = Path.Combine(folder.FullName, "port");
            using var firstTerminal = new PseudoTerminalServer(first);
            using var otherTerminal = new PseudoTerminalServer(other);
            File.CreateSymbolicLink(path, firstTerminal.Path!);
            await using var station = TestStation.At(new SerialPortFinder([path]), null);
            await station.UntilAsync(t => t is [{ State: not TileState.Working and not TileState.Waiting }]);

            File.CreateSymbolicLink(path + ".new", otherTerminal.Path!);
            File.Move(path + ".new", path, overwrite: true);

            string[] uuids = [FaultyBench.UuidText(other.Options), FaultyBench.UuidText(first.Options)];
            await station.UntilAsync(
                t => t is [{ State: not TileState.Working and not TileState.Waiting, Uuid: var now }] && now == uuids[0]);
            Assert.Equal(uuids, station.Records.Find(new RecordQuery()).Select(r => r.Job.Uuid));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>One board, whose port has another name after each restart.</summary>
    private sealed class RenamingPort : IPortFinder, IDisposable
    {
        private readonly HighResolutionTimeProvider _clock = new();
        private readonly SimulatedPorts _none = new(0);
        private readonly SimulatedBoard _board;

        public RenamingPort(SimulatedBoardOptions options) => _board = new SimulatedBoard(options, _clock);

        public ValueTask<IReadOnlyList<BenchPort>> FindAsync(CancellationToken cancellationToken) => new([.. Now()]);

        public void Dispose()
        {
            _board.Dispose();
            _none.Dispose();
            _clock.Dispose();
        }

        private IEnumerable<BenchPort> Now()
        {
            var (isThere, name) = _board.Look(b => (b.IsPortThere, $"tty{b.Port.Name}"));
            return !isThere ? [] :
            [
                new BenchPort(name, _board.CreateLinkSource(name))
                {
                    Time = _clock,
                    SimulatedImage = _none.Image,
                    OthersAsync = _ => new(Now().Where(p => p.Name != name).Select(p => p.Source)),
                },
            ];
        }
    }
}
