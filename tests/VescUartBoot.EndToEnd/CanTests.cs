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
    [InlineData("check", "--can", "40", 12)]
    [InlineData("check", "--can", "255", 2)]
    [InlineData("install", "--can", "20", 0)]
    public async Task One_board_is_named_by_its_id_or_its_UUID(string word, string option, string board, int exitCode)
    {
        var run = await Tool.RunAsync(word, "-p", $"sim://?{Bus}", option, board, "--json");

        Assert.Equal(exitCode, run.ExitCode);
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
        string image = bench.FileNamed("firmware.bin");
        await File.WriteAllBytesAsync(image, SimulatedImage.Firmware("7.00", "60_MK6"), TestContext.Current.CancellationToken);
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
    public async Task Upgrade_of_all_of_them_brings_three_boards_to_7_00_and_leaves_the_BMS()
    {
        string all = Bus.Replace("20:6.05:60_MK6", "20:6.05:60_MK6:bootloader=present", StringComparison.Ordinal);
        var run = await Tool.RunAsync("upgrade", "--to", "7.00", "-p", $"sim://?{all}", "--can", "all", "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal([20, 30, 10], run.Result["boards"]!.AsArray().Select(b => (int)b!["can"]!));
        Assert.Equal(["7.00", "7.00", "7.00"], run.Events.Where(e => (string?)e["event"] == "board" && e["verdict"] is not null
            && (string?)e["verdict"] == "upgraded").Select(e => (string?)e["firmware"]!["after"]));
    }
}
