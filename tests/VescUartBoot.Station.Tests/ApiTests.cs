using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

using Microsoft.AspNetCore.Routing;

using VescUartBoot.Station.Records;
using VescUartBoot.Station.Work;

namespace VescUartBoot.Station.Tests;

public sealed class ApiTests
{
    [Fact]
    public async Task The_description_names_each_endpoint_and_no_other()
    {
        await using var station = TestStation.Start(0);
        var described = JsonNode.Parse(await GetAsync(station, "/openapi.json"))!["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(m => $"{m.Key.ToUpperInvariant()} {path.Key}")).Order();
        var served = station.Endpoints.OfType<RouteEndpoint>()
            .SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
                .Select(m => $"{m} {PathOf(e.RoutePattern.RawText!)}"))
            .Where(e => e.Contains("/api/", StringComparison.Ordinal) || e is "GET /health" or "GET /metrics").Order();
        Assert.Equal(served, described);
    }

    private static string PathOf(string route) =>
        route.Replace(":int", "", StringComparison.Ordinal).Replace(":guid", "", StringComparison.Ordinal);

    [Fact]
    public async Task A_job_is_begun_again_and_a_place_without_one_is_a_problem()
    {
        await using var station = TestStation.Start(1);
        await station.UntilAllEndedAsync(1);
        var http = station.WithToken();
        using var begun = await PostAsync(http, "/api/boards/1/start");
        Assert.Equal(HttpStatusCode.NoContent, begun.StatusCode);
        var tile = Assert.Single(await station.UntilAsync(
            tiles => tiles is [{ State: TileState.Done, Text: not "bootloader installed and verified" }]));
        Assert.EndsWith("was there already", tile.Text, StringComparison.Ordinal);
        using var none = await PostAsync(http, "/api/boards/7/start");
        Assert.Equal(HttpStatusCode.Conflict, none.StatusCode);
        var problem = await none.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken);
        Assert.Equal("placeBusy", (string?)problem!["code"]);
        Assert.Equal(2, station.Records.Find(new RecordQuery()).Count);
    }

    [Fact]
    public async Task Events_show_each_board_from_its_plug_to_its_end()
    {
        await using var station = TestStation.Start(3);
        await using var stream = await station.Http.GetStreamAsync(
            new Uri("/api/events", UriKind.Relative), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        JsonArray boards;
        do
        {
            string? line = await reader.ReadLineAsync(TestContext.Current.CancellationToken);
            boards = line?.StartsWith("data: ", StringComparison.Ordinal) == true ? JsonNode.Parse(line[6..])!["boards"]!.AsArray() : [];
        }
        while (boards.Count < 3 || boards.Any(b => (string?)b!["state"] != "done"));
    }

    [Fact]
    public async Task Jobs_are_searched_and_exported()
    {
        await using var station = TestStation.Start(2, (i, o) => o with { Hardware = i == 0 ? "60_MK6" : "=cmd|x,\"y\"" });
        await station.UntilAllEndedAsync(2);
        Assert.Single(JsonNode.Parse(await GetAsync(station, "/api/jobs?text=mk6"))!.AsArray());
        Assert.Empty(JsonNode.Parse(await GetAsync(station, "/api/jobs?text=%25_%25"))!.AsArray());
        Assert.Empty(JsonNode.Parse(await GetAsync(station, "/api/jobs?uuid=' OR 1=1 --"))!.AsArray());
        string csv = await GetAsync(station, "/api/jobs.csv");
        Assert.Equal(4, csv.Split("\r\n").Length);
        Assert.Contains(",\"'=cmd|x,\"\"y\"\"\",", csv, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_and_health_are_told()
    {
        await using var station = TestStation.Start(2);
        await station.UntilAllEndedAsync(2);
        string metrics = await GetAsync(station, "/metrics");
        Assert.Contains("vescboot_station_boards{state=\"done\"} 2\n", metrics, StringComparison.Ordinal);
        Assert.Contains("vescboot_station_jobs_total{verdict=\"ok\"} 2\n", metrics, StringComparison.Ordinal);
        Assert.Equal("ok\n", await GetAsync(station, "/health"));
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient http, string path) =>
        http.PostAsync(new Uri(path, UriKind.Relative), null, TestContext.Current.CancellationToken);

    private static Task<string> GetAsync(TestStation station, string path) =>
        station.Http.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
}
