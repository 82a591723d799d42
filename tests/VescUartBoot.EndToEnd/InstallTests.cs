using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Links;
using VescUartBoot.Simulator.Time;
using VescUartBoot.Tracing;

namespace VescUartBoot.EndToEnd;

public sealed class InstallTests
{
    private const int Longest = 300_000;

    [Fact(Timeout = Longest)]
    public async Task A_first_run_killed_after_the_8_zeros_does_not_hinder_the_second()
    {
        using var bench = new Bench("fw=6.05");
        using (var first = Tool.Start("install", "-p", bench.Port, "--image", bench.Image, "--yes"))
        {
            await bench.UntilProgrammedAsync();
            first.Signal(Native.SigKill);
            Assert.Equal(128 + Native.SigKill, (await first.EndAsync()).ExitCode);
        }

        Assert.Equal(new byte[8], bench.Flash[0xA0000..0xA0008]);

        Assert.Equal(0, (await Tool.RunAsync("install", "-p", bench.Port, "--image", bench.Image, "--yes")).ExitCode);
        Assert.Equal([.. bench.Before[..0xE0000], .. Bench.SectorWith(Bench.ImageBytes)], bench.Flash);
    }

    [Theory(Timeout = Longest)]
    [InlineData(Native.SigInt, 130)]
    [InlineData(Native.SigTerm, 143)]
    public async Task A_signal_during_the_check_undoes_what_was_opened(int signal, int exitCode)
    {
        // A slow line, so that the check takes its time.
        using var bench = new Bench("fw=6.05&transport=uart&baud=921600");
        using var run = Tool.Start("check", "-p", bench.Port, "--yes", "--json");
        await bench.UntilProgrammedAsync();
        run.Signal(signal);

        var result = await run.EndAsync();

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Equal("interrupted", (string?)result.Result["error"]!["code"]);
        Assert.Contains("its flash is as it was", (string?)result.Result["error"]!["boardState"], StringComparison.Ordinal);
        Assert.Equal(bench.Before, bench.Flash);
    }

    [Fact(Timeout = Longest)]
    public async Task Replacing_saves_the_old_content_first()
    {
        using var bench = new Bench("fw=6.05&timing=off&bootloader=garbage");
        string saved = bench.FileNamed("old.bin");

        Assert.Equal(5, (await Tool.RunAsync("install", "-p", bench.Port, "--image", bench.Image, "--yes")).ExitCode);
        Assert.Equal(bench.Before, bench.Flash);
        var run = await Tool.RunAsync("install", "-p", bench.Port, "--image", bench.Image, "--yes", "--replace", "--save", saved, "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(saved, (string?)run.Result["savedTo"]);
        Assert.Equal(bench.Before[0xE0000..], await File.ReadAllBytesAsync(saved));
        Assert.Equal(Bench.SectorWith(Bench.ImageBytes), bench.Flash[0xE0000..]);
    }

    [Fact(Timeout = Longest)]
    public async Task A_trace_holds_every_frame_in_the_format_of_the_fixtures()
    {
        using var bench = new Bench("fw=6.05&timing=off");
        string trace = bench.FileNamed("run.trace");

        Assert.Equal(0, (await Tool.RunAsync("install", "-p", bench.Port, "--image", bench.Image, "--yes", "--trace", trace)).ExitCode);

        using var reader = new StreamReader(trace);
        var frames = new FrameTraceReader(reader).ReadAll().ToList();
        int written = frames.Count(f => f.Kind == TraceKind.Sent && f.Text == "WRITE_NEW_APP_DATA");
        Assert.Equal(1 + 14, written);
        Assert.Equal(written, frames.Count(f => f.Kind == TraceKind.Received && f.Text == "WRITE_NEW_APP_DATA"));
    }

    [Fact(Timeout = Longest)]
    public async Task A_TCP_port_serves_as_well()
    {
        using var clock = new HighResolutionTimeProvider();
        using var board = new SimulatedBoard(SimulatedBoardOptions.Parse("fw=6.05&timing=off"), clock);
        using var server = new TcpServer(board);

        var run = await Tool.RunAsync("check", "-p", $"tcp://{server.EndPoint}", "--yes", "--json");

        Assert.Equal(6, run.ExitCode);
        Assert.Equal("absent", (string?)run.Result["bootloader"]!["before"]);
    }

    [Fact(Timeout = Longest)]
    public async Task The_main_job_of_the_README_runs_without_a_terminal()
    {
        var run = await Tool.RunAsync("install", "--port", "sim://");

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("done          demo/simulated is installed", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Error);
    }
}
