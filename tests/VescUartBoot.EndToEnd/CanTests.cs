using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;

namespace VescUartBoot.EndToEnd;

/// <summary>Every board on the bus, over one cable: the built tool and a served simulator.</summary>
public sealed class CanTests
{
    private const int Longest = 300_000;

    private const string Bus = "timing=off&bootloader=present&id=10&"
        + "can=20:6.05:60_MK6,30:5.03:60_MK6:dual=yes:bootloader=present,40:6.05:bms:family=bms";

    [Fact(Timeout = Longest)]
    public async Task The_bus_is_listed_with_second_motors_and_what_is_no_motor_controller()
    {
        var run = await Tool.RunAsync("bus", "-p", $"sim://?{Bus}", "--json");

        Assert.Equal(0, run.ExitCode);
        var nodes = run.Result["nodes"]!.AsArray();
        Assert.Equal([10, 20, 30, 40], nodes.Select(n => (int)n!["can"]!));
        Assert.Equal(31, (int)nodes[2]!["secondMotor"]!);
        Assert.Equal("bms", (string?)nodes[3]!["family"]);
    }

    [Theory(Timeout = Longest)]
    [InlineData("check", "--can", "20", 6)]
    [InlineData("check", "--can", "3c002b000f51383036343731", 0)]
    [InlineData("check", "--can", "99", 3)]
    [InlineData("check", "--can", "10", 2)]
    [InlineData("check", "--can", "31", 2)]
    [InlineData("settings set can_baud_rate=CAN_BAUD_500K", "--can", "all", 2)]
    [InlineData("check", "--can", "40", 12)]
    [InlineData("check", "--can", "255", 2)]
    [InlineData("install", "--can", "20", 0)]
    public async Task One_board_is_named_by_its_id_or_its_UUID(string word, string option, string board, int exitCode)
    {
        var run = await Tool.RunAsync([.. word.Split(' '), "-p", $"sim://?{Bus}", option, board, "--json"]);

        Assert.Equal(exitCode, run.ExitCode);
    }

    [Fact(Timeout = Longest)]
    public async Task The_second_motor_of_the_board_with_the_cable_is_no_other_board() =>
        Assert.Equal(2, (await Tool.RunAsync("check", "-p", "sim://?timing=off&id=10&dual=yes&can=20", "--can", "11")).ExitCode);

    [Theory(Timeout = Longest)]
    [InlineData("info")]
    [InlineData("check")]
    [InlineData("upgrade --to 6.05")]
    public async Task Boards_behind_the_one_with_the_cable_are_named_in_one_line(string words)
    {
        var run = await Tool.RunAsync([.. words.Split(' '), "-p", $"sim://?{Bus}", "--yes", "--json"]);

        var told = Assert.Single(run.Events, e => (string?)e["code"] == "boardsOnCan");
        Assert.Equal("3 more boards on the CAN bus: vescboot bus", (string?)told["message"]);
    }

    [Theory(Timeout = Longest)]
    [InlineData("--keep-going", new[] { 6, 0, 0 })]
    [InlineData("--json", new[] { 6 })]
    public async Task The_first_failure_ends_a_run_on_all_boards_unless_it_keeps_going(string option, int[] exitCodes)
    {
        var run = await Tool.RunAsync("check", "-p", $"sim://?{Bus}", "--can", "all", "--yes", "--json", option);

        Assert.Equal(6, run.ExitCode);
        Assert.Equal(exitCodes, run.Result["boards"]!.AsArray().Select(b => (int)b!["exitCode"]!));
        Assert.Equal(3 - exitCodes.Length, run.Result["notBegun"]!.AsArray().Count);
    }

    [Fact(Timeout = Longest)]
    public async Task What_was_said_of_a_board_is_not_repeated_at_the_end_of_a_run_on_all()
    {
        var run = await Tool.RunAsync("check", "-p", $"sim://?{Bus}", "--can", "all", "--yes");

        Assert.Equal(6, run.ExitCode);
        Assert.Single(run.Error.Split('\n'), l => l.StartsWith("board ", StringComparison.Ordinal));
        string[] next = [.. run.Error.Split('\n').Where(l => l.StartsWith("next ", StringComparison.Ordinal))];
        Assert.Equal(2, next.Length);
        Assert.Contains("vescboot install", next[0], StringComparison.Ordinal);
        Assert.Contains("with --keep-going", next[1], StringComparison.Ordinal);
    }

