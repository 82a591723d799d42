using VescUartBoot.Links;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Links;

public sealed class UnixSerialPortTests : IDisposable
{
    private readonly PseudoTerminal _board = new();
    private readonly RecordingReceiver _receiver = new();

    public void Dispose() => _board.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private UnixSerialPort OpenStarted()
    {
        var port = UnixSerialPort.Open(_board.Path);
        port.Start(_receiver);
        return port;
    }

    [Fact(Timeout = 120_000)]
    public async Task Bytes_go_both_ways_unchanged()
    {
        await using var port = OpenStarted();
        byte[] all = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];

        await port.WriteAsync(all, Cancellation);
        Assert.Equal(all, _board.ReadExactly(256));

        _board.Write(all);
        Assert.Equal(all, await _receiver.ReadAsync(256));
    }

    [Fact(Timeout = 120_000)]
    public async Task Portions_arrive_in_order_and_nothing_is_lost()
    {
        await using var port = OpenStarted();
        byte[] sent = new byte[100_000];
        new Random(1).NextBytes(sent);
        var sending = Task.Run(
            () =>
            {
                Random sizes = new(2);
                for (int at = 0; at < sent.Length;)
                {
                    int size = Math.Min(sizes.Next(1, 700), sent.Length - at);
                    _board.Write(sent.AsSpan(at, size));
                    at += size;
                }
            },
            Cancellation);

        Assert.Equal(sent, await _receiver.ReadAsync(sent.Length));
        await sending;
    }

    [Fact(Timeout = 120_000)]
    public async Task What_came_before_opening_is_thrown_away()
    {
        await using (UnixSerialPort.Open(_board.Path))
        {
            _board.Write("old"u8);
        }

        await using var port = OpenStarted();
        _board.Write("new"u8);
        Assert.Equal("new", await _receiver.ReadTextAsync(3));
    }

    [Fact(Timeout = 120_000)]
    public async Task Bytes_that_come_between_opening_and_starting_are_kept()
    {
        await using var port = UnixSerialPort.Open(_board.Path);
        _board.Write("early"u8);
        port.Start(_receiver);
        Assert.Equal("early", await _receiver.ReadTextAsync(5));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_second_opening_is_busy_and_names_the_holder()
    {
        await using var port = OpenStarted();
        var refusal = Assert.Throws<LinkOpenException>(() => UnixSerialPort.Open(_board.Path));
        Assert.Equal(LinkOpenFailure.Busy, refusal.Failure);
        Assert.Contains($"(process {Environment.ProcessId})", refusal.Message, StringComparison.Ordinal);

        await port.WriteAsync("still"u8.ToArray(), Cancellation);
        Assert.Equal("still", _board.ReadText(5));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_port_can_be_opened_again_as_soon_as_it_is_disposed()
    {
        for (int round = 0; round < 50; round++)
        {
            await using var port = UnixSerialPort.Open(_board.Path);
            port.Start(new RecordingReceiver());
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task A_port_can_be_opened_again_from_a_continuation_on_the_reader_thread()
    {
        var port = OpenStarted();
        TaskCompletionSource came = new();
        _receiver.Received = _ => came.TrySetResult();
        var reopening = ReopenAsync();
        _board.Write("x"u8);
        await using var again = await reopening;

        async Task<ILink> ReopenAsync()
        {
            await came.Task.ConfigureAwait(false);
            await port.DisposeAsync().ConfigureAwait(false);
            return await new SerialPortSource(_board.Path).OpenAsync(Cancellation).ConfigureAwait(false);
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task A_pulled_cable_is_told_once_and_disposing_returns()
    {
        var port = OpenStarted();
        _board.Dispose();
        var reason = await _receiver.Lost;
        Assert.Equal(port.Name, reason.LinkName);
        await Assert.ThrowsAsync<LinkLostException>(() => port.WriteAsync("x"u8.ToArray(), Cancellation).AsTask());
        await port.DisposeAsync();
        Assert.Equal(1, _receiver.Losses);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_cable_pulled_before_the_start_is_told_after_it()
    {
        await using var port = UnixSerialPort.Open(_board.Path);
        _board.Dispose();
        port.Start(_receiver);
        await _receiver.Lost;
    }

    [Fact(Timeout = 120_000)]
    public async Task A_receiver_may_dispose_the_link_while_it_is_told_of_the_loss()
    {
        var port = OpenStarted();
        DisposingReceiver receiver = new();
        await port.DisposeAsync();
        port = UnixSerialPort.Open(_board.Path);
        receiver.Link = port;
        port.Start(receiver);
        _board.Dispose();
        await receiver.Disposed.Task;
    }

    [Fact(Timeout = 120_000)]
    public async Task A_receiver_may_dispose_the_link_while_it_is_given_bytes_and_open_it_again_at_once()
    {
        var port = OpenStarted();
        TaskCompletionSource<UnixSerialPort> again = new();
        _receiver.Received = _ =>
        {
            port.DisposeAsync().AsTask().Wait(Cancellation);
            again.SetResult(UnixSerialPort.Open(_board.Path));
        };
        _board.Write("x"u8);
        await (await again.Task).DisposeAsync();
        Assert.Equal(0, _receiver.Losses);
    }

    [Fact(Timeout = 120_000)]
    public async Task Disposing_during_a_read_tells_nobody_of_a_loss()
    {
        var port = OpenStarted();
        await port.DisposeAsync();
        await port.DisposeAsync();
        _board.Dispose();
        Assert.Equal(0, _receiver.Losses);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => port.WriteAsync("x"u8.ToArray(), Cancellation).AsTask());
    }

    [Fact(Timeout = 120_000)]
    public async Task A_write_that_nobody_takes_ends_with_its_cancellation_and_the_link_can_be_closed()
    {
        var port = OpenStarted();
        using CancellationTokenSource giveUp = new();
        var stuck = port.WriteAsync(new byte[1_000_000], giveUp.Token).AsTask();
        Assert.False(stuck.IsCompleted);
        await Assert.ThrowsAsync<InvalidOperationException>(() => port.WriteAsync("x"u8.ToArray(), Cancellation).AsTask());
        await giveUp.CancelAsync();
        var reason = await Assert.ThrowsAsync<LinkLostException>(() => stuck);
        Assert.IsType<OperationCanceledException>(reason.InnerException);
        await port.DisposeAsync();
    }

    [Fact(Timeout = 120_000)]
    public async Task A_stuck_write_fails_when_the_link_is_disposed()
    {
        var port = OpenStarted();
        var stuck = port.WriteAsync(new byte[1_000_000], Cancellation).AsTask();
        await port.DisposeAsync();
        await Assert.ThrowsAsync<LinkLostException>(() => stuck);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_stuck_write_fails_when_the_cable_is_pulled()
    {
        await using var port = OpenStarted();
        var stuck = port.WriteAsync(new byte[1_000_000], Cancellation).AsTask();
        _board.Dispose();
        await Assert.ThrowsAsync<LinkLostException>(() => stuck);
        await _receiver.Lost;
    }

    [Fact(Timeout = 120_000)]
    public async Task A_write_larger_than_the_systems_buffer_goes_on_as_the_board_reads()
    {
        await using var port = OpenStarted();
        byte[] sent = new byte[300_000];
        new Random(3).NextBytes(sent);
        var writing = port.WriteAsync(sent, Cancellation).AsTask();
        Assert.Equal(sent, await Task.Run(() => _board.ReadExactly(sent.Length), Cancellation));
        await writing;
    }

    [Fact(Timeout = 120_000)]
    public async Task A_large_write_from_the_reader_thread_does_not_block_reading()
    {
        await using var port = OpenStarted();
        Task? writing = null;
        _receiver.Received = _ => writing ??= port.WriteAsync(new byte[300_000], Cancellation).AsTask();
        _board.Write("a"u8);
        await _receiver.ReadAsync(1);

        // The board talks on before it takes anything.
        _board.Write("bcd"u8);
        Assert.Equal("bcd", await _receiver.ReadTextAsync(3));
        await Task.Run(() => _board.ReadExactly(300_000), Cancellation);
        await writing!;
    }

    [Fact(Timeout = 120_000)]
    public async Task A_receiver_that_throws_ends_the_link_with_its_reason()
    {
        await using var port = OpenStarted();
        _receiver.Received = _ => throw new FormatException("no good");
        _board.Write("x"u8);
        var reason = await _receiver.Lost;
        Assert.IsType<FormatException>(reason.InnerException);
    }

    [Theory(Timeout = 120_000)]
    [InlineData(9600)]
    [InlineData(250_000)]
    [InlineData(1_234_567)]
    public async Task Any_baud_rate_can_be_set(int baudRate)
    {
        await using var port = UnixSerialPort.Open(_board.Path, baudRate);
        Assert.Equal(baudRate, port.BaudRate);
        Assert.Equal(baudRate, _board.BaudRate);
    }

    [Fact(Timeout = 120_000)]
    public async Task Many_openings_and_hang_ups_leak_no_descriptor_and_no_thread()
    {
        await OpenAndCloseAsync(10);
        int descriptors = Count("fd");
        int threads = Count("task");
        await OpenAndCloseAsync(200);

        // Other tests run beside this one: a leak would show as 200 or 400.
        Assert.InRange(Count("fd"), 0, descriptors + 100);
        Assert.InRange(Count("task"), 0, threads + 100);

        static int Count(string what) => Directory.GetFileSystemEntries($"/proc/self/{what}").Length;

        static async Task OpenAndCloseAsync(int rounds)
        {
            for (int round = 0; round < rounds; round++)
            {
                using PseudoTerminal board = new();
                RecordingReceiver receiver = new();
                await using var port = UnixSerialPort.Open(board.Path);
                port.Start(receiver);
                if (round % 2 == 0)
                {
                    continue;
                }

                board.Dispose();
                await receiver.Lost;
            }
        }
    }

    private sealed class DisposingReceiver : ILinkReceiver
    {
        public UnixSerialPort? Link { get; set; }

        public TaskCompletionSource Disposed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void OnBytes(ReadOnlySpan<byte> bytes)
        {
        }

        public void OnLost(LinkLostException reason)
        {
            if (Link!.DisposeAsync().AsTask().IsCompletedSuccessfully)
            {
                Disposed.SetResult();
            }
        }
    }
}
