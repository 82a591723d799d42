using VescUartBoot.Simulator.Firmware;

namespace VescUartBoot.EndToEnd;

/// <summary><c>vescboot upgrade</c> and <c>check --method jump</c> on a board whose port goes away and comes back.</summary>
public sealed class UpgradeTests
{
    private const int Longest = 300_000;

    [Fact(Timeout = Longest)]
    [Trait("Category", "Slow")]
    public async Task A_board_that_comes_back_where_nobody_looks_ends_with_what_to_do_next()
    {
        using var folder = new ScratchFolder();
        string image = folder.File("7.00.bin", SimulatedImage.Firmware("7.00", "60_MK6"));
        string byId = folder.PathOf("usb-VESC-if00");
        using var served = await ServedBoard.StartAsync(tcp: false, "--fw", "6.05", "--bootloader", "present", "--timing", "off",
            "--rename", "yes");
        File.CreateSymbolicLink(byId, served.Port);
        using var tool = Tool.Start("upgrade", "-p", byId, "--image", image, "--force-hardware", "60_MK6", "--yes", "--json",
            "--return-timeout", "10");

        Assert.Equal("portGone", (string?)(await served.NextEventAsync())["event"]);
        File.Delete(byId);
        var run = await tool.EndAsync();

        Assert.Equal(11, run.ExitCode);
        Assert.Equal("noReturn", (string?)run.Result["error"]!["code"]);
        Assert.Contains("if its port has another name by now: vescboot ports", (string?)run.Result["error"]!["next"],
            StringComparison.Ordinal);
    }

    [Theory(Timeout = Longest)]
    [InlineData(Native.SigTerm, 143, true)]
    [InlineData(Native.SigInt, 130, true, "--keep-going", Traits = ["Category", "Slow"])]
    [InlineData(Native.SigHup, 129, true, Traits = ["Category", "Slow"])]
    [InlineData(Native.SigTerm, 0, false)]
    public async Task A_stop_in_the_copy_finishes_that_board_and_is_a_success_only_if_none_was_left_out(int signal, int exitCode,
        bool another, params string[] more)
    {
        using var folder = new ScratchFolder();
        string image = folder.File("7.00.bin", SimulatedImage.Firmware("7.00", "60_MK6"));
        (string link, string other) = (folder.PathOf("vesc"), folder.PathOf("other"));
        using var served = await ServedBoard.StartAsync(tcp: false, "--fw", "6.05", "--bootloader", "present", "--timing", "off", "--link",
            link);
        using var tool = Tool.Start(["upgrade", "--ports", another ? $"{link},{other}" : link, "--image", image, "--force-hardware",
            "60_MK6", "--yes", "--json", .. more]);

        Assert.Equal("portGone", (string?)(await served.NextEventAsync())["event"]);
        tool.Signal(signal);
        var run = await tool.EndAsync();

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Equal(0, (int)run.Events.Single(e => (string?)e["event"] == "board")["exitCode"]!);
        Assert.Equal(another ? [other] : [], run.Result["notBegun"]!.AsArray().Select(p => (string?)p));
        if (another)
        {
            Assert.Equal("interrupted", (string?)run.Result["error"]!["code"]);
            Assert.Contains($"not begun: {other}", (string?)run.Result["error"]!["message"], StringComparison.Ordinal);
            Assert.Contains(other, (string?)run.Result["error"]!["next"], StringComparison.Ordinal);
        }
    }

    [Fact(Timeout = Longest)]
    [Trait("Category", "Slow")]
    public async Task A_warning_names_its_port_where_there_are_several_boards_and_only_there()
    {
        string[] boards = ["sim://?timing=off&bootloader=present", "sim://?timing=off&bootloader=present&hw=410"];

        var several = await Tool.RunAsync("upgrade", "--ports", string.Join(',', boards), "--to", "7.00", "--settings", "defaults",
            "--json");
        var one = await Tool.RunAsync("upgrade", "--port", boards[0], "--to", "7.00", "--settings", "defaults", "--json");

        Assert.Equal(boards,
            several.Events.Where(e => (string?)e["event"] is "warning" or "retry").Select(e => (string?)e["port"]).Distinct());
        Assert.Contains(one.Events, e => (string?)e["event"] == "warning");
        Assert.DoesNotContain(one.Events, e => (string?)e["event"] == "warning" && e["port"] is not null);
    }

