using System.Net;
using System.Net.Sockets;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Time;

namespace VescUartBoot.Simulator.Links;

/// <summary>A simulated board on a TCP port, for one client at a time. No client can connect while the board is away.</summary>
public sealed class TcpServer : IHostClient, IDisposable
{
    private const int SystemBuffer = 4096;
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(50);
    private readonly SimulatedBoard _board;
    private readonly CancellationTokenSource _end = new();
    private readonly SemaphoreSlim _room = new(0);
    private TcpListener? _listener;
    private Socket? _client;
    private readonly List<byte> _unsent = [];
    private bool _sending;

    /// <summary>Listens for <paramref name="board"/>, which should use a <see cref="HighResolutionTimeProvider"/>.</summary>
    /// <param name="board">The board.</param>
    /// <param name="port">The port; 0 is any free port. Default 0.</param>
    /// <param name="address">The address. Default: this machine only.</param>
    /// <exception cref="SimulatorException">The port is not available.</exception>
    public TcpServer(SimulatedBoard board, int port = 0, IPAddress? address = null)
    {
        ArgumentNullException.ThrowIfNull(board);
        _board = board;
        EndPoint = new IPEndPoint(address ?? IPAddress.Loopback, port);
        try
        {
            board.Clock.Between(() =>
            {
                Listen();
                board.Port.PresenceChanged += OnPresence;
                board.Port.BacklogShrank += OnBacklogShrank;
                OnPresence(board.Port.IsThere);
                return true;
            });
        }
        catch (SocketException cause)
        {
            throw new SimulatorException($"Nobody can listen at {EndPoint}: {cause.Message}.", cause);
        }
    }

    /// <summary>Address of the listener with the actual port.</summary>
    public IPEndPoint EndPoint { get; private set; }

    /// <summary>Closes the connection and stops listening.</summary>
    public void Dispose()
    {
        if (_end.IsCancellationRequested)
        {
            return;
        }

        _end.Cancel();
        _board.Clock.Between(() =>
        {
            _board.Port.PresenceChanged -= OnPresence;
            _board.Port.BacklogShrank -= OnBacklogShrank;
            Leave();
            StopListening();
            return true;
        });
        _end.Dispose();
        _room.Dispose();
    }

    int IHostClient.Deliver(ReadOnlySpan<byte> bytes)
    {
        if (_client is not { } client)
        {
            return 0;
        }

        int taken = Math.Min(bytes.Length, SystemBuffer - _unsent.Count);
        _unsent.AddRange(bytes[..taken]);
        SendOn(client);
        return taken;
    }

    void IHostClient.Lost(string reason)
    {
        // The client was notified when the port disappeared.
    }

    private void OnPresence(bool there)
    {
        if (there && !_end.IsCancellationRequested)
        {
            ListenAgain();
            _board.Port.TryOpen(this);
        }
        else
        {
            Leave();
            StopListening();
        }
    }

    /// <summary>Another program may have taken the port while the board was away: tries until it is free.</summary>
    private void ListenAgain()
    {
        try
        {
            Listen();
        }
        catch (SocketException)
        {
            _listener?.Dispose();
            _listener = null;
            _board.Clock.After(BetweenTries, () =>
            {
                if (_board.Port.IsThere && !_end.IsCancellationRequested)
                {
                    ListenAgain();
                }
            });
        }
    }

    private void Listen()
    {
        if (_listener is not null)
        {
            return;
        }

        _listener = new TcpListener(EndPoint);
        _listener.Start();
        EndPoint = (IPEndPoint)_listener.LocalEndpoint;
        _ = Accept(_listener);
    }

    private void StopListening()
    {
        _listener?.Dispose();
        _listener = null;
    }

    private async Task Accept(TcpListener listener)
    {
        try
        {
            while (true)
            {
                var socket = await listener.AcceptSocketAsync(_end.Token).ConfigureAwait(false);
                _board.Clock.Post(() => Enter(socket));
            }
        }
        catch (Exception end) when (end is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The listener was stopped.
        }
    }

    private void Enter(Socket socket)
    {
        if (_client is not null || _end.IsCancellationRequested || !_board.Port.IsThere)
        {
            socket.Dispose();
            return;
        }

        _client = socket;
        socket.NoDelay = true;
        _sending = false;
        _unsent.Clear();
        _ = Receive(socket);
        _board.Port.ClientIsReady();
    }

    private async Task Receive(Socket socket)
    {
        byte[] buffer = new byte[SystemBuffer];
        try
        {
            while (true)
            {
                while (_board.Port.Backlog > SystemBuffer && !_end.IsCancellationRequested)
                {
                    await _room.WaitAsync().ConfigureAwait(false);
                }

                int count = await socket.ReceiveAsync(buffer).ConfigureAwait(false);
                if (count == 0)
                {
                    break;
                }

                byte[] bytes = buffer[..count];
                _board.Clock.Post(() =>
                {
                    if (ReferenceEquals(socket, _client))
                    {
                        _board.Port.FromHost(bytes);
                    }
                });
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // The client or this server closed the connection, or the server ended while the board was busy.
        }

        _board.Clock.Post(() =>
        {
            if (ReferenceEquals(socket, _client))
            {
                Leave();
            }
        });
    }

    private async Task Send(Socket socket, byte[] bytes)
    {
        try
        {
            await socket.SendAsync(bytes).ConfigureAwait(false);
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            return;
        }

        _board.Clock.Post(() =>
        {
            if (ReferenceEquals(socket, _client))
            {
                _sending = false;
                SendOn(socket);
                _board.Port.ClientIsReady();
            }
        });
    }

    private void SendOn(Socket socket)
    {
        if (!_sending && _unsent.Count > 0)
        {
            _sending = true;
            byte[] bytes = [.. _unsent];
            _unsent.Clear();
            _ = Send(socket, bytes);
        }
    }

    private void Leave()
    {
        _client?.Dispose();
        _client = null;
    }

    private void OnBacklogShrank()
    {
        if (!_end.IsCancellationRequested && _room.CurrentCount == 0)
        {
            _room.Release();
        }
    }
}
