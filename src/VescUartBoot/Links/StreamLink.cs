namespace VescUartBoot.Links;

/// <summary>A link over any stream, opened by <see cref="StreamLinkSource"/>. The link owns the stream.</summary>
/// <remarks>
/// Any exception of the stream is a lost link, and a failed write ends the read: System.IO.Ports never ends a read that is posted after
/// another request has met the end of the port. A read is always posted. The stream is not flushed after a write, because the flush of a
/// serial port waits until all bytes are sent: a stream that buffers needs its own layer that flushes.
/// </remarks>
/// <param name="name">Name for messages.</param>
/// <param name="stream">The stream, read and written concurrently.</param>
/// <param name="kind">Kind of the link, if the caller knows it.</param>
/// <param name="baudRate">Baud rate of the link, if it has one.</param>
internal sealed class StreamLink(string name, Stream stream, LinkKind kind = LinkKind.Unknown, int? baudRate = null) : ILink
{
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _end = new();
    private Task _reading = Task.CompletedTask;
    private LinkLostException? _lost;
    private bool _started;
    private bool _disposed;
    private int _callbackThread;

    /// <inheritdoc/>
    public string Name { get; } = name;

    /// <inheritdoc/>
    public LinkKind Kind { get; } = kind;

    /// <inheritdoc/>
    public int? BaudRate { get; } = baudRate;

    /// <inheritdoc/>
    public bool ClosesBeforeRestart { get; init; }

    internal TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Replaces the read of the stream.</summary>
    internal Func<Memory<byte>, CancellationToken, ValueTask<int>>? Read { get; init; }

    /// <summary>Closes the stream. It may hang or throw without effect on the owner.</summary>
    internal Action Close { get; init; } = stream.Dispose;

    /// <summary>Causes of a lost link, in words that follow its name.</summary>
    internal string LossReason { get; init; } = "the other side closed it, or the way to it broke";

    /// <inheritdoc/>
    public void Start(ILinkReceiver receiver)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_started)
            {
                throw new InvalidOperationException("A link is started once.");
            }

            _started = true;

            // Not inline: a stream may block in its first read.
            _reading = Task.Run(() => ReadUntilTheEndAsync(receiver), CancellationToken.None);
        }
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed), this);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        // Some streams accept bytes after a failed read, and never send them.
        if (Volatile.Read(ref _lost) is { } lost)
        {
            return ValueTask.FromException(lost);
        }

        ValueTask writing;
        try
        {
            writing = stream.WriteAsync(bytes, cancellationToken);
        }
        catch (Exception exception)
        {
            writing = ValueTask.FromException(exception);
        }

        return writing.IsCompletedSuccessfully ? writing : new ValueTask(FinishAsync(writing.AsTask(), cancellationToken));
    }

    /// <summary>Closes the stream.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
        }

        await _end.CancelAsync().ConfigureAwait(false);
        var closing = Task.Run(Close, CancellationToken.None);
        if (Volatile.Read(ref _callbackThread) != Environment.CurrentManagedThreadId)
        {
            closing = Task.WhenAll(closing, _reading);
        }

        await closing.WaitAsync(CloseLimit, TimeProvider).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task FinishAsync(Task writing, CancellationToken cancellationToken)
    {
        // Not every stream observes the token, or ends a write after its end.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _end.Token);
        try
        {
            await writing.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new LinkLostException(Name, $"{Name} takes no more bytes.", exception);
        }
        catch (Exception exception)
        {
            await EndReadingAsync().ConfigureAwait(false);
            throw Volatile.Read(ref _lost) ?? Lost(exception);
        }
    }

    private Task EndReadingAsync()
    {
        lock (_gate)
        {
            return _disposed ? Task.CompletedTask : _end.CancelAsync();
        }
    }

    private async Task ReadUntilTheEndAsync(ILinkReceiver receiver)
    {
        byte[] buffer = GC.AllocateUninitializedArray<byte>(4096);
        LinkLostException reason;
        try
        {
            int count;
            while ((count = await ReadAsync(buffer).ConfigureAwait(false)) > 0)
            {
                if (Volatile.Read(ref _disposed))
                {
                    return;
                }

                Deliver(receiver, buffer.AsSpan(0, count));
            }

            reason = Lost(null);
        }
        catch (LinkLostException lost)
        {
            reason = lost;
        }
        catch (Exception exception)
        {
            reason = new LinkLostException(Name, $"{Name} was closed because received data could not be processed: {exception.Message}",
                exception);
        }

        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _lost = reason;
        }

        await EndReadingAsync().ConfigureAwait(false);
        Volatile.Write(ref _callbackThread, Environment.CurrentManagedThreadId);
        receiver.OnLost(reason);
        Volatile.Write(ref _callbackThread, 0);
    }

    private async ValueTask<int> ReadAsync(byte[] buffer)
    {
        try
        {
            var reading = Read is null ? stream.ReadAsync(buffer, _end.Token) : Read(buffer, _end.Token);
            return await reading.AsTask().WaitAsync(_end.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            throw Lost(exception);
        }
    }

    private void Deliver(ILinkReceiver receiver, ReadOnlySpan<byte> bytes)
    {
        Volatile.Write(ref _callbackThread, Environment.CurrentManagedThreadId);
        try
        {
            receiver.OnBytes(bytes);
        }
        finally
        {
            Volatile.Write(ref _callbackThread, 0);
        }
    }

    private LinkLostException Lost(Exception? exception) => new(Name, $"{Name} is gone: {LossReason}.", exception);
}
