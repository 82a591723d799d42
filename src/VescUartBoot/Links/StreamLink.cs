namespace VescUartBoot.Links;

/// <summary>A link over any stream: <c>new StreamLink("COM5", serialPort.BaseStream)</c>. The stream belongs to the link.</summary>
/// <remarks>
/// The stream is not flushed after a write, since the flush of a serial port waits until the line has sent all: a stream that
/// collects bytes needs a layer of its own that flushes.
/// </remarks>
/// <param name="name">The name for messages.</param>
/// <param name="stream">Read and written at the same time.</param>
/// <param name="kind">What the caller knows of the way to the board.</param>
/// <param name="baudRate">What limits the link, in baud, if anything does.</param>
public sealed class StreamLink(string name, Stream stream, LinkKind kind = LinkKind.Unknown, int? baudRate = null) : ILink
{
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _closing = new();
    private Task _reading = Task.CompletedTask;
    private bool _started;
    private bool _disposed;
    private int _callbackThread;

    /// <inheritdoc/>
    public string Name { get; } = name;

    /// <inheritdoc/>
    public LinkKind Kind { get; } = kind;

    /// <inheritdoc/>
    public int? BaudRate { get; } = baudRate;

    internal TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <inheritdoc/>
    public void Start(ILinkReceiver receiver)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_started) throw new InvalidOperationException("A link is started once.");
            _started = true;

            // Not inline: a stream may block in its first read.
            _reading = Task.Run(() => ReadUntilTheEndAsync(receiver), CancellationToken.None);
        }
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed), this);
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled(cancellationToken);
        ValueTask writing;
        try
        {
            writing = stream.WriteAsync(bytes, cancellationToken);
        }
        catch (Exception exception) when (IsEnd(exception))
        {
            return ValueTask.FromException(Lost(exception));
        }

        return writing.IsCompletedSuccessfully ? writing : new ValueTask(FinishAsync(writing.AsTask(), cancellationToken));
    }

    /// <summary>Closes the stream.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_disposed) return;
            _disposed = true;
        }

        await _closing.CancelAsync().ConfigureAwait(false);

        // Some streams wait in Close for a write that is stuck; that is not the owner's trouble.
        Task closing = Task.Run(stream.Dispose, CancellationToken.None);
        if (Volatile.Read(ref _callbackThread) != Environment.CurrentManagedThreadId) closing = Task.WhenAll(closing, _reading);
        await closing.WaitAsync(CloseLimit, TimeProvider).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _closing.Dispose();
    }

    private static bool IsEnd(Exception exception) =>
        exception is IOException or ObjectDisposedException or OperationCanceledException or InvalidOperationException or UnauthorizedAccessException;

    private async Task FinishAsync(Task writing, CancellationToken cancellationToken)
    {
        try
        {
            // Not every stream heeds the token.
            await writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception)
        {
            throw new LinkLostException(Name, $"{Name} takes no more bytes.", exception);
        }
        catch (Exception exception) when (IsEnd(exception))
        {
            throw Lost(exception);
        }
    }

    private async Task ReadUntilTheEndAsync(ILinkReceiver receiver)
    {
        byte[] buffer = GC.AllocateUninitializedArray<byte>(4096);
        LinkLostException reason;
        try
        {
            while (true)
            {
                int count = await stream.ReadAsync(buffer, _closing.Token).ConfigureAwait(false);
                if (count == 0) break;
                if (Volatile.Read(ref _disposed)) return;
                Deliver(receiver, buffer.AsSpan(0, count));
            }

            reason = Lost(null);
        }
        catch (Exception exception) when (IsEnd(exception))
        {
            reason = Lost(exception);
        }
        catch (Exception exception)
        {
            reason = new LinkLostException(Name, $"{Name} was closed because what came could not be taken in: {exception.Message}", exception);
        }

        lock (_gate)
        {
            if (_disposed) return;
        }

        Volatile.Write(ref _callbackThread, Environment.CurrentManagedThreadId);
        receiver.OnLost(reason);
        Volatile.Write(ref _callbackThread, 0);
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

    private LinkLostException Lost(Exception? exception) => new(Name, $"{Name} is gone: the other side closed it, or the way to it broke.", exception);
}
