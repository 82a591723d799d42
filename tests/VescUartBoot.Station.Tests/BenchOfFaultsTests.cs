using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Flash;
using VescUartBoot.Station.Recipes;
using VescUartBoot.Station.Records;
using VescUartBoot.Station.Work;

namespace VescUartBoot.Station.Tests;

/// <summary>A whole bench with what happens on one: each board ends as the recipe says, and each record is what its flash holds.</summary>
public sealed class BenchOfFaultsTests
{
    private const int Boards = 32;

    private static readonly int[] _badCable = [4, 5];
    private static readonly int[] _turning = [8, 10];
    private static readonly int[] _wrongHardware = [13, 14];
    private static readonly int[] _pulled = [16, 18];
    private static readonly int[] _swappedInTheMiddle = [20, 21];
    private static readonly int[] _swappedAfterwards = [24, 25];

    private static LoadedRecipe Recipe { get; } = DemoRecipe.Loaded with
    {
        Recipe = DemoRecipe.Loaded.Recipe with { Boards = [new BoardRule { Hardware = ["60_MK6"] }] },
    };

    [Fact(Timeout = 300_000)]
    public async Task Each_of_32_boards_ends_as_the_recipe_says_and_each_record_is_what_its_flash_holds()
    {
        byte[] image = ImageOfSimulator();
        await using var station = TestStation.Start(Boards, (i, o) => Make(i, o, image), Recipe);
        var all = station.Ports.Boards.ToList();
        foreach (int place in _swappedInTheMiddle)
        {
            await station.UntilAsync(tiles => tiles.Any(
                t => t.Id == place + 1 && t.Text.StartsWith("link lost", StringComparison.Ordinal)));
            station.Ports.Exchange(place, Other(place));
        }

        await station.UntilAsync(tiles => _swappedAfterwards.All(
            p => tiles.Any(t => t.Id == p + 1 && t.State == TileState.Done)));
        foreach (int place in _swappedAfterwards)
        {
            station.Ports.Exchange(place, Other(place));
        }

        var others = _swappedInTheMiddle.Concat(_swappedAfterwards).Select(p => UuidText(Other(p))).ToList();
        var tiles = await station.UntilAsync(t => t.Count == Boards
            && t.All(x => x.State is not (TileState.Waiting or TileState.Working)) && others.All(u => t.Any(x => x.Uuid == u)));

        all.AddRange(station.Ports.Boards);
        var records = station.Records.Find(new RecordQuery { Limit = 1000 });
        foreach (var board in all.Distinct())
        {
            var last = records.First(r => r.Job.Uuid == UuidText(board.Options)).Job;
            byte[] sector = board.Look(b => b.Flash.Read(SimulatedFlash.BootloaderOffset, image.Length).ToArray());
            if (last.Verdict == "ok")
            {
                Assert.Equal((true, station.Ports.Image.Sha256), (sector.SequenceEqual(image), last.BootloaderSha256));
            }
            else if (last.Bootloader is { } told)
            {
                Assert.Equal(told.After == "present", sector.SequenceEqual(image));
            }
        }

        Assert.All(_swappedInTheMiddle, place => Assert.Equal("boardChanged",
            records.Single(r => r.Job.Uuid == UuidText(all[place].Options)).Job.Verdict));
        foreach (var tile in tiles)
        {
            int place = tile.Id - 1;
            string? code = _turning.Contains(place) ? "motorTurning" : _wrongHardware.Contains(place) ? "recipeRefused" : null;
            Assert.True(tile.Code == code, $"place {place}: {tile.State} {tile.Code} {tile.Text}");
            Assert.Equal(UuidText(station.Ports.Boards[place].Options), tile.Uuid);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_board_that_is_exchanged_between_two_looks_is_asked_who_it_is()
    {
        await using var station = TestStation.Start(1);
        await station.UntilAllEndedAsync(1);
        var first = station.Ports.Exchange(0, Other(0));
        string uuid = UuidText(Other(0));
        var tile = Assert.Single(await station.UntilAsync(t => t is [{ State: TileState.Done, Uuid: var now }] && now == uuid));
        Assert.Equal("bootloader installed and verified", tile.Text);
        Assert.Equal([uuid, UuidText(first.Options)], station.Records.Find(new RecordQuery()).Select(r => r.Job.Uuid));
    }

    private static SimulatedBoardOptions Make(int place, SimulatedBoardOptions options, byte[] image)
    {
        options = options with { Bootloader = place % 3 == 0 ? default(ReadOnlyMemory<byte>) : image };
        return _badCable.Contains(place) ? options with { Bootloader = default, Faults = [Fault.FlipBytes(FaultDirection.ToHost, 0.0001)] }
            : _turning.Contains(place) ? options with { Erpm = 4000, MotorHeld = true }
            : _wrongHardware.Contains(place) ? options with { Hardware = "410" }
            : _pulled.Contains(place) ? Pulled(options, TimeSpan.FromSeconds(1))
            : _swappedInTheMiddle.Contains(place) ? Pulled(options, null)
            : options;
    }

    private static SimulatedBoardOptions Pulled(SimulatedBoardOptions options, TimeSpan? back) => options with
    {
        Bootloader = default,
        Faults = [new Fault(new OnFrame(FaultDirection.ToBoard, FrameMatch.Write, 3), new PullCable(back))],
    };

    private static SimulatedBoardOptions Other(int place) => new()
    {
        Uuid = new byte[] { 0x3A, 0, 0x2B, 0, 0x0F, 0x51, 0x38, 0x30, 0x36, 0x34, 0x99, (byte)place },
        Timing = BoardTiming.Off,
    };

    private static string UuidText(SimulatedBoardOptions options) => Convert.ToHexStringLower(options.Uuid.Span);

    private static byte[] ImageOfSimulator()
    {
        using var ports = new Ports.SimulatedPorts(0);
        return ports.Image.Content.ToArray();
    }
}
