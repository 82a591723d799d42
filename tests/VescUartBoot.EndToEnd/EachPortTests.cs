using System.Text.Json.Nodes;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;

namespace VescUartBoot.EndToEnd;

/// <summary>One job of each kind, a board that restarts and a cable that is pulled, through a real terminal on each serial port.</summary>
/// <remarks>Here on the tool's own port. What else may happen to a job does not depend on the port: the other tests use one.</remarks>
public class EachPortTests
{
    private const int Longest = 300_000;
    private const string Uuid = "3a002b000f51383036343731";

    private static readonly byte[] _code = [.. Enumerable.Range(0, 3000).Select(i => (byte)(i * 7))];

    [Theory(Timeout = Longest)]
    [InlineData("fw=5.03", "nothing", Traits = ["Category", "Slow"])]
    [InlineData("fw=6.05", "nothing")]
    [InlineData("fw=7.00", "nothing", Traits = ["Category", "Slow"])]
    [InlineData("fw=6.05", "lisp")]
    [InlineData("fw=7.00", "qml")]
    public async Task A_board_that_misses_its_bootloader_gets_it_through_a_real_terminal(string query, string stored)
    {
        byte[] code = new byte[1000];
        using var bench = new Bench(query + "&timing=off",
            o => o with { Qml = stored == "qml" ? code : default, Lisp = stored == "lisp" ? code : default });

        var run = await Tool.RunAsync("install", "-p", bench.Port, "--image", bench.Image, "--yes", "--json");

        Assert.Equal(0, run.ExitCode);
        var result = run.Result;
        Assert.Equal("absent", (string?)result["bootloader"]!["before"]);
        Assert.Equal("present", (string?)result["bootloader"]!["after"]);
        Assert.Equal("readback", (string?)result["verified"]);
        Assert.Equal(5280, (int)result["bytesWritten"]!);
        Assert.Equal(bench.Port, (string?)result["board"]!["port"]);
        Assert.Equal(Uuid, (string?)result["board"]!["uuid"]);
        Assert.Equal([.. bench.Before[..0xE0000], .. Bench.SectorWith(Bench.ImageBytes)], bench.Flash);
        Assert.Equal(0, bench.Board.Report().Erases[11]);

        var second = await Tool.RunAsync("install", "-p", bench.Port, "--image", bench.Image, "--yes", "--json");
        Assert.Equal(4, second.ExitCode);
        Assert.Equal("bootloaderPresent", (string?)second.Result["error"]!["code"]);
        Assert.Equal(0, (await Tool.RunAsync("verify", "-p", bench.Port, "--image", bench.Image, "--yes")).ExitCode);
        Assert.Equal(0, (await Tool.RunAsync("check", "-p", bench.Port, "--yes")).ExitCode);
    }