    [Fact(Timeout = Longest)]
    public async Task Ctrl_C_in_the_upload_leaves_a_board_that_drives_and_the_next_run_brings_it_home()
    {
        using var bench = new Bench("fw=6.05&bootloader=present&timing=real");
        string image = bench.FileNamed("7.00.bin");
        await File.WriteAllBytesAsync(image, SimulatedImage.Firmware("7.00", "60_MK6"));
        string[] command = ["upgrade", "-p", bench.Port, "--image", image, "--force-hardware", "60_MK6", "--yes", "--json"];

        using var tool = Tool.Start(command);
        await Bench.UntilAsync(() => bench.Board.Look(b => b.Flash.BytesProgrammed > 20_000));
        tool.Signal(Native.SigInt);
        var run = await tool.EndAsync();

        Assert.Equal(130, run.ExitCode);
        Assert.Equal("interrupted", (string?)run.Result["error"]!["code"]);
        Assert.Contains("still runs its firmware and works as before", (string?)run.Result["error"]!["boardState"],
            StringComparison.Ordinal);
        Assert.Equal("6.05", bench.Board.Look(b => b.Identity?.Firmware.Name));
        Assert.Equal(bench.Before[..0x80000], bench.Flash[..0x80000]);
    }

    [Theory(Timeout = Longest)]
    [InlineData("half.bin", "imageTruncated")]
    [InlineData("README.md", "imageNotFirmware")]
    [InlineData("bootloader.bin", "imageNotFirmware")]
    [InlineData("other.bin", "imageHardware")]
    public async Task What_is_no_firmware_for_this_board_changes_nothing(string name, string code)
    {
        using var bench = new Bench("fw=6.05&bootloader=present&timing=off");
        byte[] firmware = SimulatedImage.Firmware("7.00", "60_MK6");
        await File.WriteAllBytesAsync(bench.FileNamed(name), name switch
        {
            "half.bin" => firmware[..250_000],
            "README.md" => "# A board\n"u8.ToArray(),
            "bootloader.bin" => Bench.ImageBytes,
            _ => SimulatedImage.Firmware("7.00", "410"),
        });

        var run = await Tool.RunAsync("upgrade", "-p", bench.Port, "--image", bench.FileNamed(name), "--yes", "--json");

        Assert.Equal(7, run.ExitCode);
        Assert.Equal(code, (string?)run.Result["error"]!["code"]);
        Assert.Equal(bench.Before, bench.Flash);
        Assert.Equal(0, bench.Board.Look(b => b.Flash.BytesProgrammed));
    }

    [Fact(Timeout = Longest)]
    public async Task A_check_by_jump_tells_a_person_what_it_proves_and_of_no_copy()
    {
        using var bench = new Bench("fw=5.02&bootloader=present&timing=off");

        var run = await Tool.RunAsync("check", "-p", bench.Port, "--method", "jump", "--yes");

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("present       a bootloader ran; which one, and whether it unpacks compressed firmware, is not known", run.Output,
            StringComparison.Ordinal);
        Assert.DoesNotContain("KEEP THE POWER", run.Error, StringComparison.Ordinal);
        Assert.Contains("restarts through its bootloader sector", run.Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = Longest)]
    public async Task Nobody_vouches_for_a_bootloader_by_saying_yes()
    {
        using var bench = new Bench("fw=5.02&bootloader=present&timing=off");
        string image = bench.FileNamed("5.03.bin");
        await File.WriteAllBytesAsync(image, SimulatedImage.Firmware("5.03", "60_MK6"));

        var run = await Tool.RunAsync("upgrade", "-p", bench.Port, "--image", image, "--force-hardware", "60_MK6", "--yes", "--json");

        Assert.Equal(5, run.ExitCode);
        Assert.Contains("--assume-bootloader", (string?)run.Result["error"]!["next"], StringComparison.Ordinal);
        Assert.Equal(bench.Before, bench.Flash);
    }
}
