using System.Diagnostics;
using System.Text.Json.Nodes;

namespace VescUartBoot.EndToEnd;

/// <summary><c>vescboot simulate</c> as a process, and a stranger's program at its port.</summary>
public sealed class SimulateTests
{
    private const int Longest = 300_000;
    private static readonly byte[] _askVersion = [2, 1, 0, 0, 0, 3];

    [Theory(Timeout = Longest)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_raw_client_erases_writes_opens_the_read_path_and_compares_over_a_terminal_and_over_TCP(bool tcp)
    {
        using var served = await ServedBoard.StartAsync(tcp, "--fw", "6.05", "--bootloader", "garbage", "--timing", "off");
        await using var port = await RawPort.OpenAsync(served.Port);
        byte[] version = await port.AskAsync(0);
        Assert.Equal("0006053630", Convert.ToHexString(version[..5]));
        byte[] image = [.. Enumerable.Range(0, 5280).Select(i => (byte)(i * 11))];
        Assert.Equal([73, 1], await port.AskAsync(73));
        for (int at = 0; at < image.Length; at += 384)
        {
            byte[] offset = RawPort.Number(0x60000 + at);
            Assert.Equal([3, 1, .. offset], await port.AskAsync([3, .. offset, .. image.Skip(at).Take(384)]));
        }

        await port.SendAsync(Convert.FromHexString("020D790000000000000000000000002F3503"));
        Assert.Equal([121, 1, 0, 0, 0, 0], await port.ReceiveAsync());
        for (int at = 0; at < image.Length; at += 480)
        {
            byte[] offset = RawPort.Number(0xE0000L + at - 0x080A0008);
            Assert.Equal(image[at..(at + 480)], (await port.AskAsync([118, .. RawPort.Number(480), .. offset]))[9..]);
        }

        await port.SendAsync(Convert.FromHexString("020178FF9F03"));
        Assert.Equal([120, 1], await port.ReceiveAsync());
        Assert.Equal(0, await served.StopAsync(Native.SigInt));
    }

    [Theory(Timeout = Longest)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_raw_client_finds_each_row_of_the_receivers_table(bool tcp)
    {
        using var served = await ServedBoard.StartAsync(tcp, "--fw", "7.00");
        byte[] write = RawPort.Frame([3, .. RawPort.Number(0x60000), .. Enumerable.Range(0, 384).Select(i => (byte)i)]);
        byte[] write255 = [3, .. RawPort.Number(0x60000), .. new byte[250]];
        byte[] values = RawPort.Frame([50, .. RawPort.Number(1 << 15)]);
        // What is sent, and which replies come before the one to the question behind it. (That a half frame holds back what follows it
        // until zeros end it takes a clock that stands still: GoldenFrameTests.)
        await using var port = await RawPort.OpenAsync(served.Port);
        foreach (var (sent, replies) in new (byte[] Sent, byte[] Replies)[]
        {
            ([.. write[..200], .. _askVersion], [0]),
            ([.. write[..200], .. write, .. _askVersion], [3, 0]),
            ([.. write[..200], .. new byte[512], .. _askVersion], [0]),
            ([3, 1, .. _askVersion], [0]),
            ([3, 1, .. new byte[520], .. _askVersion], [0]),
            ([.. write[..^3], 0, 0, 3, .. _askVersion], [0]),
            ([.. write[..^1], 4, .. _askVersion], [0]),
            (RawPort.LongFrame(write255), [3]),
            (RawPort.LongFrame(write255[..^1]), []),
        })
        {
            await port.SendAsync([.. sent, .. new byte[520], .. values]);
            var came = new List<byte>();
            while (await port.ReceiveAsync() is var payload && payload[0] != 50)
            {
                came.Add(payload[0]);
            }

            Assert.Equal(replies, came);
        }
    }

    [Fact(Timeout = Longest)]
    public async Task A_restart_hangs_the_port_up_and_the_new_one_is_told()
    {
        using var served = await ServedBoard.StartAsync(tcp: false, "--fw", "5.03", "--timing", "off", "--rename", "yes");
        await using (var port = await RawPort.OpenAsync(served.Port))
        {
            await port.SendAsync(RawPort.Frame(29));
            await port.UntilGoneAsync();
        }

        Assert.Equal("portGone", (string?)(await served.NextEventAsync())["event"]);
        var back = await served.NextEventAsync();
        Assert.NotEqual(served.Port, (string?)back["port"]);
        await using var again = await RawPort.OpenAsync((string)back["port"]!);
        Assert.Equal([0, 5, 3], (await again.AskAsync(0))[..3]);
    }

    [Theory(Timeout = Longest)]
    [InlineData("--link", "NONE/vesc", "cannot be made")]
    [InlineData("--report", "NONE/report", "cannot be written")]
    [InlineData("--flash", "NONE/flash", "cannot be written")]
    [InlineData("--report", "FOLDER", "is a folder")]
    [InlineData("--can", "300", "300")]
    [InlineData("--tcp", "many", "many: a TCP port is 0 to 65535")]
    [InlineData("--tcp", "65536", "65536: a TCP port is 0 to 65535")]
    public async Task What_cannot_be_is_said_at_once_in_one_sentence(string option, string value, string says)
    {
        var folder = Directory.CreateTempSubdirectory("vescboot-");
        value = value.Replace("NONE", Path.Combine(folder.FullName, "none"), StringComparison.Ordinal).Replace("FOLDER", folder.FullName,
            StringComparison.Ordinal);

        var run = await Tool.RunAsync("simulate", option, value, "--json");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(says, (string?)run.Result["error"]!["message"], StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.FullName));
        folder.Delete();
    }

    [Fact(Timeout = Longest)]
    public async Task The_first_line_says_what_the_loaded_flash_holds_and_a_report_is_kept_even_if_the_flash_cannot_be()
    {
        var folder = Directory.CreateTempSubdirectory("vescboot-");
        string kept = Path.Combine(folder.FullName, "kept", "flash");
        Directory.CreateDirectory(Path.GetDirectoryName(kept)!);
        using (var first = await ServedBoard.StartAsync(tcp: false, "--fw", "7.00", "--hw", "100_250", "--flash", kept))
        {
            Assert.Equal(0, await first.StopAsync(Native.SigHup));
        }

        string report = Path.Combine(folder.FullName, "report");
        using var second = await ServedBoard.StartAsync(tcp: false, "--flash", kept, "--report", report);
        Assert.Equal(("7.00", "100_250"), ((string?)second.Ready["firmware"], (string?)second.Ready["hardware"]));
        Directory.Delete(Path.GetDirectoryName(kept)!, recursive: true);
        Assert.Equal(2, await second.StopAsync(Native.SigTerm));
        Assert.Equal("7.00", (string?)JsonNode.Parse(await File.ReadAllTextAsync(report))!["firmware"]);
        folder.Delete(recursive: true);
    }
}

/// <summary>A board served by the built tool.</summary>
internal sealed class ServedBoard : IDisposable
{
    private readonly Process _process;

    private ServedBoard(Process process, JsonNode ready) => (_process, Ready) = (process, ready);

    /// <summary>The first line.</summary>
    public JsonNode Ready { get; }

    public string Port => (string)Ready["port"]!;

    public static async Task<ServedBoard> StartAsync(bool tcp, params string[] options)
    {
        var start = new ProcessStartInfo(Tool.Words[0]) { UseShellExecute = false, RedirectStandardOutput = true };
        foreach (string argument in (string[])[.. Tool.Words.Skip(1), "simulate", "--json", .. tcp ? ["--tcp", "0"] : (string[])[],
            .. options])
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!;
        return new ServedBoard(process, JsonNode.Parse((await process.StandardOutput.ReadLineAsync())!)!);
    }

    public async Task<JsonNode> NextEventAsync() => JsonNode.Parse((await _process.StandardOutput.ReadLineAsync())!)!;

    public async Task<int> StopAsync(int signal)
    {
        Assert.Equal(0, Native.Kill(_process.Id, signal));
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
