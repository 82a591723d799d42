using VescUartBoot.Links;

namespace VescUartBoot.Tests.Links;

public sealed class StreamLinkTests
{
    private readonly RecordingReceiver _receiver = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task Bytes_go_both_ways_unchanged()
    {
        (var near, var far) = PipeStream.CreatePair();
        await using StreamLink link = new("COM5", near);
        link.Start(_receiver);

        await link.WriteAsync("there"u8.ToArray(), Cancellation);
        byte[] got = new byte[5];
        await far.ReadExactlyAsync(got, Cancellation);
        Assert.Equal("there"u8.ToArray(), got);

        await far.WriteAsync("back"u8.ToArray(), Cancellation);
        Assert.Equal("back", await _receiver.ReadTextAsync(4));
        await far.DisposeAsync();
    }

    [Fact(Timeout = 120_000)]
    public async Task The_end_of_the_stream_is_told_once()
    {
        (var near, var far) = PipeStream.CreatePair();
        StreamLink link = new("COM5", near);
        link.Start(_receiver);
        await far.DisposeAsync();
        Assert.Equal("COM5", (await _receiver.Lost).LinkName);
        await link.DisposeAsync();
        Assert.Equal(1, _receiver.Losses);
    }

    [Fact(Timeout = 120_000)]
    public async Task Disposing_during_a_read_tells_nobody_of_a_loss()
    {
        (var near, _) = PipeStream.CreatePair();
        StreamLink link = new("COM5", near);
        link.Start(_receiver);
        await link.DisposeAsync();
        await link.DisposeAsync();
        Assert.Equal(0, _receiver.Losses);
        Assert.Throws<ObjectDisposedException>(() => { _ = link.WriteAsync("x"u8.ToArray(), Cancellation).AsTask(); });
    }

    [Fact(Timeout = 120_000)]
    public async Task A_receiver_may_dispose_the_link_in_its_callback()
    {
        (var near, var far) = PipeStream.CreatePair();
        StreamLink link = new("COM5", near);
        TaskCompletionSource disposed = new();
        _receiver.Received = _ => link.DisposeAsync().AsTask()
            .ContinueWith(_ => disposed.SetResult(), Cancellation, TaskContinuationOptions.None, TaskScheduler.Default).Wait(Cancellation);
        link.Start(_receiver);
        await far.WriteAsync("x"u8.ToArray(), Cancellation);
        await disposed.Task;
        Assert.Equal(0, _receiver.Losses);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_write_that_ignores_its_cancellation_is_given_up_and_a_close_that_hangs_is_left_behind()
    {
        using StuckStream stuck = new();
        StreamLink link = new("COM5", stuck) { TimeProvider = new ImpatientTime() };
        using CancellationTokenSource giveUp = new();
        var write = link.WriteAsync("x"u8.ToArray(), giveUp.Token).AsTask();
        await giveUp.CancelAsync();
        Assert.IsAssignableFrom<OperationCanceledException>((await Assert.ThrowsAsync<LinkLostException>(() => write)).InnerException);
        await link.DisposeAsync();
        stuck.Release.Set();
    }

    [Fact(Timeout = 120_000)]
    public async Task A_receiver_that_throws_ends_the_link_with_its_reason()
    {
        (var near, var far) = PipeStream.CreatePair();
        await using StreamLink link = new("COM5", near);
        _receiver.Received = _ => throw new FormatException("no good");
        link.Start(_receiver);
        await far.WriteAsync("x"u8.ToArray(), Cancellation);
        Assert.IsType<FormatException>((await _receiver.Lost).InnerException);
    }

    [Theory(Timeout = 120_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_write_that_fails_is_told_as_a_loss_though_the_read_never_ends(bool atOnce)
    {
        await using StreamLink link = new("COM5", new HalfDeadStream(atOnce));
        link.Start(_receiver);
        await Assert.ThrowsAsync<LinkLostException>(() => link.WriteAsync("x"u8.ToArray(), Cancellation).AsTask());
        Assert.Equal("COM5", (await _receiver.Lost).LinkName);
        await Assert.ThrowsAsync<LinkLostException>(() => link.WriteAsync("y"u8.ToArray(), Cancellation).AsTask());
        Assert.Equal(1, _receiver.Losses);
    }

    /// <summary>Its writes fail and its reads never end: System.IO.Ports, where a write was the first to see that the device is
    /// gone.</summary>
    private sealed class HalfDeadStream(bool atOnce) : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            new(new TaskCompletionSource<int>().Task);

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (!atOnce)
            {
                await Task.Yield();
            }

            throw new UnauthorizedAccessException("The port is closed.");
        }
    }

    /// <summary>Takes nothing, heeds no token, and does not close: the usual serial port class with a dead device.</summary>
    private sealed class StuckStream : MemoryStream
    {
        public ManualResetEventSlim Release { get; } = new();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer,
            CancellationToken cancellationToken = default) => new(new TaskCompletionSource().Task);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                Release.Wait();
            }

            base.Dispose(disposing);
        }
    }
}
