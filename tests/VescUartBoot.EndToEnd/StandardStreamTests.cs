using System.Text;

namespace VescUartBoot.EndToEnd;

public sealed class StandardStreamTests
{
    private const int Longest = 300_000;

    [Theory(Timeout = Longest)]
    [InlineData("> /dev/full", "--json")]
    [InlineData("> /dev/full")]
    [InlineData("2> /dev/full")]
    public async Task A_job_reaches_its_end_where_nothing_can_be_written_about_it(string redirection, params string[] more)
    {
        using var bench = new Bench("fw=6.05&timing=off");
        using var run = Tool.StartRedirected(redirection, ["install", "-p", bench.Port, "--image", bench.Image, "--yes", .. more]);

        var result = await run.EndAsync();

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(Bench.SectorWith(Bench.ImageBytes), bench.Flash[0xE0000..]);
        Assert.Equal(bench.Before[..0xE0000], bench.Flash[..0xE0000]);
        if (redirection.StartsWith('>'))
        {
            Assert.Contains("standard output is not complete", result.Error, StringComparison.Ordinal);
        }
    }

    [Theory(Timeout = Longest)]
    [InlineData("history", "--csv")]
    [InlineData("history", "--json")]
    [InlineData("completion", "bash")]
    [InlineData("doctor", "--print-rule")]
    [InlineData("config", "show")]
    [InlineData("explain")]
    [InlineData("ports")]
    [InlineData("ports", "--json")]
    [InlineData("bundle", "list")]
    [InlineData("bundle", "show", "7.00/60_MK6")]
    [InlineData("bundle", "path")]
    [InlineData("info", "-p", "sim://?timing=off", "--json")]
    [InlineData("--version")]
    [InlineData("check", "--help")]
    public async Task What_only_tells_something_has_failed_where_that_could_not_be_written(params string[] arguments)
    {
        using var run = Tool.StartRedirected("> /dev/full", arguments);

        var result = await run.EndAsync();

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("standard output is not complete", result.Error, StringComparison.Ordinal);
    }

    [Theory(Timeout = Longest)]
    [InlineData("explain")]
    [InlineData("completion", "bash")]
    [InlineData("bundle", "list", "--json")]
    public async Task A_reader_that_has_read_enough_is_no_failure(params string[] arguments)
    {
        using var run = Tool.StartIntoPipe("true", arguments);

        var result = await run.EndAsync();

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("", result.Error);
    }

    [Fact(Timeout = Longest)]
    public async Task A_window_that_is_closed_stops_the_check_at_a_safe_point()
    {
        // A slow line, so that the check takes its time. Its words go nowhere, as they do once the terminal is gone.
        using var bench = new Bench("fw=6.05&transport=uart&baud=921600");
        using var run = Tool.StartRedirected("2> /dev/full", "check", "-p", bench.Port, "--yes");
        await bench.UntilProgrammedAsync();
        run.Signal(Native.SigHup);

        var result = await run.EndAsync();

        Assert.Equal(129, result.ExitCode);
        Assert.Equal(bench.Before, bench.Flash);
    }

    [Fact(Timeout = Longest)]
    public async Task A_terminal_that_is_closed_at_a_question_agrees_to_nothing()
    {
        using var bench = new Bench("timing=off&helper=blank");
        using var terminal = new PseudoTerminal();
        using var run = Tool.StartRedirected($"< {terminal.Path} 2> {terminal.Path}", "rescue", "look", "-p", bench.Port);
        var said = new StringBuilder();
        byte[] buffer = new byte[4096];
        await Bench.UntilAsync(() =>
            said.Append(Encoding.UTF8.GetString(buffer, 0, terminal.Read(buffer, timeoutMilliseconds: 20))).ToString()
                .Contains("[y/N]", StringComparison.Ordinal));
        terminal.Dispose();

        Assert.Equal(5, (await run.EndAsync()).ExitCode);
    }
}
