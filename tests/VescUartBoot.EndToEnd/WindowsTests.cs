using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;
using PseudoTerminal = VescUartBoot.TestKit.PseudoTerminal;

namespace VescUartBoot.EndToEnd;

/// <summary>The published Windows tool, on simulated boards behind COM ports.</summary>
[Collection(WindowsMachine.Collection)]
[Trait("Category", "Slow")]
public sealed class WindowsTests(WindowsMachine windows)
{
    private const int Longest = 300_000;
    private const string Vesc = "COM5";
    private const string Other = "COM12";

    private Bench On(string port, string query, Func<SimulatedBoardOptions, SimulatedBoardOptions>? change = null)
    {
        windows.Require();
        return new Bench(query, change, windows.PathOf(port));
    }

    [Fact(Timeout = Longest)]
    public async Task Ports_are_listed_with_what_the_registry_knows_of_them()
    {
        windows.Require();

        var run = await windows.RunToolAsync("ports", "--json");

        Assert.Equal(0, run.Result["exitCode"]!.GetValue<int>());
        var vesc = Assert.Single(run.Events, e => (string?)e["port"] == Vesc);
        Assert.Equal("0483", (string?)vesc["vid"]);
        Assert.Equal("5740", (string?)vesc["pid"]);
        Assert.True((bool)vesc["looksLikeVesc"]!);
        Assert.Equal("ChibiOS/RT Virtual COM Port", (string?)vesc["product"]);
        Assert.Equal("STMicroelectronics", (string?)vesc["manufacturer"]);
        Assert.Equal("304", (string?)vesc["serialNumber"]);
        var other = Assert.Single(run.Events, e => (string?)e["port"] == Other);
        Assert.False((bool)other["looksLikeVesc"]!);
        Assert.Null(other["vid"]);
    }

    [Theory(Timeout = Longest)]
    [InlineData(Vesc)]
    [InlineData(Other)]
    public async Task A_board_is_identified_checked_mended_and_verified(string port)
    {
        using var bench = On(port, "fw=6.05&timing=off");
        string image = WindowsMachine.NameOf(bench.Image);

        var info = await windows.RunToolAsync("info", "-p", port, "--json");
        Assert.Equal("3a002b000f51383036343731", (string?)info.Result["board"]!["uuid"]);
        Assert.Equal(port, (string?)info.Result["board"]!["port"]);
        Assert.Equal(6, (await windows.RunToolAsync("check", "-p", port, "--yes")).ExitCode);

        var install = await windows.RunToolAsync("install", "-p", port, "--image", image, "--yes", "--json");

        Assert.Equal(0, install.ExitCode);
        Assert.Equal("readback", (string?)install.Result["verified"]);
        Assert.Equal([.. bench.Before[..0xE0000], .. Bench.SectorWith(Bench.ImageBytes)], bench.Flash);
        Assert.Equal(0, (await windows.RunToolAsync("verify", "-p", port, "--image", image, "--yes")).ExitCode);
        Assert.Equal(4, (await windows.RunToolAsync("install", "-p", port, "--image", image, "--yes")).ExitCode);
    }

