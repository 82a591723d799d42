using System.Text.Json.Nodes;
using VescUartBoot.Simulator.Faults;

namespace VescUartBoot.EndToEnd;

/// <summary>Processes that die, are stopped or have nowhere to write to, and what the next one makes of it.</summary>
public sealed class InterruptedTests
{
    private const int Longest = 300_000;
    private const int Sector = 0xE0000;
    private const byte Write = 3;

    [Fact(Timeout = Longest)]
    public async Task A_run_killed_in_mid_write_is_told_and_finished_by_the_next_without_replace()
    {
        using var bench = new Bench("fw=6.05");
        await KillInMidWriteAsync(bench);

        var check = await Tool.RunAsync("check", "-p", bench.Port, "--yes", "--json");
        Assert.Equal(6, check.ExitCode);
        Assert.Equal("bootloaderDamaged", (string?)check.Result["error"]!["code"]);
        Assert.Contains($"-p {bench.Port} --image {bench.Image} finishes it", (string?)check.Result["error"]!["next"],
            StringComparison.Ordinal);
        Assert.Contains("half written", (await Tool.RunAsync("info", "-p", bench.Port)).Error, StringComparison.Ordinal);

        var second = await Tool.RunAsync("install", "-p", bench.Port, "--image", bench.Image, "--yes", "--json");

        Assert.Equal(0, second.ExitCode);
        Assert.Contains(second.Events, e => (string?)e["event"] == "unfinished" && (string?)e["kind"] == "bootloader"
            && (string?)e["next"] == $"vescboot install -p {bench.Port} --image {bench.Image} finishes it");
        Assert.Equal([.. bench.Before[..Sector], .. Bench.SectorWith(Bench.ImageBytes)], bench.Flash);
        AssertNothingLeft();
        Assert.DoesNotContain((await Tool.RunAsync("check", "-p", bench.Port, "--yes", "--json")).Events,
            e => (string?)e["event"] == "unfinished");
    }

    [Fact(Timeout = Longest)]
    public async Task What_was_seen_to_by_other_means_can_be_settled()
    {
        using var bench = new Bench("fw=6.05");
        await KillInMidWriteAsync(bench);
        Assert.Contains("unfinished on ", (await Tool.RunAsync("history")).Output, StringComparison.Ordinal);

        Assert.Equal(0, (await Tool.RunAsync("history", "3a002b000f51383036343731", "--settle")).ExitCode);

        Assert.DoesNotContain("unfinished", (await Tool.RunAsync("history")).Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = Longest)]
    public async Task Where_nothing_can_be_written_down_nothing_is_changed()
    {
        using var bench = new Bench("fw=6.05&timing=off");

        var run = await Tool.RunInAsync(bench.Image, "install", "-p", bench.Port, "--image", bench.Image, "--yes", "--json");

        Assert.Equal(2, run.ExitCode);
        Assert.Equal("journalFailed", (string?)run.Result["error"]!["code"]);
        Assert.Equal(bench.Before, bench.Flash);
        Assert.Contains(run.Events, e => (string?)e["code"] == "historyIncomplete");
    }

    [Fact(Timeout = Longest)]
    [Trait("Category", "Slow")]
    public async Task A_second_stop_in_mid_write_ends_at_once_and_says_what_the_board_holds()
    {
        using var bench = new Bench("fw=6.05", o => o with { Faults = [Fault.ToReply(Write, 5, new Delay(TimeSpan.FromSeconds(6)))] });
        using var run = Tool.Start("install", "-p", bench.Port, "--image", bench.Image, "--yes", "--json");
        await UntilHalfWrittenAsync(bench);
        run.Signal(Native.SigInt);
        await run.UntilItSaysAsync("again to end this program");
        run.Signal(Native.SigInt);

        var result = await run.EndAsync();

        Assert.Equal(130, result.ExitCode);
        Assert.Contains("finished first", result.Error, StringComparison.Ordinal);
        Assert.Equal("interruptedAtOnce", (string?)result.Result["error"]!["code"]);
        Assert.Contains("half written (1152 of 5280 bytes", (string?)result.Result["error"]!["boardState"], StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.Combine(Tool.State, "vescboot", "locks"), "*.json"));
        Assert.Equal(130, (int)(await HistoryAsync()).Single()["exitCode"]!);

