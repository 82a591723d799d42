using System.Net;
using System.Net.Sockets;
using VescUartBoot.Links;

namespace VescUartBoot.Tests.Links;

public sealed class TcpLinkTests : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly RecordingReceiver _receiver = new();

    public TcpLinkTests() => _listener.Start();

    public void Dispose() => _listener.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    [Fact(Timeout = 120_000)]
    public async Task Bytes_go_both_ways_unchanged()
    {
        await using var link = await new TcpSource("127.0.0.1", Port).OpenAsync(Cancellation);
        using var board = await _listener.AcceptSocketAsync(Cancellation);
        link.Start(_receiver);
        Assert.Equal($"tcp://127.0.0.1:{Port}", link.Name);

        await link.WriteAsync("there"u8.ToArray(), Cancellation);
        byte[] got = new byte[5];
        await new NetworkStream(board).ReadExactlyAsync(got, Cancellation);
        Assert.Equal("there"u8.ToArray(), got);

        await board.SendAsync("back"u8.ToArray(), Cancellation);
        Assert.Equal("back", await _receiver.ReadTextAsync(4));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_literal_IPv6_address_is_reached()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "There is no IPv6 on this machine.");
        using TcpListener listener = new(IPAddress.IPv6Loopback, 0);
        listener.Start();
        string address = $"tcp://[::1]:{((IPEndPoint)listener.LocalEndpoint).Port}";
        await using var link = await PortAddress.Parse(address).ToSource().OpenAsync(Cancellation);
        Assert.Equal(address, link.Name);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_host_that_goes_is_told_once()
    {
        var link = await new TcpSource("localhost", Port).OpenAsync(Cancellation);
        var board = await _listener.AcceptSocketAsync(Cancellation);
        link.Start(_receiver);
        board.Close();
        await _receiver.Lost;
        await link.DisposeAsync();
        Assert.Equal(1, _receiver.Losses);
    }

    [Fact(Timeout = 120_000)]
    public async Task Disposing_tells_the_host_and_not_the_receiver()
    {
        var link = await new TcpSource("127.0.0.1", Port).OpenAsync(Cancellation);
        using var board = await _listener.AcceptSocketAsync(Cancellation);
        link.Start(_receiver);
        await link.DisposeAsync();
        Assert.Equal(0, await board.ReceiveAsync(new byte[1], Cancellation));
        Assert.Equal(0, _receiver.Losses);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_write_that_the_host_does_not_take_ends_with_its_cancellation()
    {
        await using var link = await new TcpSource("127.0.0.1", Port).OpenAsync(Cancellation);
        using var board = await _listener.AcceptSocketAsync(Cancellation);
        using CancellationTokenSource giveUp = new();
        var stuck = link.WriteAsync(new byte[50_000_000], giveUp.Token).AsTask();
        await giveUp.CancelAsync();
        await Assert.ThrowsAsync<LinkLostException>(() => stuck);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_port_where_nobody_listens_is_unreachable()
    {
        int port = Port;
        _listener.Stop();
        var refusal = await RefusalAsync(new TcpSource("127.0.0.1", port));
        Assert.Equal($"tcp://127.0.0.1:{port} refused the connection: the host is there, but nothing listens on that port.",
            refusal.Message);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_host_that_does_not_exist_is_unreachable() =>
        Assert.Contains("nowhere.invalid", (await RefusalAsync(new TcpSource("nowhere.invalid", 1))).Message, StringComparison.Ordinal);

    [Fact(Timeout = 120_000)]
    public async Task A_host_that_does_not_answer_in_time_is_unreachable()
    {
        TcpSource source = new("127.0.0.1", Port) { TimeProvider = new ImpatientTime() };
        Assert.Contains("did not answer within 5 s", (await RefusalAsync(source)).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task Giving_up_is_no_failure_of_the_host()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new TcpSource("127.0.0.1", Port).OpenAsync(new CancellationToken(canceled: true)).AsTask());
    }

    private static async Task<LinkOpenException> RefusalAsync(TcpSource source)
    {
        var refusal = await Assert.ThrowsAsync<LinkOpenException>(() => source.OpenAsync(Cancellation).AsTask());
        Assert.Equal(LinkOpenFailure.Unreachable, refusal.Failure);
        return refusal;
    }
}