    [Fact(Timeout = Longest)]
    public async Task The_one_VESC_is_found_without_its_name()
    {
        using var bench = On(Vesc, "fw=7.00&timing=off");

        var run = await windows.RunToolAsync("info", "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(Vesc, (string?)run.Result["board"]!["port"]);
    }

    [Theory(Timeout = Longest)]
    [InlineData("native")]
    [InlineData(OnSystemPort.Word)]
    public async Task An_upgrade_restarts_the_board_and_sees_the_new_version_answer(string serial)
    {
        using var bench = On(Vesc, "fw=6.05&bootloader=present&timing=off");
        string image = bench.FileNamed("firmware.bin");
        await File.WriteAllBytesAsync(image, SimulatedImage.Firmware("7.00", "60_MK6"));

        var run = await windows.RunToolOnAsync(
            serial, "upgrade", "-p", Vesc, "--image", WindowsMachine.NameOf(image), "--force-hardware", "60_MK6", "--assume-bootloader",
            "--yes", "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("6.05", (string?)run.Result["firmware"]!["before"]);
        Assert.Equal("7.00", (string?)run.Result["firmware"]!["after"]);
    }

    [Fact(Timeout = Longest)]
    public async Task On_System_IO_Ports_a_board_gets_its_bootloader()
    {
        using var bench = On(Vesc, "fw=6.05&timing=off");

        var install = await windows.RunToolOnAsync(OnSystemPort.Word, "install", "-p", Vesc, "--image", WindowsMachine.NameOf(bench.Image),
            "--yes", "--json");
        Assert.Equal(0, install.ExitCode);
        Assert.Equal([.. bench.Before[..0xE0000], .. Bench.SectorWith(Bench.ImageBytes)], bench.Flash);
    }

    // Windows itself refuses a second opening; Wine does not, so the holder here is a program on the other side of it.
    [Fact(Timeout = Longest)]
    public async Task A_port_that_another_program_holds_is_busy_until_it_is_given_back()
    {
        using var bench = On(Other, "fw=6.05&timing=off");
        using (Native.HoldExclusively(bench.Port))
        {
            var run = await windows.RunToolAsync("info", "-p", Other, "--json");

            Assert.Equal(3, run.ExitCode);
            Assert.Equal("portBusy", (string?)run.Result["error"]!["code"]);
            Assert.Contains("in use by another program", (string?)run.Result["error"]!["message"], StringComparison.Ordinal);
        }

        Assert.Equal(0, (await windows.RunToolAsync("info", "-p", Other)).ExitCode);
    }

    [Theory(Timeout = Longest)]
    [InlineData("COM99", "There is no port COM99")]
    [InlineData(Other, "nothing answers there")]
    public async Task A_port_that_is_not_there_or_not_any_more_says_so(string port, string words)
    {
        windows.Require();

        var run = await windows.RunToolAsync("info", "-p", port, "--json");

        Assert.Equal(3, run.ExitCode);
        Assert.Equal("portNotFound", (string?)run.Result["error"]!["code"]);
        Assert.Contains(words, (string?)run.Result["error"]!["message"], StringComparison.Ordinal);
    }

    [Theory(Timeout = Longest)]
    [InlineData(Vesc, "native")]
    [InlineData(Other, "native")]
    [InlineData(Other, OnSystemPort.Word)]
    public async Task A_board_that_is_pulled_and_returns_costs_a_pause_and_nothing_else(string port, string serial)
    {
        using var bench = On(port, "fw=6.05&timing=off", o => o with
        {
            Faults = [new Fault(new OnFrame(FaultDirection.ToBoard, FrameMatch.Write, 5), new PullCable(TimeSpan.FromMilliseconds(300)))],
        });

        var run = await windows.RunToolOnAsync(serial, "install", "-p", port, "--image", WindowsMachine.NameOf(bench.Image), "--yes",
            "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(run.Events, e => (string?)e["code"] == "linkReturned");
        Assert.Equal(Bench.SectorWith(Bench.ImageBytes), bench.Flash[0xE0000..]);
    }

    [Fact(Timeout = Longest)]
    public async Task Ctrl_C_during_the_check_undoes_what_was_opened()
    {
        // A slow line, so that the check takes its time.
        using var bench = On(Other, "fw=6.05&transport=uart&baud=921600");
        using var run = windows.Start("check", "-p", Other, "--yes", "--json");
        await bench.UntilProgrammedAsync();
        run.Signal(Native.SigInt);

        var result = await run.EndAsync();

        Assert.Equal(130, result.ExitCode);
        Assert.Equal("interrupted", (string?)result.Result["error"]!["code"]);
        Assert.Equal(bench.Before, bench.Flash);
    }

    [Fact(Timeout = Longest)]
    public async Task The_main_job_of_the_README_runs_without_a_port()
    {
        windows.Require();

        var run = await windows.RunToolAsync("install", "--port", "sim://?timing=off");

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("done          demo/simulated is installed", run.Output, StringComparison.Ordinal);
    }

    [Theory(Timeout = Longest)]
    [InlineData(LinkTrial.Echo)]
    [InlineData(LinkTrial.StuckWrite)]
    [InlineData(LinkTrial.CloseDuringRead)]
    [InlineData(LinkTrial.HangUp)]
    [InlineData(LinkTrial.ManyOpenings)]
    public async Task The_link_keeps_its_promises(string trial)
    {
        windows.Require();
        using var board = new PseudoTerminal();
        string path = windows.PathOf(Other);
        File.CreateSymbolicLink(path, board.Path);
        try
        {
            using var run = windows.StartTrial(trial, Other);
            if (trial == LinkTrial.Echo)
            {
                byte[] buffer = new byte[4096];
                for (int left = LinkTrial.EchoBytes; left > 0;)
                {
                    int count = board.Read(buffer, 20_000);
                    Assert.NotEqual(0, count);
                    board.Write(buffer.AsSpan(0, count));
                    left -= count;
                }
            }
            else if (trial == LinkTrial.CloseDuringRead)
            {
                board.Write(board.ReadExactly(1, 20_000));
            }
            else if (trial == LinkTrial.HangUp)
            {
                Assert.Equal("open", board.ReadText(4, 20_000));
                board.Dispose();
            }

            var result = await run.EndAsync();

            Assert.StartsWith("kept", result.Output, StringComparison.Ordinal);
            TestContext.Current.TestOutputHelper?.WriteLine(result.Output);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
