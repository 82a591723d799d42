using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

using VescUartBoot.Station.Records;
using VescUartBoot.Station.Work;

namespace VescUartBoot.Station.Tests;

/// <summary>A lot goes to all boards, a serial number to one.</summary>
public sealed class SerialTests : IDisposable
{
    private const string Rule = """{ "hardware": ["60_MK6"], "bootloader": "keep" }""";

    private readonly RecipeBench _recipe = new();

    public void Dispose() => _recipe.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task Each_board_waits_for_its_serial_number_and_is_on_record_with_it()
    {
        await using var station = Start(2, """ "serial": { "required": true }, """);
        await station.UntilAsync(t => t.Count == 2 && t.All(b => b is { State: TileState.Waiting, Uuid: not null }));
        Assert.Empty(station.Records.Open());
        var waiting = station.Bench.Tiles().OrderBy(t => t.Since).ToList();

        Assert.Null(station.Bench.EnterSerial("SN1", null));
        await station.UntilAsync(t => t.Count(b => b.Serial == "SN1" && b.Uuid == waiting[0].Uuid && b.State > TileState.Working) == 1);
        Assert.Equal(TileState.Waiting, station.Bench.Tiles().Single(t => t.Id == waiting[1].Id).State);
        Assert.Equal($"the board at place {waiting[0].Id} has the serial number SN1", station.Bench.EnterSerial("SN1", null));
        Assert.Null(station.Bench.EnterSerial("SN2", waiting[1].Id));

        await station.UntilAllEndedAsync(2);
        Assert.Equal([$"SN1 {waiting[0].Uuid}", $"SN2 {waiting[1].Uuid}"],
            station.Records.Find(new RecordQuery()).Select(r => $"{r.Serial} {r.Job.Uuid}").Order());
        Assert.Equal("SN2", Assert.Single(station.Records.Find(new RecordQuery { Text = "sn2" })).Serial);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_serial_number_waits_for_the_next_board_and_a_lot_stays()
    {
        await using var station = Start(1, """ "lot": { "required": true }, "serial": { "mask": "SN9" }, """);
        await station.UntilAsync(t => t is [{ State: TileState.Waiting }]);
        var http = station.WithToken();
        using var shape = await PutAsync(http, new { serial = "X" });
        using var place = await PutAsync(http, new { serial = "SN7", board = 9 });
        using var taken = await PutAsync(http, new { serial = "SN7" });
        Assert.Equal([HttpStatusCode.BadRequest, HttpStatusCode.Conflict, HttpStatusCode.NoContent],
            [shape.StatusCode, place.StatusCode, taken.StatusCode]);
        Assert.Equal("SN7", station.Bench.Serial);

        station.Bench.Enter("L1", null);
        await station.UntilAllEndedAsync(1);
        Assert.Null(station.Bench.Serial);
        using var late = await PutAsync(http, new { serial = "SN8", board = 1 });
        Assert.Equal("No board waits or is worked on at place 1.",
            (string?)(await late.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!["title"]);
        var record = Assert.Single(station.Records.Find(new RecordQuery()));
        Assert.Equal(("L1", "SN7"), (record.Lot, record.Serial));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_serial_number_of_another_board_is_refused_until_that_board_has_its_own()
    {
        await using var station = Start(1, """ "serial": { "required": true }, """);
        var another = TestRecords.Job(1) with { Serial = "SN1" };
        station.Records.Write([], [another]);
        await station.UntilAsync(t => t is [{ State: TileState.Waiting, Uuid: not null }]);
        Assert.Equal($"the serial number SN1 is on record for the board {another.Job.Uuid}", station.Bench.EnterSerial("SN1", null));

        station.Records.Write([], [TestRecords.Job(1) with { Serial = "SN2" }]);
        Assert.Null(station.Bench.EnterSerial("SN1", null));
        await station.UntilAllEndedAsync(1);
        Assert.Equal("SN1", station.Records.Find(new RecordQuery())[0].Serial);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_board_that_gets_the_serial_number_of_another_one_is_left_alone()
    {
        await using var station = Start(1, """ "lot": { "required": true }, "serial": { }, """);
        var another = TestRecords.Job(1) with { Serial = "SN1" };
        station.Records.Write([], [another]);
        Assert.Null(station.Bench.EnterSerial("SN1", null));
        station.Bench.Enter("L1", null);
        var tile = Assert.Single(await station.UntilAllEndedAsync(1));
        Assert.Equal((TileState.NeedsPerson, "recipeRefused", null), (tile.State, tile.Code, tile.Serial));
        Assert.Null(station.Records.Find(new RecordQuery())[0].Serial);
    }

    private static Task<HttpResponseMessage> PutAsync(HttpClient http, object entry) =>
        http.PutAsJsonAsync("/api/serial", entry, TestContext.Current.CancellationToken);

    private TestStation Start(int boards, string more) => TestStation.Start(boards, recipe: _recipe.Load(Rule, more));
}
