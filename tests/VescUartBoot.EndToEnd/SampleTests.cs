using System.Net;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Simulator.Links;
using VescUartBoot.Simulator.Time;

namespace VescUartBoot.EndToEnd;

public sealed class SampleTests
{
    private const int Longest = 300_000;

    [Fact(Timeout = Longest)]
    public async Task The_samples_install_a_bootloader_and_then_see_it()
    {
        using var bench = new Bench("fw=6.05&timing=off", o => o with { Lisp = new byte[100] });

        var before = await RunAsync("check", bench.Port);
        var install = await RunAsync("consent", bench.Port, bench.Image);
        var after = await RunAsync("check", bench.Port);

        Assert.Equal((1, 0, 0), (before.ExitCode, install.ExitCode, after.ExitCode));
        Assert.Contains("Absent", before.Output, StringComparison.Ordinal);
        Assert.Contains("installed image.bin, 131072 bytes verified", install.Output, StringComparison.Ordinal);
        Assert.Equal(Bench.SectorWith(Bench.ImageBytes), bench.Flash[0xE0000..]);
    }

    [Fact(Timeout = Longest)]
    public async Task The_sample_of_progress_shows_each_phase_and_its_share()
    {
        using var bench = new Bench("fw=6.05&timing=off", o => o with { Lisp = new byte[100] });

        var run = await RunAsync("progress", bench.Port, bench.Image);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Write 100 %", run.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = Longest)]
    public async Task The_samples_of_cancel_and_retry_come_to_their_end()
    {
        using var bench = new Bench("fw=6.05&timing=off", o => o with { Lisp = new byte[100] });

        var install = await RunAsync("cancel", bench.Port, bench.Image);
        var retry = await RunAsync("retry", bench.Port);

        Assert.Contains("installed image.bin", install.Output, StringComparison.Ordinal);
        Assert.Equal(0, install.ExitCode);
        Assert.Contains("Present, 0 retries", retry.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = Longest)]
    [Trait("Category", "Slow")]
    public async Task The_sample_of_an_upgrade_ends_with_the_firmware_of_the_file_and_the_settings_of_the_owner()
    {
        using var bench = new Bench("fw=6.05&bootloader=present&timing=off");
        string image = bench.FileNamed("new.bin");
        await File.WriteAllBytesAsync(image, SimulatedImage.Firmware("7.00", "60_MK6"), TestContext.Current.CancellationToken);

        var run = await RunAsync("upgrade", bench.Port, image);

        Assert.Equal((0, "upgraded 6.05 to 7.00, settings carried over"), (run.ExitCode, run.Output.Trim()));
    }

    [Fact(Timeout = Longest)]
    public async Task The_sample_of_a_stream_of_ones_own_asks_a_board_over_a_socket()
    {
        using var time = new HighResolutionTimeProvider();
        using var board = new SimulatedBoard(SimulatedBoardOptions.Parse("fw=6.05&hw=60_MK6&timing=off"), time);
        using var server = new TcpServer(board, port: 0);

        var run = await RunAsync("stream", $"{IPAddress.Loopback}:{server.EndPoint.Port}");

        Assert.Equal((0, "60_MK6, firmware 6.05"), (run.ExitCode, run.Output.Trim()));
    }

    private static Task<ToolResult> RunAsync(params string[] arguments) =>
        OtherProgram.RunBuiltAsync("sample-recipes.dll", arguments);
}
