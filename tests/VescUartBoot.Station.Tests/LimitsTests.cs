using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

using VescUartBoot.Station.Web;

namespace VescUartBoot.Station.Tests;

/// <summary>One address that asks for too much.</summary>
public sealed class LimitsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Wrong_tokens_are_refused_with_a_time_to_wait_and_the_right_one_still_passes()
    {
        await using var station = TestStation.Start(0);
        for (int i = 0; i < Limits.WrongTokensPerMinute; i++)
        {
            using var wrong = await EnterAsync(station);
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        }

        using var refused = await EnterAsync(station);
        Assert.Equal("tooManyRequests", await CodeOf(refused));
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Null(station.Bench.Lot);

        station.WithToken();
        using var right = await EnterAsync(station);
        Assert.Equal(HttpStatusCode.NoContent, right.StatusCode);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_flood_of_requests_is_refused_and_a_page_is_not()
    {
        await using var station = TestStation.Start(0);
        for (int i = 0; i < Limits.Burst / 4; i++)
        {
            using var asked = await station.Http.GetAsync(new Uri("/api/boards", UriKind.Relative), Stop);
            Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        }

        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        string? refused = await await Task.WhenAny(Enumerable.Range(0, 16).Select(_ => FloodAsync(station, enough.Token)));
        await enough.CancelAsync();
        Assert.Equal("tooManyRequests", refused);
    }

    private static async Task<string?> FloodAsync(TestStation station, CancellationToken stop)
    {
        while (true)
        {
            using var answer = await station.Http.GetAsync(new Uri("/openapi.json", UriKind.Relative), stop);
            if (answer.StatusCode != HttpStatusCode.OK)
            {
                return await CodeOf(answer);
            }
        }
    }

    private static Task<HttpResponseMessage> EnterAsync(TestStation station) =>
        station.Http.PutAsJsonAsync("/api/entry", new { lot = "x" }, Stop);

    private static async Task<string?> CodeOf(HttpResponseMessage answer) =>
        (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop))!["code"];
}
