using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Simulator.Links;

namespace VescUartBoot.EndToEnd;

/// <summary>The built tool with a helper and its target, each behind a real pseudo-terminal.</summary>
public sealed class RescueTests
{
    private const int Longest = 300_000;

    [Fact(Timeout = Longest)]
    public async Task A_blank_target_runs_7_00_with_a_bootloader_byte_for_byte_and_answers_on_its_own_port()
    {
        using var bench = new Bench("timing=off&helper=blank");
        using var target = Serve(bench);
        string firmware = bench.FileNamed("7.00.bin");
        await File.WriteAllBytesAsync(firmware, SimulatedImage.Firmware("7.00", "60_MK6"));

        var run = await Tool.RunAsync(
            "rescue", "restore", "-p", bench.Port, "--image", firmware, "--hardware", "60_MK6", "--bootloader", bench.Image,
            "--target-port", PortOf(bench), "--yes", "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("swd", (string?)run.Result["verified"]);
        Assert.Equal("7.00", (string?)run.Result["seen"]!["firmware"]);
        byte[] flash = FlashOf(bench);
        byte[] image = SimulatedImage.Firmware("7.00", "60_MK6");
        Assert.Equal(image[..0x4000], flash[..0x4000]);
        Assert.Equal(image[0xC000..^8], flash[0xC000..(image.Length - 8)]);
        Assert.Equal(Bench.SectorWith(Bench.ImageBytes), flash[0xE0000..]);
    }

    [Fact(Timeout = Longest)]
    public async Task A_target_that_only_misses_its_bootloader_changes_in_sector_11_alone()
    {
        using var bench = new Bench("timing=off&helper=6.05:60_MK6");
        byte[] before = FlashOf(bench);

        var look = await Tool.RunAsync("rescue", "look", "-p", bench.Port, "--yes", "--json");
        var run = await Tool.RunAsync("rescue", "install", "-p", bench.Port, "--image", bench.Image, "--yes", "--json");

        Assert.Equal(0, look.ExitCode);
        Assert.Equal("absent", (string?)look.Result["bootloader"]!["before"]);
        Assert.Equal("60_MK6", (string?)look.Result["target"]!["application"]!["hardware"]);
        Assert.True((bool)look.Result["target"]!["restarted"]!);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("swd", (string?)run.Result["verified"]);
        Assert.Equal([.. before[..0xE0000], .. Bench.SectorWith(Bench.ImageBytes)], FlashOf(bench));
    }

    [Fact(Timeout = Longest)]
    [Trait("Category", "Slow")]
    public async Task A_loose_wire_is_told_and_the_second_run_finishes()
    {
        using var bench = new Bench("timing=off&helper=blank");
        string firmware = bench.FileNamed("7.00.bin");
        await File.WriteAllBytesAsync(firmware, SimulatedImage.Firmware("7.00", "60_MK6"));
        bench.Board.Inject(FaultScript.ParseLine("at command 68 300: loose wire"));
        string[] restore =
        [
            "rescue", "restore", "-p", bench.Port, "--image", firmware, "--hardware", "60_MK6", "--bootloader", bench.Image, "--yes",
            "--json",
        ];

        var first = await Tool.RunAsync(restore);
        bench.Board.EndFaults();
        var second = await Tool.RunAsync(restore);

        Assert.Equal(9, first.ExitCode);
        Assert.Equal("targetLost", (string?)first.Result["error"]!["code"]);
        Assert.Contains("partly written", (string?)first.Result["error"]!["boardState"], StringComparison.Ordinal);
        Assert.Contains("--hardware 60_MK6", (string?)first.Result["error"]!["next"], StringComparison.Ordinal);
        Assert.Equal(0, second.ExitCode);
        Assert.Equal("7.00", bench.Board.Look(b => b.Target!.Identity?.Firmware.Name));
    }

    [Theory(Timeout = Longest)]
    [InlineData("protection=fails", 8, "targetProtected")]
    [InlineData("wires=loose", 9, "targetSilent")]
    [InlineData("chip=l476", 12, "targetNotServed")]
    public async Task A_target_that_cannot_be_read_is_never_erased(string word, int exitCode, string code)
    {
        using var bench = new Bench($"timing=off&helper=6.05:60_MK6:broken=yes:{word}");
        byte[] before = FlashOf(bench);

        var run = await Tool.RunAsync("rescue", "restore", "-p", bench.Port, "--hardware", "60_MK6", "--mass-erase", "--yes", "--json");

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Equal(code, (string?)run.Result["error"]!["code"]);
        Assert.Equal(before, FlashOf(bench));
    }

    [Fact(Timeout = Longest)]
    [Trait("Category", "Slow")]
    public async Task A_second_stop_in_a_restore_ends_at_once_and_says_what_the_target_holds()
    {
        const byte WriteFlash = 68;
        using var bench = new Bench("timing=off&helper=blank",
            o => o with { Faults = [Fault.ToReply(WriteFlash, 200, new Delay(TimeSpan.FromSeconds(6)))] });
        string firmware = bench.FileNamed("7.00.bin");
        await File.WriteAllBytesAsync(firmware, SimulatedImage.Firmware("7.00", "60_MK6"));
        using var run = Tool.Start("rescue", "restore", "-p", bench.Port, "--image", firmware, "--hardware", "60_MK6", "--bootloader",
            bench.Image, "--yes", "--json");
        await Bench.UntilAsync(() => bench.Board.Report().FaultsStruck > 0);
        run.Signal(Native.SigInt);
        await run.UntilItSaysAsync("again to end this program");
        run.Signal(Native.SigInt);

        var result = await run.EndAsync();

        var error = result.Result["error"]!;
        Assert.Equal((130, "interruptedAtOnce"), (result.ExitCode, (string?)error["code"]));
        Assert.StartsWith("The target's flash is partly written (", (string?)error["boardState"], StringComparison.Ordinal);
        Assert.EndsWith("it continues", (string?)error["next"], StringComparison.Ordinal);
    }

    [Theory(Timeout = Longest)]
    [InlineData("look")]
    [InlineData("install")]
    [InlineData("restore")]
    public async Task A_helper_behind_a_CAN_bus_is_refused_before_the_port_is_opened(string word)
    {
        var run = await Tool.RunAsync("rescue", word, "-p", "/dev/ttyNOTHERE", "--can", "7");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("the helper must have the cable itself", run.Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = Longest)]
    [Trait("Category", "Slow")]
    public async Task An_erase_of_all_is_asked_for_and_saved_first()
    {
        using var bench = new Bench("timing=off&helper=6.05:60_MK6:broken=yes");
        byte[] before = FlashOf(bench);
        string firmware = bench.FileNamed("7.00.bin");
        string saved = bench.FileNamed("flash.bin");
        await File.WriteAllBytesAsync(firmware, SimulatedImage.Firmware("7.00", "60_MK6"));
        string[] restore =
            ["rescue", "restore", "-p", bench.Port, "--image", firmware, "--bootloader", bench.Image, "--save", saved, "--yes", "--json"];

        Assert.Equal(5, (await Tool.RunAsync(restore)).ExitCode);
        Assert.Equal(before, FlashOf(bench));
        var run = await Tool.RunAsync([.. restore, "--mass-erase"]);

        Assert.Equal(0, run.ExitCode);
        Assert.True((bool)run.Result["target"]!["massErased"]!);
        Assert.Equal(before, await File.ReadAllBytesAsync(saved));
    }

    [Fact(Timeout = Longest)]
    public async Task A_helper_proves_an_install_on_firmware_that_cannot_be_read_over_its_own_port()
    {
        using var bench = new Bench("timing=off&helper=5.02:60_MK4");
        using var target = Serve(bench);

        var before = await Tool.RunAsync("check", "-p", PortOf(bench), "--helper", bench.Port, "--yes", "--json");
        var install = await Tool.RunAsync(
            "install", "-p", PortOf(bench), "--helper", bench.Port, "--image", bench.Image, "--yes", "--json");
        var after = await Tool.RunAsync("check", "-p", PortOf(bench), "--helper", bench.Port, "--yes", "--json");

        Assert.Equal((6, 0, 0), (before.ExitCode, install.ExitCode, after.ExitCode));
        Assert.All(new[] { before, install, after }, run => Assert.Equal("swd", (string?)run.Result["verified"]));
        Assert.Equal("swd", (string?)after.Result["bootloader"]!["method"]);
        Assert.Equal(Bench.SectorWith(Bench.ImageBytes), FlashOf(bench)[0xE0000..]);
    }

    [Fact(Timeout = Longest)]
    public async Task A_helper_that_is_wired_to_another_board_proves_nothing()
    {
        using var bench = new Bench("timing=off&helper=5.02:60_MK4");
        using var other = new Bench("timing=off&fw=5.02&uuid=0102030405060708090a0b0c");

        var run = await Tool.RunAsync(
            "install", "-p", other.Port, "--helper", bench.Port, "--image", bench.Image, "--yes", "--json");

        Assert.Equal(3, run.ExitCode);
        Assert.Equal("otherBoard", (string?)run.Result["error"]!["code"]);
        Assert.Equal(other.Before, other.Flash);
    }

    private static PseudoTerminalServer Serve(Bench bench) => new(bench.Board.Target!, PortOf(bench));

    private static string PortOf(Bench bench) => bench.FileNamed("target");

    private static byte[] FlashOf(Bench bench) => bench.Board.Look(b => b.Target!.Flash.ToArray());
}
