using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

using VescUartBoot.Station.Fleet;
using VescUartBoot.Station.Web;

namespace VescUartBoot.Station.Tests;

/// <summary>The fleet over HTTP.</summary>
public sealed class FleetApiTests
{
    [Fact]
    public async Task A_station_alone_has_no_fleet()
    {
        await using var station = TestStation.Start(0);
        using var answer = await station.WithToken().GetAsync(new Uri("/api/fleet", UriKind.Relative), Token);
        Assert.Equal((HttpStatusCode.NotFound, "notInFleet"), (answer.StatusCode, await CodeOfAsync(answer)));
        using var change = await PostAsync(station.Http, "any", "pause");
        Assert.Equal((HttpStatusCode.NotFound, "notInFleet"), (change.StatusCode, await CodeOfAsync(change)));
    }

    [Fact(Timeout = 120_000)]
    public async Task The_fleet_is_shown_and_its_rollouts_are_changed_with_the_token()
    {
        await using var fleet = new TestFleet();
        var station = fleet.Join(fleet.Options("a"), 3, (i, o) => o with { Bootloader = new byte[] { 1, 2, 3, 4 } });
        await fleet.UntilKnownAsync(3);
        await fleet.StartAsync("shown", json => json["limits"]!["atOnce"] = 1);
        await fleet.UntilAsync("shown", RolloutPhase.Paused);
        var token = new AccessToken();
        await using var app = await station.ServeAsync(token);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{StationServer.PortOf(app)}/") };

        await TestFleet.UntilAsync(async () => (int?)(await RolloutAsync(http))["progress"]?["failed"] == 1);
        var view = await ViewAsync(http);
        Assert.Equal(("a", 3), ((string?)view["coordinator"], (int)view["stations"]![0]!["boards"]!));
        Assert.Equal(3, view["versions"]!.AsArray()[^1]!["boards"]!.AsObject().Sum(v => (int)v.Value!));
        var rollout = await RolloutAsync(http);
        Assert.Equal(("paused", "canaries"), ((string?)rollout["phase"], (string?)rollout["progress"]!["groups"]![0]!["name"]));
        Assert.Equal(2, (int)rollout["progress"]!["groups"]![0]!["boards"]!.AsObject().Sum(b => (int)b.Value!));
        Assert.NotNull((string?)rollout["progress"]!["failures"]![0]!["words"]);

        using var guess = await PostAsync(http, "shown", "abort");
        Assert.Equal((HttpStatusCode.Unauthorized, "tokenMissing"), (guess.StatusCode, await CodeOfAsync(guess)));
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Value);
        using var refused = await PostAsync(http, "shown", "pause");
        Assert.Equal((HttpStatusCode.Conflict, "rolloutRefused"), (refused.StatusCode, await CodeOfAsync(refused)));
        using var aborted = await PostAsync(http, "shown", "abort");
        Assert.Equal(HttpStatusCode.NoContent, aborted.StatusCode);
        await TestFleet.UntilAsync(async () => (string?)(await RolloutAsync(http))["reason"] == "aborted by the page of a");
    }

    [Fact(Timeout = 120_000)]
    [Trait("Category", "Slow")]
    public async Task A_server_that_is_away_is_said_and_refuses_changes()
    {
        await using var fleet = new TestFleet();
        var station = fleet.Join(fleet.Options("a"), 0);
        var token = new AccessToken();
        await using var app = await station.ServeAsync(token);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{StationServer.PortOf(app)}/") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Value);
        await TestFleet.UntilAsync(async () => (await ViewAsync(http))["trouble"] is null);

        fleet.Nats.Kill();
        await TestFleet.UntilAsync(async () => (await ViewAsync(http))["trouble"] is not null);
        using var away = await PostAsync(http, "any", "pause");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "fleetAway"), (away.StatusCode, await CodeOfAsync(away)));

        fleet.Nats.Return();
        await TestFleet.UntilAsync(async () => (await ViewAsync(http))["trouble"] is null);
        using var unknown = await PostAsync(http, "any", "pause");
        Assert.Equal(HttpStatusCode.Conflict, unknown.StatusCode);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Task<HttpResponseMessage> PostAsync(HttpClient http, string rollout, string word) =>
        http.PostAsync(new Uri($"/api/fleet/rollouts/{rollout}/{word}", UriKind.Relative), null, Token);

    private static async Task<JsonNode> ViewAsync(HttpClient http) => (await http.GetFromJsonAsync<JsonNode>("/api/fleet", Token))!;

    private static async Task<JsonNode> RolloutAsync(HttpClient http) => (await ViewAsync(http))["rollouts"]![0]!;

    private static async Task<string?> CodeOfAsync(HttpResponseMessage answer) =>
        (string?)(await answer.Content.ReadFromJsonAsync<JsonNode>(Token))!["code"];
}
