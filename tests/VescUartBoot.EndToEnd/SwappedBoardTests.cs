using VescUartBoot.Simulator.Faults;

namespace VescUartBoot.EndToEnd;

/// <summary>Another board has the port's name before the first is known.</summary>
public sealed class SwappedBoardTests
{
    private const int Longest = 300_000;
    private const byte FirmwareVersion = 0;

    [Fact(Timeout = Longest)]
    public async Task A_board_that_is_exchanged_while_it_is_asked_who_it_is_ends_with_exit_3_and_gets_no_other_question()
    {
        using var first = new Bench("fw=6.05&timing=off", o => o with
        {
            Faults = [Fault.ToRequest(FirmwareVersion, 2, new PullCable(null))],
        });
        using var other = new Bench("fw=6.05&timing=off&uuid=0102030405060708090a0b0c");
        string port = first.FileNamed("usb-VESC-if00");
        File.CreateSymbolicLink(port, first.Port);
        using var tool = Tool.Start("check", "-p", port, "--yes", "--json");

        await Bench.UntilAsync(() => first.Board.Report().FaultsStruck > 0);
        File.Delete(port);
        File.CreateSymbolicLink(port, other.Port);
        var run = await tool.EndAsync();

        Assert.Equal((3, "boardChanged"), (run.ExitCode, (string?)run.Result["error"]!["code"]));
        Assert.Contains("0102030405060708090a0b0c", (string?)run.Result["error"]!["message"], StringComparison.Ordinal);
        Assert.NotNull((string?)run.Result["error"]!["next"]);
        Assert.Equal([FirmwareVersion], other.Board.Report().Commands.Keys);
        Assert.Equal(first.Before, first.Flash);
        Assert.Equal(other.Before, other.Flash);
    }
}