    [Theory(Timeout = Longest)]
    [InlineData("", 0)]
    [InlineData("&erpm=900", 8)]
    public async Task A_restart_of_the_board_with_the_cable_is_made_only_at_rest(string motor, int exitCode)
    {
        using var bench = new Bench($"timing=off&id=10&can=20{motor}");

        Assert.Equal(exitCode, (await Tool.RunAsync("bus", "-p", bench.Port, "--restart")).ExitCode);

        Assert.Equal(exitCode == 0, bench.Board.Report().Commands.ContainsKey(29));
    }

    [Fact(Timeout = Longest)]
    public async Task A_dump_of_all_boards_is_a_folder_with_a_file_for_each()
    {
        using var bench = new Bench("timing=off&id=10&can=20:6.05");
        string folder = bench.FileNamed("all");

        Assert.Equal(0, (await Tool.RunAsync("dump", "bootloader", folder, "-p", bench.Port, "--can", "all", "--yes")).ExitCode);
        Assert.Equal(2, Directory.GetFiles(folder, "*.bin").Length);
        Assert.Equal(2, (await Tool.RunAsync("dump", "bootloader", bench.Image, "-p", bench.Port, "--can", "all", "--yes")).ExitCode);
    }

    [Fact(Timeout = Longest)]
    public async Task Several_ports_and_the_bus_contradict_each_other() =>
        Assert.Equal(2, (await Tool.RunAsync("upgrade", "--to", "7.00", "--ports", "a,b", "--can", "all")).ExitCode);

