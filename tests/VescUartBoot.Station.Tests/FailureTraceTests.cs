using System.Net;
using System.Text.Json.Nodes;

using VescUartBoot.Station.Records;
using VescUartBoot.Station.Work;
using VescUartBoot.Tracing;

namespace VescUartBoot.Station.Tests;

public sealed class FailureTraceTests
{
    [Fact]
    public async Task A_job_that_failed_keeps_its_frames_and_a_good_one_keeps_none()
    {
        await using var station = TestStation.Start(1, withoutRecipe: true);
        await station.UntilAllEndedAsync(1);
        var failed = Assert.Single(JsonNode.Parse(await GetAsync(station, "/api/jobs"))!.AsArray())!;
        Assert.True((bool?)failed["hasTrace"]);
        Assert.Null(failed["trace"]);
        string trace = await GetAsync(station, $"/api/jobs/{(string?)failed["id"]}/trace");
        var events = new FrameTraceReader(new StringReader(trace)).ReadAll().ToList();
        Assert.Contains(events, e => e.Kind == TraceKind.Sent);
        Assert.Contains(events, e => e.Kind == TraceKind.Received);

        await using var good = TestStation.Start(1);
        await good.UntilAllEndedAsync(1);
        var record = Assert.Single(good.Records.Find(new RecordQuery()));
        Assert.Null(record.HasTrace);
        using var none = await good.Http.GetAsync(new Uri($"/api/jobs/{record.Id}/trace", UriKind.Relative),
            TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    [Fact]
    public void However_much_a_board_says_the_last_of_it_is_kept_in_a_bounded_text()
    {
        var trace = new FailureTrace("/dev/tty\nACM0", TimeProvider.System);
        for (int i = 0; i < 1000; i++)
        {
            trace.Skipped(new byte[10_000]);
            trace.Sent([(byte)i]);
            trace.Note(new string('\n', 10_000));
        }

        string text = trace.ToString();
        Assert.InRange(text.Length, 1, 200_000);
        var events = new FrameTraceReader(new StringReader(text)).ReadAll().ToList();
        Assert.InRange(events.Count, 3, FailureTrace.MostEvents + 1);
        Assert.Equal(TraceKind.Comment, events[0].Kind);
        Assert.EndsWith("earlier events are left out", events[0].Text, StringComparison.Ordinal);
        Assert.Equal(TraceKind.Note, events[^1].Kind);
    }

    private static Task<string> GetAsync(TestStation station, string path) =>
        station.Http.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
}
