using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Flash;
using VescUartBoot.Station.Records;
using VescUartBoot.Station.Work;

namespace VescUartBoot.Station.Tests;

public sealed class WorkbenchTests
{
    [Fact]
    public async Task Every_board_gets_its_bootloader_and_its_record()
    {
        await using var station = TestStation.Start(8);
        var tiles = await station.UntilAllEndedAsync(8);
        Assert.All(tiles, tile => Assert.Equal(TileState.Done, tile.State));
        Assert.All(station.Ports.Boards, board => Assert.Equal(station.Ports.Image.Content.Span, BootloaderOf(station, board)));
        var records = station.Records.Find(new RecordQuery());
        Assert.Equal(8, records.Select(r => r.Job.Uuid).Distinct().Count());
        Assert.All(records, r => Assert.Equal(("ok", "absent", "present", station.Ports.Image.Sha256),
            (r.Job.Verdict, r.Job.Bootloader!.Before, r.Job.Bootloader.After, r.Job.BootloaderSha256)));
    }

    [Fact]
    public async Task Without_a_recipe_boards_are_looked_at_and_nothing_is_written()
    {
        await using var station = TestStation.Start(2, withoutRecipe: true);
        var tiles = await station.UntilAllEndedAsync(2);
        Assert.All(tiles, tile => Assert.Equal((TileState.NeedsPerson, "bootloaderUnknown"), (tile.State, tile.Code)));
        Assert.All(station.Ports.Boards, board => Assert.Equal(0, board.Report().BytesProgrammed));
    }

    [Fact]
    public async Task A_bootloader_that_is_there_already_is_proved_and_left_alone()
    {
        await using var station = TestStation.Start(1, (_, o) => o with { Bootloader = LoadedImage() });
        var tile = Assert.Single(await station.UntilAllEndedAsync(1));
        Assert.Equal(TileState.Done, tile.State);
        Assert.EndsWith("was there already", tile.Text, StringComparison.Ordinal);
    }

    private static byte[] LoadedImage()
    {
        using var ports = new Ports.SimulatedPorts(0);
        return ports.Image.Content.ToArray();
    }

    private static ReadOnlySpan<byte> BootloaderOf(TestStation station, SimulatedBoard board) =>
        board.Look(b => b.Flash.Read(SimulatedFlash.BootloaderOffset, station.Ports.Image.Content.Length).ToArray());
}
