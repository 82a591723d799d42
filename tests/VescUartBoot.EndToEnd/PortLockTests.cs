using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Simulator.Links;
using VescUartBoot.Simulator.Time;

namespace VescUartBoot.EndToEnd;

/// <summary>Two at once on one board, and what is kept of their jobs.</summary>
public sealed class PortLockTests
{
    private const int Longest = 300_000;
    private const string Slow = "fw=6.05&transport=uart&baud=460800";

    [Fact(Timeout = Longest)]
    public async Task The_second_on_a_port_is_refused_by_name_or_waits()
    {
        using var bench = new Bench(Slow);
        using var first = Tool.Start("check", "-p", bench.Port, "--yes");
        await bench.UntilProgrammedAsync();

        var refused = await Tool.RunAsync("info", "-p", bench.Port, "--json");
        Assert.Equal(3, refused.ExitCode);
        Assert.Equal("portBusy", (string?)refused.Result["error"]!["code"]);
        Assert.Contains($"vescboot check on {bench.Port} (process {first.ProcessId}, since ", (string?)refused.Result["error"]!["message"],
            StringComparison.Ordinal);

        var waited = await Tool.RunAsync("info", "-p", bench.Port, "--wait", "50", "--json");
        Assert.Equal(0, waited.ExitCode);
        Assert.Contains(waited.Events, e => (string?)e["code"] == "waiting");
        Assert.Equal(6, (await first.EndAsync()).ExitCode);
    }

    [Fact(Timeout = Longest)]
    public async Task The_second_on_a_board_is_refused_by_name_or_waits_also_by_another_port()
    {
        using var bench = new Bench(Slow);
        using var clock = new HighResolutionTimeProvider();
        using var twin = new SimulatedBoard(SimulatedBoardOptions.Parse("fw=6.05&timing=off"), clock);
        using var server = new TcpServer(twin);
        using var first = Tool.Start("check", "-p", bench.Port, "--yes");
        await bench.UntilProgrammedAsync();

        var refused = await Tool.RunAsync("info", "-p", $"tcp://{server.EndPoint}", "--json");
        Assert.Equal(3, refused.ExitCode);
        Assert.Equal("boardBusy", (string?)refused.Result["error"]!["code"]);
        Assert.Contains($"vescboot check on {bench.Port} (process {first.ProcessId}, since ", (string?)refused.Result["error"]!["message"],
            StringComparison.Ordinal);

        Assert.Equal(0, (await Tool.RunAsync("info", "-p", $"tcp://{server.EndPoint}", "--wait", "50")).ExitCode);
        Assert.Equal(6, (await first.EndAsync()).ExitCode);
    }