    [Fact(Timeout = Longest)]
    public async Task Install_on_all_of_them_puts_the_one_that_is_missing_and_touches_nothing_else()
    {
        using var bench = new Bench(Bus);
        byte[] third = bench.Board.CanBoardFlash(1).ToArray();

        var run = await Tool.RunAsync("install", "-p", bench.Port, "--can", "all", "--yes", "--image", bench.Image, "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal([0, 4, 4], run.Result["boards"]!.AsArray().Select(b => (int)b!["exitCode"]!));
        Assert.Equal([20, 30, 10], run.Result["boards"]!.AsArray().Select(b => (int)b!["can"]!));
        Assert.Contains(run.Events, e => (string?)e["code"] == "canLeftAlone");
        Assert.Equal(Bench.ImageBytes, bench.Board.CanBoardFlash(0).Read(0xE0000, Bench.ImageBytes.Length));
        Assert.Equal(third[0xE0000..], bench.Board.CanBoardFlash(1).Read(0xE0000, 0x20000));
        Assert.Equal(bench.Before, bench.Flash);
        Assert.All(bench.Board.Report().CanBoards, b => Assert.Empty(b.Violations));
    }

    [Fact(Timeout = Longest)]
    [Trait("Category", "Slow")]
    public async Task A_remote_cable_that_is_pulled_in_the_upload_ends_the_job_and_the_second_run_finishes()
    {
        var pulled = FaultScript.ParseLine("at write 300: pull cable");
        using var bench = new Bench(
            "timing=off&bootloader=present&id=10&can=20:6.05:60_MK6:bootloader=present,30:7.00",
            o => o with { CanBoards = [o.CanBoards[0] with { Faults = [pulled] }, o.CanBoards[1]] });
        byte[] other = bench.Board.CanBoardFlash(1).ToArray();
        string image = await FirmwareAsync(bench);
        string[] upgrade = ["upgrade", "-p", bench.Port, "--can", "20", "--image", image, "--assume-bootloader", "--yes", "--json"];

        var first = await Tool.RunAsync(upgrade);

        Assert.Equal(9, first.ExitCode);
        Assert.Equal("3b002b000f51383036343731", (string?)first.Result["board"]!["uuid"]);
        Assert.Equal(bench.Before, bench.Flash);
        Assert.Equal(other, bench.Board.CanBoardFlash(1).ToArray());
        bench.Board.EndFaults();

        var second = await Tool.RunAsync(upgrade);

        Assert.Equal(0, second.ExitCode);
        Assert.Equal("7.00", bench.Board.Report().CanBoards[0].Firmware);
        Assert.Equal(bench.Before, bench.Flash);
    }

    [Fact(Timeout = Longest)]
    [Trait("Category", "Slow")]
    public async Task An_interrupted_run_on_all_boards_does_a_proved_board_only_once()
    {
        using var bench = new Bench(
            "timing=off&fw=6.05&bootloader=present&id=10&can=20:6.05:60_MK6:bootloader=present,30:6.05:60_MK6:bootloader=present",
            o => o with
            {
                CanBoards = [o.CanBoards[0], o.CanBoards[1] with { Faults = [FaultScript.ParseLine("at write 300: pull cable")] }],
            });
        string image = await FirmwareAsync(bench);
        string[] upgrade = ["upgrade", "-p", bench.Port, "--can", "all", "--image", image, "--assume-bootloader", "--yes", "--json"];

        var first = await Tool.RunAsync(upgrade);

        Assert.Equal(9, first.ExitCode);
        Assert.Equal([0, 9], first.Result["boards"]!.AsArray().Select(b => (int)b!["exitCode"]!));
        Assert.Equal(["10"], first.Result["notBegun"]!.AsArray().Select(id => (string?)id));
        int erases = bench.Board.Report().CanBoards[0].Erases[8];
        bench.Board.EndFaults();

        var second = await Tool.RunAsync(upgrade);

        Assert.Equal(0, second.ExitCode);
        var report = bench.Board.Report();
        Assert.Equal(["7.00", "7.00", "7.00"], new[] { report, report.CanBoards[0], report.CanBoards[1] }.Select(b => b.Firmware));
        Assert.Equal(erases, report.CanBoards[0].Erases[8]);
    }

    [Fact(Timeout = Longest)]
    [Trait("Category", "Slow")]
    public async Task A_run_killed_while_the_board_with_the_cable_follows_to_another_baud_rate_is_told_and_finished()
    {
        using var bench = new Bench("timing=off&bootloader=present&id=10&can=20:6.05:60_MK6:bootloader=present&can-baud=250");
        string image = await FirmwareAsync(bench);
        string[] upgrade =
        [
            "upgrade", "-p", bench.Port, "--can", "3b002b000f51383036343731", "--image", image, "--assume-bootloader", "--follow-baud",
            "--yes", "--json",
        ];
        using (var first = Tool.Start(upgrade))
        {
            await Bench.UntilAsync(() => bench.Board.Look(b => b.Report().CanBoards[0].Firmware) == "7.00");
            first.Signal(Native.SigKill);
            await first.EndAsync();
        }

        Assert.Contains("from its own CAN baud rate CAN_BAUD_250K", (await Tool.RunAsync("info", "-p", bench.Port)).Error,
            StringComparison.Ordinal);

        var second = await Tool.RunAsync(upgrade);

        Assert.Equal(0, second.ExitCode);
        Assert.Contains(second.Events, e => (string?)e["event"] == "unfinished" && (string?)e["kind"] == "canBaud");
        Assert.DoesNotContain(second.Events, e => (string?)e["code"] == "canBaudMoved");
        var bus = await Tool.RunAsync("bus", "-p", bench.Port, "--json");
        Assert.Equal([10, 20], bus.Result["nodes"]!.AsArray().Select(n => (int)n!["can"]!));
        Assert.DoesNotContain("CAN_BAUD_250K", (await Tool.RunAsync("info", "-p", bench.Port)).Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = Longest)]
    [Trait("Category", "Slow")]
    public async Task Upgrade_of_all_of_them_brings_three_boards_to_7_00_and_leaves_the_BMS()
    {
        string all = Bus.Replace("20:6.05:60_MK6", "20:6.05:60_MK6:bootloader=present", StringComparison.Ordinal);
        var run = await Tool.RunAsync("upgrade", "--to", "7.00", "-p", $"sim://?{all}", "--can", "all", "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal([20, 30, 10], run.Result["boards"]!.AsArray().Select(b => (int)b!["can"]!));
        Assert.Equal(["7.00", "7.00", "7.00"], run.Events.Where(e => (string?)e["event"] == "board" && e["verdict"] is not null
            && (string?)e["verdict"] == "upgraded").Select(e => (string?)e["firmware"]!["after"]));
    }

    private static async Task<string> FirmwareAsync(Bench bench)
    {
        string image = bench.FileNamed("firmware.bin");
        await File.WriteAllBytesAsync(image, SimulatedImage.Firmware("7.00", "60_MK6"), TestContext.Current.CancellationToken);
        return image;
    }
}
