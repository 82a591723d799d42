using System.Diagnostics;
using VescUartBoot.Simulator.Faults;

namespace VescUartBoot.EndToEnd;

/// <summary>A standard output that nobody reads, and a board that says nothing: neither keeps a run from its end.</summary>
public sealed class UnreadOutputTests
{
    private const int Longest = 60_000;
    private const byte GetValuesSelective = 50;

    [Fact(Timeout = Longest)]
    public async Task A_job_reaches_its_end_though_nobody_reads_and_a_signal_ends_the_wait_for_a_reader()
    {
        using var bench = new Bench("fw=6.05&timing=off");
        using var pipe = new FullPipe(bench.FileNamed("pipe"));
        using var run = Tool.StartRedirected($"> {pipe.Path}", "install", "-p", bench.Port, "--image", bench.Image, "--yes", "--json");
        string history = Path.Combine(Tool.State, "vescboot", "history.ndjson");
        await Bench.UntilAsync(() => File.Exists(history) && new FileInfo(history).Length > 0);

        Assert.Equal(Bench.SectorWith(Bench.ImageBytes), bench.Flash[0xE0000..]);
        Assert.Equal(0, await EndAsync(run, Native.SigTerm));
    }

    [Fact(Timeout = Longest)]
    public async Task A_signal_stops_a_job_in_the_middle_though_nobody_reads()
    {
        using var bench = new Bench("fw=6.05&transport=uart&baud=921600");
        using var pipe = new FullPipe(bench.FileNamed("pipe"));
        using var run = Tool.StartRedirected($"> {pipe.Path}", "check", "-p", bench.Port, "--yes", "--json");
        await bench.UntilProgrammedAsync();

        Assert.Equal(143, await EndAsync(run, Native.SigTerm));
        Assert.Equal(bench.Before, bench.Flash);
    }

    [Fact(Timeout = Longest)]
    public async Task One_Ctrl_C_ends_a_run_on_a_port_where_nobody_answers()
    {
        using var silent = new PseudoTerminal();
        using var run = Tool.Start("check", "-p", silent.Path, "--attempts", "100", "--reply-timeout", "60000");
        await run.UntilItSaysAsync("");
        await Bench.UntilAsync(() => silent.Read(new byte[4096], timeoutMilliseconds: 0) > 0);

        Assert.Equal(130, await EndAsync(run, Native.SigInt));
    }

    [Fact(Timeout = Longest)]
    public async Task One_Ctrl_C_ends_a_job_whose_board_falls_silent_in_the_middle()
    {
        using var bench = new Bench("fw=6.05",
            o => o with { Faults = [Fault.ToReply(GetValuesSelective, 2, new Delay(TimeSpan.FromMinutes(10)))] });
        using var run = Tool.Start("check", "-p", bench.Port, "--yes", "--attempts", "100", "--reply-timeout", "60000", "-v");
        await Bench.UntilAsync(() => bench.Board.Report().FaultsStruck > 0);

        Assert.Equal(130, await EndAsync(run, Native.SigInt));
    }

    [Fact(Timeout = Longest)]
    public async Task On_a_terminal_one_Ctrl_C_ends_the_wait_for_a_mute_board()
    {
        using var silent = new PseudoTerminal();
        using var terminal = new PseudoTerminal();
        terminal.SetSize(80, rows: 24);
        using var run = Tool.StartRedirected($"< {terminal.Path} > {terminal.Path} 2> {terminal.Path}", "check", "-p", silent.Path,
            "--attempts", "30", "--reply-timeout", "10000");
        await Bench.UntilAsync(() => silent.Read(new byte[4096], timeoutMilliseconds: 0) > 0);

        long start = Stopwatch.GetTimestamp();
        Assert.Equal(130, await EndAsync(run, Native.SigInt));
        var took = Stopwatch.GetElapsedTime(start);

        // It would wait for five minutes; a busy machine may take some seconds to let it end.
        TestContext.Current.SendDiagnosticMessage($"Ctrl-C to the end: {took.TotalMilliseconds:0} ms");
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    private static async Task<int> EndAsync(Tool run, int signal)
    {
        run.Signal(signal);
        return (await run.EndAsync()).ExitCode;
    }

    // The test holds it open and reads nothing.
    private sealed class FullPipe : IDisposable
    {
        private const int Room = 64 * 1024;

        private readonly FileStream _end;

        public FullPipe(string path)
        {
            Path = path;
            using (var made = Process.Start("mkfifo", [path]))
            {
                made.WaitForExit();
            }

            _end = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
            _end.Write(new byte[Room]);
        }

        public string Path { get; }

        public void Dispose() => _end.Dispose();
    }
}