        // The reply that was late stays late, and with it all behind it.
        Assert.Equal(0, (await Tool.RunAsync("install", "-p", bench.Port, "--image", bench.Image, "--yes", "--attempts", "30")).ExitCode);
        AssertNothingLeft();
    }

    [Fact(Timeout = Longest)]
    public async Task A_first_stop_in_mid_write_waits_until_the_job_is_done()
    {
        using var bench = new Bench("fw=6.05", o => o with { Faults = [Fault.ToReply(Write, 5, new Delay(TimeSpan.FromSeconds(1)))] });
        using var run = Tool.Start("install", "-p", bench.Port, "--image", bench.Image, "--yes");
        await UntilHalfWrittenAsync(bench);
        run.Signal(Native.SigTerm);

        Assert.Equal(0, (await run.EndAsync()).ExitCode);
        Assert.Equal([.. bench.Before[..Sector], .. Bench.SectorWith(Bench.ImageBytes)], bench.Flash);
        AssertNothingLeft();
    }

    [Theory(Timeout = Longest)]
    [InlineData("| head -1")]
    [InlineData("2>&1 | head -1")]
    [InlineData("> /dev/full 2>&1")]
    public async Task A_reader_that_goes_away_leaves_a_job_that_ends(string redirection)
    {
        using var bench = new Bench("fw=6.05&timing=off");
        using var run = Tool.StartRedirected(redirection, "install", "-p", bench.Port, "--image", bench.Image, "--yes", "--json");

        await run.EndAsync();

        Assert.Equal([.. bench.Before[..Sector], .. Bench.SectorWith(Bench.ImageBytes)], bench.Flash);
        Assert.Equal(0, (int)(await HistoryAsync()).Single()["exitCode"]!);
        AssertNothingLeft();
    }

    [Fact(Timeout = Longest)]
    public async Task A_link_too_bad_is_refused_with_its_number()
    {
        using var bench = new Bench("fw=6.05&timing=off",
            o => o with { Faults = [Fault.ToReply(0, 5, new Lose()), Fault.ToReply(0, 9, new Lose())] });

        var refused = await Tool.RunAsync("check", "-p", bench.Port, "--yes", "--json", "--max-loss", "5", "--link-check", "20");

        Assert.Equal(9, refused.ExitCode);
        Assert.Contains("2 of 20 small requests", (string?)refused.Result["error"]!["message"], StringComparison.Ordinal);
        Assert.Equal(bench.Before, bench.Flash);
        var check = await Tool.RunAsync("check", "-p", bench.Port, "--yes", "--json", "--max-loss", "0", "--link-check", "100");
        Assert.Equal(6, check.ExitCode);
        Assert.Equal(100, (int)check.Result["linkQuality"]!["check"]!["requests"]!);
    }

    [Fact(Timeout = Longest)]
    public async Task The_last_words_tell_how_good_the_link_was()
    {
        using var bench = new Bench("fw=6.05&timing=off",
            o => o with { Faults = [.. Enumerable.Range(0, 12).Select(i => Fault.ToReply(118, 20 + (20 * i), new Flip(9, 1)))] });

        var run = await Tool.RunAsync("check", "-p", bench.Port, "--yes", "-v");

        Assert.Equal(6, run.ExitCode);
        // On a busy machine a reply may be late besides.
        Assert.Matches("[0-9]{2} retries, 12 corrupt frames", run.Output);
        Assert.Contains("this cable loses ", run.Error, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<JsonNode>> HistoryAsync() =>
        [.. (await Tool.RunAsync("history", "--json")).Events.Where(e => (string?)e["event"] == "job")];

    private static Task UntilHalfWrittenAsync(Bench bench) =>
        Bench.UntilAsync(() => bench.Board.Look(b => b.Flash.Read(Sector + 1200, 4).Any(x => x != 0xFF)));

    private static async Task KillInMidWriteAsync(Bench bench)
    {
        using var first = Tool.Start("install", "-p", bench.Port, "--image", bench.Image, "--yes");
        await UntilHalfWrittenAsync(bench);
        first.Signal(Native.SigKill);
        Assert.Equal(128 + Native.SigKill, (await first.EndAsync()).ExitCode);
        Assert.All(bench.Flash[(Sector + 5000)..], b => Assert.Equal(0xFF, b));
    }

    private static void AssertNothingLeft()
    {
        string state = Path.Combine(Tool.State, "vescboot");
        Assert.Empty(Directory.GetFiles(Path.Combine(state, "locks"), "*.json"));
        Assert.Empty(Directory.Exists(Path.Combine(state, "unfinished")) ? Directory.GetFiles(Path.Combine(state, "unfinished")) : []);
        Assert.Empty(Directory.GetFiles(state, "*.part", SearchOption.AllDirectories));
    }
}