    [Fact(Timeout = Longest)]
    public async Task A_cable_that_returns_under_another_terminal_costs_a_pause_and_nothing_else()
    {
        using var bench = new Bench("fw=6.05&timing=off", o => o with
        {
            Faults = [new Fault(new OnFrame(FaultDirection.ToBoard, FrameMatch.Write, 5), new PullCable(TimeSpan.FromMilliseconds(300)))],
        });

        var run = await Tool.RunAsync("install", "-p", bench.Port, "--image", bench.Image, "--yes", "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(run.Events, e => (string?)e["code"] == "linkReturned");
        Assert.Equal(Bench.SectorWith(Bench.ImageBytes), bench.Flash[0xE0000..]);
    }

    [Fact(Timeout = Longest)]
    public async Task A_cable_that_stays_away_ends_with_exit_9_and_a_true_sentence()
    {
        using var bench = new Bench("fw=6.05&timing=off", o => o with
        {
            Faults = [new Fault(new OnFrame(FaultDirection.ToBoard, FrameMatch.Write, 5), new PullCable(null))],
        });

        var run = await Tool.RunAsync("install", "-p", bench.Port, "--image", bench.Image, "--yes", "--json");

        Assert.Equal(9, run.ExitCode);
        Assert.Equal("linkLost", (string?)run.Result["error"]!["code"]);
        Assert.Contains("half written (1536 of 5280 bytes", (string?)run.Result["error"]!["boardState"], StringComparison.Ordinal);
    }

    [Fact(Timeout = Longest)]
    public async Task An_upgrade_ends_with_what_the_board_says_that_it_runs()
    {
        using var folder = new ScratchFolder();
        string image = folder.File("7.00.bin", SimulatedImage.Firmware("7.00", "60_MK6"));
        string link = folder.PathOf("vesc");
        using var served = await ServedBoard.StartAsync(tcp: false, "--fw", "6.05", "--bootloader", "present", "--timing", "off", "--link",
            link);

        var run = await Tool.RunAsync("upgrade", "-p", link, "--image", image, "--force-hardware", "60_MK6", "--yes", "--json");

        Assert.Equal(0, run.ExitCode);
        var result = run.Result;
        Assert.Equal("6.05", (string?)result["firmware"]!["before"]);
        Assert.Equal("7.00", (string?)result["firmware"]!["after"]);
        Assert.Equal("upgraded", (string?)result["verdict"]);
        Assert.Equal("heatshrink", (string?)result["compression"]);
        Assert.Equal("readback", (string?)result["verified"]);
        Assert.Equal(("present", "present"), ((string?)result["bootloader"]!["before"], (string?)result["bootloader"]!["after"]));
        Assert.InRange((long)result["bytesOnWire"]!, 300_000, 400_000);
        Assert.True(Directory.Exists((string)result["keptIn"]!));
        string[] phases = [.. run.Events.Where(e => (string?)e["event"] == "phase").Select(e => (string)e["name"]!)];
        Assert.True(Array.IndexOf(phases, "backup") < Array.IndexOf(phases, "erase"));
        Assert.True(Array.IndexOf(phases, "erase") < Array.IndexOf(phases, "restart"));
        Assert.Contains(run.Events, e => (string?)e["event"] == "plan");
        Assert.True((bool)result["settingsRestored"]!);
        Assert.DoesNotContain(run.Events, e => (string?)e["event"] == "warning" && (string?)e["code"] == "settingsDefault");
    }

    [Fact(Timeout = Longest)]
    public async Task A_link_to_a_port_is_followed_anew_when_the_board_comes_back_under_another_name()
    {
        using var folder = new ScratchFolder();
        string image = folder.File("7.00.bin", SimulatedImage.Firmware("7.00", "60_MK6"));
        string byId = folder.PathOf("usb-VESC-if00");
        using var served = await ServedBoard.StartAsync(tcp: false, "--fw", "6.05", "--bootloader", "present", "--timing", "off",
            "--rename", "yes");
        string before = served.Port;
        File.CreateSymbolicLink(byId, before);
        using var tool = Tool.Start("upgrade", "-p", byId, "--image", image, "--force-hardware", "60_MK6", "--yes", "--json");

        // As udev does it: the link goes with the port, and is made anew when the port comes back.
        Assert.Equal("portGone", (string?)(await served.NextEventAsync())["event"]);
        File.Delete(byId);
        string after = (string)(await served.NextEventAsync())["port"]!;
        File.CreateSymbolicLink(byId, after);
        var run = await tool.EndAsync();

        Assert.NotEqual(before, after);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("7.00", (string?)run.Result["firmware"]!["after"]);
    }

    [Theory(Timeout = Longest)]
    [InlineData("fw=7.00&dual=yes", 6)]
    [InlineData("fw=5.03", 4)]
    public async Task A_board_is_kept_and_everything_that_was_changed_since_comes_back(string query, int parts)
    {
        bool lisp = query.StartsWith("fw=7", StringComparison.Ordinal);
        using var bench = new Bench(query + "&timing=off", o => o with { Qml = _code, Lisp = lisp ? _code : default });
        string root = bench.FileNamed("kept");

        var backup = await Tool.RunAsync("backup", "-p", bench.Port, "--out", root, "--yes", "--json");

        Assert.Equal(0, backup.ExitCode);
        string folder = (string)backup.Result["savedTo"]!;
        Assert.StartsWith(Path.Combine(root, Uuid), folder, StringComparison.Ordinal);
        Assert.True((bool)backup.Result["backup"]!["complete"]!);
        Assert.Equal(parts, backup.Result["backup"]!["parts"]!.AsArray().Count);
        var manifest = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "manifest.json")))!;
        Assert.Equal(Uuid, (string?)manifest["board"]!["uuid"]);
        Assert.Equal(bench.Before[0x4000..0xC000], await File.ReadAllBytesAsync(Path.Combine(folder, "settings.bin")));
        Assert.Equal(bench.Before, bench.Flash);

        bench.Board.Look(b =>
        {
            b.Flash.Erase(lisp ? 9 : 7);
            b.Flash.Erase(lisp ? 10 : 8);
            return true;
        });
        await bench.PowerCycleAsync();
        var restore = await Tool.RunAsync("restore", folder, "-p", bench.Port, "--yes", "--json");

        Assert.Equal(0, restore.ExitCode);
        Assert.All(restore.Result["restored"]!.AsArray(), r => Assert.Equal("restored", (string?)r!["state"]));
        Assert.Equal("readback", (string?)restore.Result["verified"]);
        Assert.Equal(bench.Before[0xA0000..], bench.Flash[0xA0000..]);
    }

    [Fact(Timeout = Longest)]
    public async Task A_region_of_flash_is_dumped_into_a_new_file()
    {
        using var bench = new Bench("fw=6.05&timing=off&bootloader=present");
        string file = bench.FileNamed("sector.bin");

        var run = await Tool.RunAsync("dump", "bootloader", file, "-p", bench.Port, "--yes", "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(bench.Before[0xE0000..], await File.ReadAllBytesAsync(file));
        Assert.Equal("0x080E0000", (string?)run.Result["dump"]!["start"]);
        Assert.Equal(file, (string?)run.Result["savedTo"]);
        Assert.Equal(bench.Before, bench.Flash);
        Assert.Equal(2, (await Tool.RunAsync("dump", "bootloader", file, "-p", bench.Port, "--yes")).ExitCode);
        Assert.False(File.Exists(file + ".part"));
    }
}
