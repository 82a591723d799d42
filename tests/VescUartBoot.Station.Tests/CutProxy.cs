using System.Net;
using System.Net.Sockets;

namespace VescUartBoot.Station.Tests;

/// <summary>A network between a station and its message server that stalls and breaks.</summary>
internal sealed class CutProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _to;
    private readonly Task _accepting;
    private CancellationTokenSource _cut = new();
    private TaskCompletionSource _open = Opened();
    private bool _isCut;

    /// <summary>Begins to forward.</summary>
    /// <param name="url">The message server.</param>
    public CutProxy(string url)
    {
        _to = new Uri(url).Port;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Url => $"nats://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Nothing comes through, and nobody is told.</summary>
    public void Stall() => _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Connections break, and new ones too.</summary>
    public void Cut()
    {
        _isCut = true;
        Interlocked.Exchange(ref _cut, new CancellationTokenSource()).Cancel();
    }

    /// <summary>All is well again; what was stalled arrives late.</summary>
    public void Heal()
    {
        _isCut = false;
        _open.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        Heal();
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
    }

    private static TaskCompletionSource Opened()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ForwardAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
            }
        }
        catch (OperationCanceledException)
        {
            // The test ends.
        }
    }

    private async Task ForwardAsync(TcpClient near)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, _cut.Token);
        using var far = new TcpClient();
        using (near)
        {
            try
            {
                if (!_isCut)
                {
                    await far.ConnectAsync(IPAddress.Loopback, _to, ends.Token);
                    await Task.WhenAny(PumpAsync(near, far, ends.Token), PumpAsync(far, near, ends.Token));
                }
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                // The server is away, or the network is cut.
            }
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, CancellationToken stop)
    {
        byte[] buffer = new byte[16 * 1024];
        while (await from.GetStream().ReadAsync(buffer, stop) is > 0 and var length)
        {
            await _open.Task.WaitAsync(stop);
            await to.GetStream().WriteAsync(buffer.AsMemory(0, length), stop);
        }
    }
}
