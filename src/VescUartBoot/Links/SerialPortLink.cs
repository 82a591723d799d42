using VescUartBoot.Interop;

namespace VescUartBoot.Links;

/// <summary>A serial port of this machine: USB, a bridge, a UART or a pseudo-terminal, opened exclusively.</summary>
/// <remarks>
/// One thread reads for the life of the port and also finishes the rare write that the operating system did not accept at once, so no call
/// of
/// the owner waits in the kernel. A read is never cancelled: received bytes are delivered. <see cref="ITerminal"/> hides the differences
/// between operating systems.
/// </remarks>
internal abstract class SerialPortLink : ILink
{
    /// <summary>115200: the default of the UART of a VESC; USB ignores it.</summary>
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

    /// <summary>Opens a port of this machine and discards earlier input. A driver may take some seconds if its device is stuck.</summary>
    /// <param name="path">The device node, or a symbolic link to it; <c>COM5</c> on Windows.</param>
    /// <param name="baudRate">Baud rate, as supported by the driver.</param>
    /// <param name="kind">Kind of the link, if the caller knows it.</param>
    /// <exception cref="LinkOpenException">The port could not be opened; <see cref="LinkOpenException.Failure"/> gives the
    /// reason.</exception>
    public static SerialPortLink OpenPort(string path, int baudRate = DefaultBaudRate, LinkKind kind = LinkKind.Unknown) =>
        OperatingSystem.IsWindows() ? WindowsSerialPort.Open(path, baudRate, kind) : UnixSerialPort.Open(path, baudRate, kind);

    /// <inheritdoc/>
    public void Start(ILinkReceiver receiver)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_receiver is not null)
            {
                throw new InvalidOperationException("A link is started once.");
            }

            _receiver = receiver;
            _terminal.Wake();
        }
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        PendingWrite pending;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_pending is not null)
            {
                throw new InvalidOperationException("Another write is still under way.");
            }

            if (_closed)
            {
                return ValueTask.FromException(SerialPortError.Lost(Name, 0));
            }

            while (!bytes.IsEmpty)
            {
                int count = _terminal.Write(bytes.Span, out int error);
                if (error is not 0 and not ITerminal.TryLater)
                {
                    return ValueTask.FromException(SerialPortError.Lost(Name, error));
                }

                if (count == 0)
                {
                    break;
                }

                bytes = bytes[count..];
            }

            if (bytes.IsEmpty)
            {
                return ValueTask.CompletedTask;
            }

            _pending = pending = new PendingWrite(bytes);
            _terminal.Wake();
        }

        return new ValueTask(FinishAsync(pending, cancellationToken));
    }

    /// <summary>Closes the port. Unsent bytes are discarded.</summary>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        lock (_gate)
        {
            if (!_disposed && !_closed)
            {
                _terminal.Wake();
            }

            _disposed = true;
        }

        if (Environment.CurrentManagedThreadId == _reader.ManagedThreadId)
        {
            // The caller is the reader thread, which cannot wait for itself; it ends when this call returns.
            Close(null);
            return;
        }

        // The reader closes the port, because a driver with a stuck device may block the close: then the reader waits, not the owner.
        await _ended.Task.WaitAsync(CloseLimit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task FinishAsync(PendingWrite pending, CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.UnsafeRegister(_ => GiveUp(pending, cancellationToken), null);
        await pending.Task.ConfigureAwait(false);
    }

    private void GiveUp(PendingWrite pending, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_pending != pending)
            {
                return;
            }

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
            reason = new LinkLostException(Name, $"{Name} was closed because received data could not be processed: {exception.Message}",
                exception);
        }

        // Closed before the loss is reported: while the node of a disconnected board is open, the board comes back under another name.
        if (!Close(reason))
        {
            reason = null;
        }

        if (reason is not null)
        {
            _receiver!.OnLost(reason);
        }

        _ended.SetResult();
    }

    /// <summary>Called only on the reader thread, so that nothing waits on a closed descriptor. False if the owner wants no
    /// report.</summary>
    private bool Close(LinkLostException? reason)
    {
        PendingWrite? pending;
        bool tellOwner;
        lock (_gate)
        {
            tellOwner = !_disposed;
            if (_closed)
            {
                return tellOwner;
            }

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
                if (_disposed)
                {
                    return null;
                }

                receiver = _receiver;
                wanted = receiver is null ? TerminalEvents.None : TerminalEvents.Input;
                if (_pending is not null)
                {
                    wanted |= TerminalEvents.Output;
                }
            }

            var happened = _terminal.Wait(wanted);
            bool hungUp = happened.HasFlag(TerminalEvents.HungUp);
            if (hungUp || happened.HasFlag(TerminalEvents.Output))
            {
                ContinueWriting();
            }

            if (receiver is null || !(hungUp || happened.HasFlag(TerminalEvents.Input)))
            {
                continue;
            }

            int count = _terminal.Read(_buffer, out int error);
            if (count > 0)
            {
                receiver.OnBytes(_buffer.AsSpan(0, count));
            }
            else if (error != ITerminal.TryLater || hungUp)
            {
                return SerialPortError.Lost(Name, error);
            }
        }
    }

    private void ContinueWriting()
    {
        PendingWrite? pending;
        int error;
        lock (_gate)
        {
            pending = _pending;
            if (pending is null)
            {
                return;
            }

            pending.Advance(_terminal.Write(pending.Rest.Span, out error));
            if ((error is 0 or ITerminal.TryLater) && !pending.Rest.IsEmpty)
            {
                return;
            }

            _pending = null;
        }

        if (error == 0)
        {
            pending.Complete();
        }
        else
        {
            pending.Fail(SerialPortError.Lost(Name, error));
        }
    }
}
