using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using VescUartBoot.Simulator;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Simulator.Links;
using VescUartBoot.Simulator.Time;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Simulator;

/// <summary>What cannot be shown with a clock that stands still: threads, pseudo-terminals, sockets.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class RealTimeTests
{
    private static readonly byte[] Ask = RawClient.Frame(0);

    private static CancellationToken Soon => new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token;

    [Fact(Timeout = 120_000)]
    public async Task Timers_of_the_high_resolution_provider_never_come_early()
    {
        using var time = new HighResolutionTimeProvider();
        var late = new List<double>();
        for (int i = 0; i < 200; i++)
        {
            var fired = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
            long start = time.GetTimestamp();
            using var timer = time.CreateTimer(_ => fired.TrySetResult(time.GetTimestamp()), null, TimeSpan.FromMicroseconds(700),
                Timeout.InfiniteTimeSpan);
            late.Add(time.GetElapsedTime(start, await fired.Task).TotalMilliseconds - 0.7);
        }

        Assert.All(late, l => Assert.True(l >= 0, $"a timer came {-l} ms early"));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_board_behind_a_pseudo_terminal_answers_clients_that_come_and_go()
    {
        using var time = new HighResolutionTimeProvider();
        using var board = new SimulatedBoard(new SimulatedBoardOptions(), time);
        using var folder = new TemporaryFolder();
        using var server = new PseudoTerminalServer(board, folder.File("vesc"));
        for (int i = 0; i < 3; i++)
        {
            await using var port = new FileStream(folder.File("vesc"), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 0);
            await port.WriteAsync(Ask, Soon);
            byte[] reply = new byte[40];
            await port.ReadExactlyAsync(reply, Soon);
            Assert.Equal([2, 35, 0, 6, 5], reply[..5]);
        }
    }

    [Fact]
    public void Terminals_that_are_opened_at_the_same_time_have_names_of_their_own()
    {
        var terminals = new ConcurrentBag<VescUartBoot.Simulator.Links.PseudoTerminal>();
        try
        {
            Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 8 },
                _ => terminals.Add(new VescUartBoot.Simulator.Links.PseudoTerminal()));
            Assert.Equal(400, terminals.Select(t => t.Path).Distinct().Count());
        }
        finally
        {
            Assert.All(terminals, t => t.Dispose());
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task A_round_trip_over_the_pseudo_terminal_takes_the_boards_millisecond_at_least()
    {
        using var time = new HighResolutionTimeProvider();
        using var board = new SimulatedBoard(new SimulatedBoardOptions(), time);
        using var server = new PseudoTerminalServer(board);
        await using var port = new FileStream(server.Path!, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 0);
        var times = new List<double>();
        byte[] reply = new byte[40];
        for (int i = 0; i < 100; i++)
        {
            long start = Stopwatch.GetTimestamp();
            port.Write(Ask);
            port.ReadExactly(reply);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        Assert.All(times, t => Assert.True(t >= 1.0, $"answered after {t} ms"));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_restart_hangs_the_terminal_up_and_the_link_moves_to_the_new_one()
    {
        using var time = new HighResolutionTimeProvider();
        var quick = BoardTiming.Real with { StartToPorts = TimeSpan.FromSeconds(2) };
        using var board = new SimulatedBoard(new SimulatedBoardOptions { Timing = quick }, time);
        using var folder = new TemporaryFolder();
        using var server = new PseudoTerminalServer(board, folder.File("vesc"));
        await using (var port = new FileStream(folder.File("vesc"), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 0))
        {
            port.Write(RawClient.Frame(29));
            await Assert.ThrowsAnyAsync<IOException>(async () =>
            {
                while (true)
                {
                    Assert.NotEqual(-1, await port.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: true, Soon));
                }
            });
        }

        Assert.False(File.Exists(folder.File("vesc")));
        while (!File.Exists(folder.File("vesc")))
        {
            Soon.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        await using var again = new FileStream(folder.File("vesc"), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 0);
        await again.WriteAsync(Ask, Soon);
        byte[] reply = new byte[40];
        await again.ReadExactlyAsync(reply, Soon);
        Assert.Equal([2, 35, 0, 6, 5], reply[..5]);
        server.Dispose();
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_file_in_the_place_of_the_symbolic_link_is_left_alone()
    {
        using var time = new HighResolutionTimeProvider();
        using var board = new SimulatedBoard(new SimulatedBoardOptions(), time);
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("mine"), "mine", Soon);
        Assert.Throws<SimulatorException>(() => new PseudoTerminalServer(board, folder.File("mine")));
        Assert.Equal("mine", await File.ReadAllTextAsync(folder.File("mine"), Soon));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_link_whose_folder_is_missing_is_refused_and_one_that_goes_missing_later_ends_nothing()
    {
        using var time = new HighResolutionTimeProvider();
        var quick = BoardTiming.Real with { StartToPorts = TimeSpan.FromMilliseconds(100) };
        using var board = new SimulatedBoard(new SimulatedBoardOptions { Timing = quick }, time);
        using var folder = new TemporaryFolder();
        string inside = Directory.CreateDirectory(folder.File("inside")).FullName;
        Assert.Contains("cannot be made",
            Assert.Throws<SimulatorException>(() => new PseudoTerminalServer(board, folder.File("none/vesc"))).Message,
            StringComparison.Ordinal);
        using var server = new PseudoTerminalServer(board, Path.Combine(inside, "vesc"));
        var paths = new System.Collections.Concurrent.ConcurrentQueue<string?>();
        server.PathChanged = paths.Enqueue;
        await using (var port = new FileStream(server.Path!, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 0))
        {
            Directory.Delete(inside, recursive: true);
            port.Write(RawClient.Frame(29));
            while (paths.Count < 2)
            {
                Soon.ThrowIfCancellationRequested();
                await Task.Yield();
            }
        }

        Assert.Contains("cannot be made", server.LinkProblem, StringComparison.Ordinal);
        Assert.Equal([null, server.Path], paths);
        await using var again = new FileStream(server.Path!, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 0);
        await again.WriteAsync(Ask, Soon);
        await again.ReadExactlyAsync(new byte[40], Soon);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_file_that_took_the_links_place_meanwhile_is_left_alone()
    {
        using var time = new HighResolutionTimeProvider();
        var quick = BoardTiming.Real with { StartToPorts = TimeSpan.FromMilliseconds(100) };
        using var board = new SimulatedBoard(new SimulatedBoardOptions { Timing = quick }, time);
        using var folder = new TemporaryFolder();
        using var server = new PseudoTerminalServer(board, folder.File("vesc"));
        var back = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.PathChanged = path =>
        {
            if (path is null)
            {
                File.WriteAllText(folder.File("vesc"), "mine");
            }
            else
            {
                back.TrySetResult();
            }
        };
        board.Suffer(new PullCable(TimeSpan.FromMilliseconds(20)));
        await back.Task.WaitAsync(Soon);
        Assert.Equal("mine", await File.ReadAllTextAsync(folder.File("vesc"), Soon));
        Assert.Contains("no symbolic link", server.LinkProblem, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task Where_the_port_changes_its_name_the_terminal_and_the_link_do()
    {
        using var time = new HighResolutionTimeProvider();
        using var board = new SimulatedBoard(new SimulatedBoardOptions { RenamesPort = true }, time);
        using var folder = new TemporaryFolder();
        using var server = new PseudoTerminalServer(board, folder.File("vesc"));
        string first = server.Path!;
        var back = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        server.PathChanged = path => _ = path is not null && back.TrySetResult(path);
        board.Suffer(new PullCable(TimeSpan.FromMilliseconds(20)));
        Assert.NotEqual(first, await back.Task.WaitAsync(Soon));
        Assert.Equal([folder.File("vesc.1")], Directory.GetFileSystemEntries(folder.Path));
        await using var port = new FileStream(folder.File("vesc.1"), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 0);
        await port.WriteAsync(Ask, Soon);
        await port.ReadExactlyAsync(new byte[40], Soon);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_client_that_does_not_read_costs_its_replies_and_nothing_else()
    {
        using var time = new HighResolutionTimeProvider();
        using var board = new SimulatedBoard(new SimulatedBoardOptions { Lisp = new byte[600], Timing = BoardTiming.Off }, time);
        using var server = new PseudoTerminalServer(board);
        byte[] read = RawClient.Frame([130, .. RawClient.Int(502), .. RawClient.Int(0)]);
        await using (var port = new FileStream(server.Path!, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 0))
        {
            for (int i = 0; i < 400; i++)
            {
                await port.WriteAsync(read, Soon);
            }

            while (board.Look(it => it.Machine.Record.BytesIn) < 400 * read.Length)
            {
                Soon.ThrowIfCancellationRequested();
                await Task.Yield();
            }
        }

        Assert.True(board.Look(it => it.Machine.Record.BytesLost) > 0);
        await using var later = new FileStream(server.Path!, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 0);
        var stream = new List<byte>();
        byte[] some = new byte[4096];
        // What is stale comes first; a reply finds room in the board's queue once some of that was read.
        while (board.Look(it => ((UsbPort)it.Port).Queued) > 0)
        {
            Assert.NotEqual(0, await later.ReadAsync(some, Soon));
        }

        await later.WriteAsync((byte[])[.. new byte[520], .. Ask], Soon);
        byte[] wanted = [2, 35, 0, 6, 5];
        while (stream.ToArray().AsSpan().IndexOf(wanted) < 0)
        {
            stream.AddRange(some.AsSpan(0, await later.ReadAsync(some, Soon)));
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task A_board_behind_TCP_serves_one_client_at_a_time_and_comes_back_after_a_restart()
    {
        using var time = new HighResolutionTimeProvider();
        var quick = BoardTiming.Real with { StartToPorts = TimeSpan.FromMilliseconds(100) };
        using var board = new SimulatedBoard(new SimulatedBoardOptions { Timing = quick }, time);
        using var server = new TcpServer(board);
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(server.EndPoint, Soon);
            await Exchange(client);
            using var second = new TcpClient();
            await second.ConnectAsync(server.EndPoint, Soon);
            Assert.Equal(0, await ReadOrEnd(second));
            await client.GetStream().WriteAsync(RawClient.Frame(29), Soon);
            Assert.Equal(0, await ReadOrEnd(client));
        }

        while (!board.Look(it => it.IsPortThere))
        {
            Soon.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        using var third = new TcpClient();
        await third.ConnectAsync(server.EndPoint, Soon);
        await Exchange(third);

        static async Task Exchange(TcpClient client)
        {
            await client.GetStream().WriteAsync(Ask, Soon);
            byte[] reply = new byte[40];
            await client.GetStream().ReadExactlyAsync(reply, Soon);
            Assert.Equal([2, 35, 0, 6, 5], reply[..5]);
        }

        static async Task<int> ReadOrEnd(TcpClient client)
        {
            try
            {
                return await client.GetStream().ReadAsync(new byte[10], Soon);
            }
            catch (IOException)
            {
                return 0;
            }
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task A_TCP_port_that_somebody_took_while_the_board_was_away_is_served_again_once_it_is_free()
    {
        using var time = new HighResolutionTimeProvider();
        using var board = new SimulatedBoard(new SimulatedBoardOptions(), time);
        using var server = new TcpServer(board);
        board.Suffer(new PullCable(null));
        using (var thief = new TcpListener(server.EndPoint))
        {
            thief.Start();
            board.Replug();
            Assert.True(board.IsPortThere);
            await Task.Yield();
        }

        byte[] reply = new byte[40];
        while (true)
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(server.EndPoint, Soon);
                await client.GetStream().WriteAsync(Ask, Soon);
                await client.GetStream().ReadExactlyAsync(reply, Soon);
                break;
            }
            catch (Exception e) when (e is SocketException or IOException)
            {
                Soon.ThrowIfCancellationRequested();
            }
        }

        Assert.Equal([2, 35, 0, 6, 5], reply[..5]);
    }

    [Fact]
    public void A_flash_file_is_loaded_and_stored()
    {
        using var folder = new TemporaryFolder();
        var options = new SimulatedBoardOptions { Bootloader = SimulatedImage.Bootloader() };
        Assert.Same(options, FlashFile.Load(options, folder.File("none")));
        using (var bench = new Bench(options))
        {
            FlashFile.Store(bench.Board, folder.File("flash"));
        }

        using var again = new Bench(FlashFile.Load(new SimulatedBoardOptions { Firmware = "3.40" }, folder.File("flash")));
        Assert.Equal("6.05", again.Board.Identity!.Firmware.Name);
        Assert.Equal("bootloader", again.Board.Report().Bootloader);
        File.WriteAllBytes(folder.File("short"), new byte[5]);
        Assert.Contains("5 bytes", Assert.Throws<SimulatorException>(() => FlashFile.Load(options, folder.File("short"))).Message,
            StringComparison.Ordinal);
    }
}

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("simulated-board-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
