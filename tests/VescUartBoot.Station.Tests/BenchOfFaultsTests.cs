using VescUartBoot.Simulator.Boards;
using VescUartBoot.Station.Records;
using VescUartBoot.Station.Work;

namespace VescUartBoot.Station.Tests;

/// <summary>A whole bench with what happens on one: each board ends as the recipe says, and each record is what its flash holds.</summary>
public sealed class BenchOfFaultsTests : IDisposable
{
    private readonly RecipeBench _recipe = new();

    public void Dispose() => _recipe.Dispose();

    [Fact(Timeout = 60_000)]
    public Task Each_board_of_a_bench_with_faults_ends_as_the_recipe_says_and_each_record_is_what_its_flash_holds() =>
        RunAsync(FaultyBench.Kinds, withFirmware: 0, BoardTiming.Off);

    [Fact(Timeout = 600_000)]
    [Trait("Category", "Slow")]
    public Task Each_of_32_boards_at_the_times_of_USB_ends_as_the_recipe_says_and_each_record_is_what_its_flash_holds() =>
        RunAsync(32, withFirmware: 4, BoardTiming.Real);

    private async Task RunAsync(int count, int withFirmware, BoardTiming timing)
    {
        _recipe.Write("new.bin", FaultyBench.Firmware);
        var recipe = _recipe.LoadText($$"""
            { "schema": 1, "name": "bench", "allowReadback": true, "boards": [
              { "hardware": ["60_MK6"] },
              {{RecipeBench.Rule.Replace("60_MK6", FaultyBench.ForFirmware, StringComparison.Ordinal)}} ] }
            """);
        byte[] image = FaultyBench.ImageOfSimulator();
        var faults = new FaultyBench(count, withFirmware);
        await using var station = TestStation.Start(count, (i, o) => faults.Make(i, o, image), recipe, timing: timing);
        var all = station.Ports.Boards.ToList();
        var pulled = faults.Places(BoardFault.SwappedInTheMiddle).ToHashSet();
        while (pulled.Count > 0)
        {
            // A lost link is waited for only so long: whichever board comes first is exchanged first.
            var seen = await station.UntilAsync(tiles => tiles.Any(IsLost));
            foreach (int place in seen.Where(IsLost).Select(t => t.Id - 1).ToList())
            {
                station.Ports.Exchange(place, FaultyBench.Other(place));
                pulled.Remove(place);
            }
        }

        bool IsLost(Tile tile) => pulled.Contains(tile.Id - 1) && tile.Text.StartsWith("link lost", StringComparison.Ordinal);

        await station.UntilAsync(tiles => faults.Places(BoardFault.SwappedAfterwards).All(
            p => tiles.Any(t => t.Id == p + 1 && t.State == TileState.Done)));
        foreach (int place in faults.Places(BoardFault.SwappedAfterwards))
        {
            station.Ports.Exchange(place, FaultyBench.Other(place));
        }

        all.AddRange(station.Ports.Boards);
        var tiles = await station.UntilAsync(t => t.Count == count
            && t.All(x => x.State is not (TileState.Waiting or TileState.Working)
                && x.Uuid == FaultyBench.UuidText(station.Ports.Boards[x.Id - 1].Options)));

        var records = station.Records.Find(new RecordQuery { Limit = 1000 });
        foreach (var board in all.Distinct())
        {
            FaultyBench.RecordIsFlash(records, board, image);
        }

        Assert.All(faults.Places(BoardFault.SwappedInTheMiddle), place => Assert.Equal("boardChanged",
            records.Single(r => r.Job.Uuid == FaultyBench.UuidText(all[place].Options)).Job.Verdict));
        Assert.All(tiles, tile => Assert.True(
            tile.Code == FaultyBench.Code(tile.Id - 1), $"{tile.Id}: {tile.State} {tile.Code} {tile.Text}"));
        Assert.Equal(withFirmware, tiles.Count(
            t => t.Text.EndsWith("firmware 6.02 to 6.05, settings of motor.xml", StringComparison.Ordinal)));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_board_that_is_exchanged_between_two_looks_is_asked_who_it_is()
    {
        await using var station = TestStation.Start(1);
        await station.UntilAllEndedAsync(1);
        var first = station.Ports.Exchange(0, FaultyBench.Other(0));
        string uuid = FaultyBench.UuidText(FaultyBench.Other(0));
        var tile = Assert.Single(await station.UntilAsync(t => t is [{ State: TileState.Done, Uuid: var now }] && now == uuid));
        Assert.Equal("bootloader installed and verified", tile.Text);
        Assert.Equal([uuid, FaultyBench.UuidText(first.Options)], station.Records.Find(new RecordQuery()).Select(r => r.Job.Uuid));
    }
}
