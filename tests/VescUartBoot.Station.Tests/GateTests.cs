using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

using VescUartBoot.Station.Web;

namespace VescUartBoot.Station.Tests;

/// <summary>A hostile visitor: everything that a page of another site, or a program without the token, may try.</summary>
public sealed class GateTests
{
    [Theory]
    [InlineData("POST", "/api/boards/1/start")]
    [InlineData("POST", "/api/boards/1/stop")]
    [InlineData("PUT", "/api/entry")]
    [InlineData("DELETE", "/api/entry")]
    [InlineData("POST", "/nothing")]
    public async Task Nothing_changes_without_the_token(string method, string path)
    {
        await using var station = TestStation.Start(1);
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = JsonContent.Create(new { lot = "x" }) };
        using var answer = await station.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("tokenMissing", await CodeOf(answer));
        Assert.Null(station.Bench.Lot);
    }

    [Theory]
    [InlineData("Bearer ")]
    [InlineData("Bearer 0")]
    [InlineData("Basic dXNlcjpwYXNz")]
    public async Task Another_token_is_none(string header)
    {
        await using var station = TestStation.Start(0);
        station.Http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", header);
        using var answer = await station.Http.PutAsJsonAsync("/api/entry", new { lot = "x" }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("10.0.0.7")]
    public async Task A_name_that_was_made_to_lead_here_gets_nothing(string host)
    {
        await using var station = TestStation.Start(1);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/boards");
        request.Headers.Host = host;
        using var answer = await station.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
        Assert.Equal("hostUnknown", await CodeOf(answer));
    }

    [Theory]
    [InlineData("/../../etc/passwd")]
    [InlineData("/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/..%2f..%2fetc%2fpasswd")]
    [InlineData("/records.db")]
    [InlineData("/page/index.html")]
    public async Task No_path_reaches_the_file_system(string path)
    {
        await using var station = TestStation.Start(0);
        using var answer = await station.Http.GetAsync(new Uri(station.Http.BaseAddress!.OriginalString.TrimEnd('/') + path),
            TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("notFound", await CodeOf(answer));
    }

    [Fact]
    public async Task Each_answer_carries_the_headers()
    {
        await using var station = TestStation.Start(0);
        using var answer = await station.Http.GetAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);
        string policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; script-src 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("DENY", Assert.Single(answer.Headers.GetValues("X-Frame-Options")));
        Assert.False(answer.Headers.Contains("Server"));
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("{", HttpStatusCode.BadRequest, "requestInvalid")]
    [InlineData("{\"lots\":\"x\"}", HttpStatusCode.BadRequest, "requestInvalid")]
    [InlineData("{\"lot\":\"a\\u0007b\"}", HttpStatusCode.BadRequest, "entryInvalid")]
    [InlineData("{\"lot\":\"12345678901234567890123456789012345678901234567890123456789012345\"}", HttpStatusCode.BadRequest,
        "entryInvalid")]
    public async Task What_is_not_understood_is_a_problem_with_a_code(string body, HttpStatusCode status, string code)
    {
        await using var station = TestStation.Start(0);
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await station.WithToken().PutAsync(new Uri("/api/entry", UriKind.Relative), content,
            TestContext.Current.CancellationToken);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(code, await CodeOf(answer));
        Assert.Null(station.Bench.Lot);
    }

    [Fact]
    public async Task A_body_without_an_end_is_refused()
    {
        await using var station = TestStation.Start(0);
        using var content = new StringContent($"{{\"lot\":\"{new string('x', 100_000)}\"}}", System.Text.Encoding.UTF8, "application/json");
        using var answer = await station.WithToken().PutAsync(new Uri("/api/entry", UriKind.Relative), content,
            TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "bodyTooLarge"), (answer.StatusCode, await CodeOf(answer)));
    }

    [Fact]
    public async Task A_method_and_a_media_type_that_are_not_taken_are_problems_too()
    {
        await using var station = TestStation.Start(0);
        using var method = await station.Http.GetAsync(new Uri("/api/boards/1/start", UriKind.Relative),
            TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.MethodNotAllowed, "methodNotAllowed"), (method.StatusCode, await CodeOf(method)));
        using var form = new FormUrlEncodedContent([new("lot", "x")]);
        using var type = await station.WithToken().PutAsync(new Uri("/api/entry", UriKind.Relative), form,
            TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "mediaTypeUnsupported"), (type.StatusCode, await CodeOf(type)));
    }

    [Theory]
    [InlineData("Bearer", true)]
    [InlineData("bearer", true)]
    [InlineData("Basic", false)]
    public void The_name_of_the_scheme_has_no_case(string scheme, bool isTaken)
    {
        var token = new AccessToken();
        Assert.Equal(isTaken, token.IsIn($"{scheme} {token.Value}"));
    }

    [Theory]
    [InlineData("127.0.0.1:0", "http://127.0.0.1:8420/")]
    [InlineData("0.0.0.0:0", "http://127.0.0.1:8420/")]
    [InlineData("[::1]:0", "http://[::1]:8420/")]
    [InlineData("[::]:0", "http://[::1]:8420/")]
    public void The_address_that_the_start_prints_can_be_opened(string listen, string url) =>
        Assert.Equal(url, ListenAddress.Parse(listen).Url(8420));

    [Fact]
    public async Task With_the_token_an_entry_is_taken_and_waiting_boards_begin()
    {
        await using var station = TestStation.Start(1);
        using var answer = await station.WithToken().PutAsJsonAsync("/api/entry", new { lot = " L7 ", @operator = "kim" },
            TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(("L7", "kim"), (station.Bench.Lot, station.Bench.Operator));
    }

    [Fact]
    public async Task Markup_in_the_name_of_a_board_stays_text()
    {
        await using var station = TestStation.Start(1, (_, o) => o with { Hardware = "<img src=x onerror=a()>" });
        await station.UntilAllEndedAsync(1);
        string json = await station.Http.GetStringAsync(new Uri("/api/boards", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.DoesNotContain('<', json);
        Assert.Equal("<img src=x onerror=a()>", (string?)JsonNode.Parse(json)!["boards"]![0]!["hardware"]);
    }

    [Fact]
    public void The_page_sets_text_only()
    {
        using var script = typeof(Gate).Assembly.GetManifestResourceStream("page/station.js")!;
        using var reader = new StreamReader(script);
        Assert.DoesNotMatch("innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\(", reader.ReadToEnd());
    }

    [Theory]
    [InlineData("127.0.0.1:8420", "localhost", true)]
    [InlineData("127.0.0.1:8420", "[::1]", true)]
    [InlineData("127.0.0.1:8420", "192.168.1.5", false)]
    [InlineData("0.0.0.0:8420", "192.168.1.5", true)]
    [InlineData("0.0.0.0:8420", "evil.example", false)]
    public void A_host_is_an_address_of_this_machine(string listen, string host, bool allowed) =>
        Assert.Equal(allowed, ListenAddress.Parse(listen).Allows(host));

    private static async Task<string?> CodeOf(HttpResponseMessage answer)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        return (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["code"];
    }
}
