using System.Text.Json.Nodes;

namespace VescUartBoot.EndToEnd;

public sealed class PortsTests : IDisposable
{
    private const int Longest = 300_000;

    private static readonly (string, string)[] _vesc = [("idVendor", "0483"), ("idProduct", "5740"),
        ("product", "ChibiOS/RT Virtual COM Port")];

    private readonly FakeSystem _system = new();

    public void Dispose() => _system.Dispose();

    [Fact(Timeout = Longest)]
    public async Task A_watch_tells_of_a_board_that_comes_asks_it_and_ends_well_with_Ctrl_C()
    {
        using var bench = new Bench("fw=6.05&timing=off");
        string seen = bench.FileNamed("seen");
        using var watch = Tool.StartRedirected($"> {seen}", "ports", "--watch", "--probe", "--json", "--system-root", _system.Root);
        await Bench.UntilAsync(() => File.Exists(seen) && File.ReadAllText(seen).Contains("watching", StringComparison.Ordinal));

        _system.AddUsb("ttyACM0", "1-2", "cdc_acm", false, _vesc);
        _system.LeadTo("ttyACM0", bench.Port);
        await Bench.UntilAsync(() => File.ReadAllText(seen).Contains("60_MK6", StringComparison.Ordinal));
        watch.Signal(Native.SigInt);

        Assert.Equal(0, (await watch.EndAsync()).ExitCode);
        var lines = (await File.ReadAllLinesAsync(seen)).Select(l => JsonNode.Parse(l)!).ToList();
        Assert.All(lines, Schemas.Require);
        Assert.Equal("plugged", (string?)lines[1]["change"]);
        Assert.Equal("result", (string?)lines[^1]["event"]);
    }

    [Theory(Timeout = Longest)]
    [InlineData("--json")]
    [InlineData]
    public async Task A_watch_ends_well_when_its_reader_goes_away(params string[] more)
    {
        using var watch = Tool.StartIntoPipe("head -n 1", ["ports", "--watch", "--system-root", _system.Root, .. more]);

        var result = await watch.EndAsync();

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("watching", result.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = Longest)]
    public async Task Doctor_walks_from_a_made_up_socket_to_a_board_behind_a_real_pseudo_terminal()
    {
        using var bench = new Bench("fw=6.05&timing=off");
        _system.AddUsb("ttyACM0", "1-2", "cdc_acm", false, _vesc);
        _system.LeadTo("ttyACM0", bench.Port);

        var run = await Tool.RunAsync("doctor", "--system-root", _system.Root, "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain(run.Result["steps"]!.AsArray(), s => (string?)s!["state"] is "wrong" or "skipped");
        Assert.Equal(bench.Before, bench.Flash);
    }

    [Fact(Timeout = Longest)]
    public async Task A_half_frame_that_another_program_left_is_no_finding()
    {
        using var bench = new Bench("fw=6.05&timing=off");
        await using (var half = await RawPort.OpenAsync(bench.Port))
        {
            await half.SendAsync(0x03, 0x01, 0x85, 0x03, 0x00);
        }

        Assert.Equal(0, (await Tool.RunAsync("doctor", "-p", bench.Port)).ExitCode);
    }

    [Fact(Timeout = Longest)]
    public async Task A_rule_goes_where_udev_looks_and_only_with_consent()
    {
        string rule = Path.Combine(_system.Root, "etc/udev/rules.d/70-vesc.rules");

        var refused = await Tool.RunAsync("doctor", "--install-rule", "--system-root", _system.Root, "--json");
        Assert.Equal("notAgreed", (string?)refused.Result["error"]!["code"]);
        Assert.False(File.Exists(rule));

        await Tool.RunAsync("doctor", "--install-rule", "--yes", "-p", "sim://?timing=off", "--system-root", _system.Root);
        var printed = await Tool.RunAsync("doctor", "--print-rule");
        Assert.Equal(await File.ReadAllTextAsync(rule), printed.Output);
    }
}