    [Fact(Timeout = Longest)]
    public async Task A_port_that_is_gone_because_another_restarts_its_board_is_busy_and_not_missing()
    {
        using var bench = new Bench("fw=6.05&timing=off");
        string image = bench.FileNamed("7.00.bin");
        await File.WriteAllBytesAsync(image, SimulatedImage.Firmware("7.00", "60_MK6"), TestContext.Current.CancellationToken);
        string byId = bench.FileNamed("usb-VESC-if00");
        using var served = await ServedBoard.StartAsync(tcp: false, "--fw", "6.05", "--bootloader", "present", "--timing", "off",
            "--rename", "yes");
        File.CreateSymbolicLink(byId, served.Port);
        using var first = Tool.Start("upgrade", "-p", byId, "--image", image, "--force-hardware", "60_MK6", "--yes");

        // As udev does it: the link goes with the port, and is made anew when the port comes back.
        Assert.Equal("portGone", (string?)(await served.NextEventAsync())["event"]);
        File.Delete(byId);
        var refused = await Tool.RunAsync("info", "-p", Path.Combine(Path.GetDirectoryName(byId)!, ".", Path.GetFileName(byId)), "--json");
        using var waits = Tool.Start("info", "-p", byId, "--wait", "50");
        await waits.UntilItSaysAsync("waiting up to");
        File.CreateSymbolicLink(byId, (string)(await served.NextEventAsync())["port"]!);

        Assert.Equal("portBusy", (string?)refused.Result["error"]!["code"]);
        Assert.Contains($"vescboot upgrade on {byId} (process {first.ProcessId}, since ", (string?)refused.Result["error"]!["message"],
            StringComparison.Ordinal);
        Assert.Equal(0, (await first.EndAsync()).ExitCode);
        var waited = await waits.EndAsync();
        Assert.Equal(0, waited.ExitCode);
        Assert.Contains("7.00", waited.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = Longest)]
    public async Task A_job_that_reached_no_board_is_a_line_too()
    {
        using var bench = new Bench("fw=6.05&timing=off");
        string record = bench.FileNamed("record.ndjson");
        string nowhere = bench.FileNamed("nowhere");

        Assert.Equal(3, (await Tool.RunAsync("check", "-p", nowhere, "--yes", "--record", record)).ExitCode);
        Assert.Equal(7, (await Tool.RunAsync("install", "-p", bench.Port, "--image", record, "--yes")).ExitCode);
        Assert.Equal(2, (await Tool.RunAsync("check", "-p", "nonsense://", "--yes")).ExitCode);

        var history = await Tool.RunAsync("history", "--json");
        var jobs = history.Events.Where(e => (string?)e["event"] == "job").ToList();
        Assert.Equal([("check", "portNotFound", nowhere), ("install", "imageNotBootloader", bench.Port)],
            jobs.Select(j => ((string?)j["command"], (string?)j["verdict"], (string?)j["port"])));
        Assert.All(jobs, j => Assert.Null(j["uuid"]));
        Assert.Contains("portNotFound", await File.ReadAllTextAsync(record, TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        Assert.Contains(nowhere, (await Tool.RunAsync("history")).Output, StringComparison.Ordinal);
        Assert.Contains($",portNotFound,,,{nowhere},", (await Tool.RunAsync("history", "--csv")).Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = Longest)]
    public async Task Every_job_is_a_line_of_the_history_and_of_the_extra_file()
    {
        using var bench = new Bench("fw=6.05&timing=off");
        string record = bench.FileNamed("record.ndjson");
        Assert.Equal(0,
            (await Tool.RunAsync("install", "-p", bench.Port, "--image", bench.Image, "--yes", "--operator", "Ann, B", "--station",
                "=bench 2", "--record", record)).ExitCode);
        Assert.Equal(4,
            (await Tool.RunAsync("install", "-p", bench.Port, "--image", bench.Image, "--yes", "--record", "/dev/full")).ExitCode);
        await File.AppendAllTextAsync(Path.Combine(Tool.State, "vescboot", "history.ndjson"), "{\"schema\":1,\"beg",
            TestContext.Current.CancellationToken);

        var history = await Tool.RunAsync("history", "3A002B00-0F513830-36343731", "--json");
        var jobs = history.Events.Where(e => (string?)e["event"] == "job").ToList();
        Assert.Equal(["ok", "bootloaderPresent"], jobs.Select(j => (string?)j["verdict"]));
        Assert.Equal(("absent", "present"), ((string?)jobs[0]["bootloader"]!["before"], (string?)jobs[0]["bootloader"]!["after"]));
        Assert.Equal("Ann, B", (string?)jobs[0]["operator"]);
        Assert.Equal(2, (int)history.Result["jobs"]!);
        Assert.Contains(history.Events, e => (string?)e["code"] == "historyDamaged");
        Assert.Single(await File.ReadAllLinesAsync(record, TestContext.Current.CancellationToken));

        var csv = await Tool.RunAsync("history", "--csv");
        Assert.Equal("", csv.Error);
        string[] rows = csv.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, rows.Length);
        Assert.Contains(",\"Ann, B\",'=bench 2,", rows[1], StringComparison.Ordinal);
        Assert.Contains("install", (await Tool.RunAsync("history")).Output, StringComparison.Ordinal);
        Assert.Equal("no job is recorded\n", (await Tool.RunAsync("history", "000000000000000000000001")).Output);
        Assert.Equal(2, (await Tool.RunAsync("history", "--settle")).ExitCode);
        Assert.Equal(2, (await Tool.RunAsync("history", "12")).ExitCode);
    }

    [Fact(Timeout = Longest)]
    public async Task A_board_inside_the_process_leaves_no_trace_but_the_extra_file()
    {
        using var bench = new Bench("fw=6.05&timing=off");
        string record = bench.FileNamed("record.ndjson");

        Assert.Equal(0, (await Tool.RunAsync("install", "-p", "sim://?timing=off", "--record", record)).ExitCode);

        Assert.Single(await File.ReadAllLinesAsync(record, TestContext.Current.CancellationToken));
        Assert.False(File.Exists(Path.Combine(Tool.State, "vescboot", "history.ndjson")));
    }
}
