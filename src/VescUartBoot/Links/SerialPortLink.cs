using VescUartBoot.Interop;

namespace VescUartBoot.Links;

/// <summary>A serial port of this machine: USB, a bridge, a UART or a pseudo-terminal, opened exclusively.</summary>
/// <remarks>
/// One thread reads for the life of the port and also finishes the rare write that the system did not take at once, so no call of
/// the owner ever waits in the kernel. A read is never cancelled: bytes that came are delivered. What differs from system to system
/// stands behind <see cref="ITerminal"/>.
/// </remarks>
internal abstract class SerialPortLink : ILink
{
    /// <summary>115200: what a VESC's UART has unless its owner changed it; USB ignores it.</summary>
    public const int DefaultBaudRate = 115200;

    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly ITerminal _terminal;
    private readonly Thread _reader;
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(4096, pinned: true);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ILinkReceiver? _receiver;
    private PendingWrite? _pending;
    private bool _closed;
    private bool _disposed;

    private protected SerialPortLink(ITerminal terminal, string name, int baudRate, LinkKind kind)
    {
        _terminal = terminal;
        Name = name;
        Kind = kind;
        BaudRate = kind == LinkKind.VescUsb ? null : baudRate;
        _reader = new Thread(Run) { IsBackground = true, Name = $"serial port {name}" };
        _reader.Start();
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public LinkKind Kind { get; }

    /// <inheritdoc/>
    public int? BaudRate { get; }

    /// <summary>Opens a port of this system. What came before is thrown away. A driver may take some seconds if its device is
    /// stuck.</summary>
    /// <param name="path">The device node, or a symbolic link to it; <c>COM5</c> on Windows.</param>
    /// <param name="baudRate">Any rate the driver can do, in baud.</param>
    /// <param name="kind">What the caller knows of the port.</param>
    /// <exception cref="LinkOpenException">It could not be opened; <see cref="LinkOpenException.Failure"/> tells why.</exception>
    public static SerialPortLink OpenPort(string path, int baudRate = DefaultBaudRate, LinkKind kind = LinkKind.Unknown) =>
        OperatingSystem.IsWindows() ? WindowsSerialPort.Open(path, baudRate, kind) : UnixSerialPort.Open(path, baudRate, kind);

    /// <inheritdoc/>
    public void Start(ILinkReceiver receiver)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_receiver is not null) throw new InvalidOperationException("A link is started once.");
            _receiver = receiver;
            _terminal.Wake();
        }
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled(cancellationToken);
        PendingWrite pending;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_pending is not null) throw new InvalidOperationException("Another write is still under way.");
            if (_closed) return ValueTask.FromException(SerialPortError.Lost(Name, 0));
            while (!bytes.IsEmpty)
            {
                int count = _terminal.Write(bytes.Span, out int error);
                if (error is not 0 and not ITerminal.TryLater) return ValueTask.FromException(SerialPortError.Lost(Name, error));
                if (count == 0) break;
                bytes = bytes[count..];
            }

            if (bytes.IsEmpty) return ValueTask.CompletedTask;
            _pending = pending = new PendingWrite(bytes);
            _terminal.Wake();
        }

        return new ValueTask(FinishAsync(pending, cancellationToken));
    }

    /// <summary>Closes the port. What was not sent yet is thrown away.</summary>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        lock (_gate)
        {
            if (!_disposed && !_closed) _terminal.Wake();
            _disposed = true;
        }

        if (Environment.CurrentManagedThreadId == _reader.ManagedThreadId)
        {
            // Below us on the stack is the reader, which cannot be waited for; it ends when it gets its thread back.
            Close(null);
            return;
        }

        // The reader closes, because a driver whose device is stuck may hold it there: then it, and not the owner, waits.
        await _ended.Task.WaitAsync(CloseLimit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task FinishAsync(PendingWrite pending, CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(_ => GiveUp(pending, cancellationToken), null);
        await pending.Task.ConfigureAwait(false);
    }

    private void GiveUp(PendingWrite pending, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_pending != pending) return;
            _pending = null;
        }

        pending.Fail(new LinkLostException(
            Name,
            $"{Name} takes no more bytes: {pending.Rest.Length} of them were not sent.",
            new OperationCanceledException(cancellationToken)));
    }

    private void Run()
    {
        LinkLostException? reason;
        try
        {
            reason = ReadUntilTheEnd();
        }
        catch (Exception exception)
        {
            reason = new LinkLostException(Name, $"{Name} was closed because what came could not be taken in: {exception.Message}",
                exception);
        }

        // Closed before anybody is told: while the node of a board that is gone stays open, the board comes back under another name.
        if (!Close(reason)) reason = null;
        if (reason is not null) _receiver!.OnLost(reason);
        _ended.SetResult();
    }

    /// <summary>Only on the reader's thread, so that nobody waits for a descriptor that is closed. False: the owner wants no
    /// news.</summary>
    private bool Close(LinkLostException? reason)
    {
        PendingWrite? pending;
        bool tellOwner;
        lock (_gate)
        {
            tellOwner = !_disposed;
            if (_closed) return tellOwner;
            _closed = true;
            pending = _pending;
            _pending = null;
        }

        _terminal.Close();
        pending?.Fail(reason ?? new LinkLostException(Name, $"{Name} was closed during a write."));
        return tellOwner;
    }

    private LinkLostException? ReadUntilTheEnd()
    {
        while (true)
        {
            ILinkReceiver? receiver;
            TerminalEvents wanted;
            lock (_gate)
            {
                if (_disposed) return null;
                receiver = _receiver;
                wanted = receiver is null ? TerminalEvents.None : TerminalEvents.Input;
                if (_pending is not null) wanted |= TerminalEvents.Output;
            }

            TerminalEvents happened = _terminal.Wait(wanted);
            bool hungUp = happened.HasFlag(TerminalEvents.HungUp);
            if (hungUp || happened.HasFlag(TerminalEvents.Output)) ContinueWriting();
            if (receiver is null || !(hungUp || happened.HasFlag(TerminalEvents.Input))) continue;
            int count = _terminal.Read(_buffer, out int error);
            if (count > 0) receiver.OnBytes(_buffer.AsSpan(0, count));
            else if (error != ITerminal.TryLater || hungUp) return SerialPortError.Lost(Name, error);
        }
    }

    private void ContinueWriting()
    {
        PendingWrite? pending;
        int error;
        lock (_gate)
        {
            pending = _pending;
            if (pending is null) return;
            pending.Advance(_terminal.Write(pending.Rest.Span, out error));
            if ((error is 0 or ITerminal.TryLater) && !pending.Rest.IsEmpty) return;
            _pending = null;
        }

        if (error == 0) pending.Complete();
        else pending.Fail(SerialPortError.Lost(Name, error));
    }
}
