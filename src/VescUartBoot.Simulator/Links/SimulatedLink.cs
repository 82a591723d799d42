using VescUartBoot.Links;
using VescUartBoot.Simulator.Boards;

namespace VescUartBoot.Simulator.Links;

/// <summary>A link to a simulated board in this process. Replies arrive on the timer of the board's clock, never inside a write.</summary>
public sealed class SimulatedLink : ILink, IHostClient
{
    // Size of a system's port buffer, after which a write has to wait.
    private const int SystemBuffer = 4096;
    private readonly SimulatedBoard _board;
    private readonly List<byte> _early = [];
    private readonly Lock _gate = new();
    private readonly List<TaskCompletionSource> _writers = [];
    private ILinkReceiver? _receiver;
    private LinkLostException? _lost;
    private bool _disposed;
    private int _handedOver;

    private SimulatedLink(SimulatedBoard board, string name)
    {
        _board = board;
        Name = name;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public LinkKind Kind => _board.Options.LinkKind
        ?? (_board.Options.Transport == SimulatedTransport.Usb ? LinkKind.InProcess : LinkKind.Unknown);

    /// <inheritdoc/>
    public int? BaudRate => _board.Options.Transport == SimulatedTransport.Uart ? _board.Options.Baud : null;

    /// <inheritdoc/>
    public bool ResumesInline => true;

    /// <inheritdoc/>
    public void Start(ILinkReceiver receiver)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        if (_receiver is not null)
        {
            throw new InvalidOperationException("The link was started before.");
        }

        // Earlier data is delivered first, on the board's timer like all received data.
        _board.Clock.Post(() =>
        {
            _receiver = receiver;
            if (_disposed)
            {
                return;
            }

            if (_early.Count > 0)
            {
                receiver.OnBytes(_early.ToArray());
                _early.Clear();
            }

            if (_lost is { } lost)
            {
                receiver.OnLost(lost);
            }
        });
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_lost is { } lost)
        {
            throw new LinkLostException(Name, lost.Message, lost);
        }

        byte[] copy = bytes.ToArray();
        int waiting = Interlocked.Add(ref _handedOver, copy.Length) + _board.Port.Backlog;
        _board.Clock.Post(() =>
        {
            Interlocked.Add(ref _handedOver, -copy.Length);
            // Also after a close: the system has these bytes buffered and sends them.
            if (_lost is null)
            {
                _board.Port.FromHost(copy);
            }
        });
        return waiting <= SystemBuffer ? ValueTask.CompletedTask : new ValueTask(WaitForRoom(cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (!_disposed)
        {
            _disposed = true;
            _board.Clock.Between(() =>
            {
                _board.Port.Close(this);
                _board.Port.BacklogShrank -= OnBacklogShrank;
                return true;
            });
        }

        return ValueTask.CompletedTask;
    }

    int IHostClient.Deliver(ReadOnlySpan<byte> bytes)
    {
        if (_receiver is { } receiver)
        {
            receiver.OnBytes(bytes);
        }
        else
        {
            _early.AddRange(bytes);
        }

        return bytes.Length;
    }

    void IHostClient.Lost(string reason)
    {
        if (_disposed || _lost is not null)
        {
            return;
        }

        _lost = new LinkLostException(Name, $"{Name}: {reason}.");
        _receiver?.OnLost(_lost);
    }

    /// <summary>Opens the port, which must exist and be free.</summary>
    internal static SimulatedLink Open(SimulatedBoard board, string name)
    {
        var link = new SimulatedLink(board, name);
        board.Port.TryOpen(link);
        board.Port.BacklogShrank += link.OnBacklogShrank;
        return link;
    }

    private async Task WaitForRoom(CancellationToken cancellationToken)
    {
        var room = new TaskCompletionSource();
        lock (_gate)
        {
            _writers.Add(room);
        }

        await using var cancelled = cancellationToken.Register(() => room.TrySetCanceled(cancellationToken)).ConfigureAwait(false);
        await room.Task.ConfigureAwait(false);
        if (_lost is { } lost)
        {
            throw new LinkLostException(Name, lost.Message, lost);
        }
    }

    private void OnBacklogShrank()
    {
        if (_board.Port.Backlog > SystemBuffer && _lost is null)
        {
            return;
        }

        TaskCompletionSource[] writers;
        lock (_gate)
        {
            writers = [.. _writers];
            _writers.Clear();
        }

        foreach (var writer in writers)
        {
            writer.TrySetResult();
        }
    }
}
