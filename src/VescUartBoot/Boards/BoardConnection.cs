using VescUartBoot.Framing;
using VescUartBoot.Links;
using VescUartBoot.Messages;

namespace VescUartBoot.Boards;

/// <summary>Frames on a link: requests out, replies matched to the requests that are open. It retries nothing.</summary>
internal sealed class BoardConnection : IAsyncDisposable
{
    // The zero bytes that end any half frame a board may hold: its buffer's length and some (520), 1030 for firmware up to 3.40.
    private const int FlushOfOldFirmware = 1030;
    private const int FlushOfNewFirmware = 520;

    // As long as a board may be busy with flash, and a good deal more than the bytes take at 9600 baud.
    private static readonly TimeSpan _takesBytesWithin = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _time;
    private readonly IFrameTrace? _trace;
    private readonly WritingTurns _writing = new();
    private readonly Lock _lock = new();
    private readonly OpenRequests _open = new();
    private readonly ITimer _silence;
    private readonly byte[] _payload = new byte[Frame.MaxPayload];
    private readonly byte[] _frame = new byte[Frame.MaxLength];
    private ILinkSource _source;
    private Receiver? _receiver;
    private ILink? _link;
    private ITimer? _alive;
    private volatile bool _aliveDue;

    // When the line last carried what a request waits for, or noise that may have been it.
    private long _quietSince;

    public BoardConnection(ILinkSource source, TimeProvider time, IFrameTrace? trace)
    {
        (_source, _time, _trace) = (source, time, trace);
        _silence = time.CreateTimer(static state => ((BoardConnection)state!).OnSilence(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public string Name => _source.Name;

    public LinkKind Kind => _link?.Kind ?? LinkKind.Unknown;

    /// <summary>The link has ended and was not opened again.</summary>
    public bool IsLost => _receiver?.Lost is not null;

    private bool ResumesInline => _link?.ResumesInline == true;

    /// <summary>The baud rate that limits the link, if one does.</summary>
    public int? BaudRate => _link?.BaudRate;

    /// <summary>The time that the largest frame takes on the wire, twice: 10 bits a byte.</summary>
    public TimeSpan TimeOnTheWire => _link?.BaudRate is { } baud and > 0 ? TimeSpan.FromSeconds(2 * 10.0 * Frame.MaxLength / baud) : TimeSpan.Zero;

    public LinkStatistics Statistics { get; } = new();

    /// <summary>How long the line must be silent before an unfinished frame is searched and an unanswered read is asked after.</summary>
    public TimeSpan Silence { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Whose answers count, once it is known.</summary>
    public Uuid? Uuid { get; set; }

    /// <summary>Firmware 3.48 and later has the shorter buffer.</summary>
    public bool BoardResynchronises { get; set; }

    /// <summary>An ALIVE could not go out because a request was open: whoever keeps several open should let them end.</summary>
    public bool AliveDue => _aliveDue;

    /// <summary>The port that is opened.</summary>
    public ILinkSource Source => _source;

    /// <summary>From the next opening on the board hangs on another port.</summary>
    public void UseSource(ILinkSource source) => _source = source;

    /// <summary>Opens the link, and flushes what an earlier host may have left behind: in the board, and here.</summary>
    public async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        await CloseLinkAsync().ConfigureAwait(false);
        var link = await _source.OpenAsync(cancellationToken).ConfigureAwait(false);
        _trace?.Note($"opened {link.Name}");
        var receiver = new Receiver(this);
        lock (_lock)
        {
            (_link, _receiver) = (link, receiver);
        }

        link.Start(receiver);
        if (link.Kind != LinkKind.InProcess)
        {
            await FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Empties our decoder and ends a half frame in the board's.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await _writing.BeginAsync(ResumesInline, cancellationToken).ConfigureAwait(false);
        try
        {
            lock (_lock)
            {
                _receiver?.Decoder.Clear();
                _open.FailAll(new ReplyLostException("a request that was given up"));
            }

            var zeros = new byte[BoardResynchronises ? FlushOfNewFirmware : FlushOfOldFirmware];
            await WriteWithPatienceAsync(zeros, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _writing.End();

            // Only now: whoever resumes may want to write.
            FinishAnswered();
        }
    }

    /// <summary>Sends a request and waits for its answer, as long as <paramref name="cancellationToken"/> allows.</summary>
    /// <exception cref="ReplyLostException">A question sent later was answered.</exception>
    /// <exception cref="LinkLostException">The link is gone.</exception>
    public async Task<TReply> AskAsync<TReply>(IRequest<TReply> request, CancellationToken cancellationToken)
    {
        var open = new OpenRequest<TReply>(request, request.Class == RequestClass.Read, ResumesInline);
        await SendAsync(open, request.WritePayload, cancellationToken).ConfigureAwait(false);
        using var cancelling = cancellationToken.UnsafeRegister(
            static (state, token) =>
            {
                var (connection, request) = ((BoardConnection, OpenRequest<TReply>))state!;
                connection.Forget(request);
                request.Cancel(token);
            },
            (this, open));
        return await open.Reply.ConfigureAwait(false);
    }

    /// <summary>From now on ALIVE goes out at this pace, never while a request is open.</summary>
    public void StartAlive(TimeSpan every) =>
        _alive ??= _time.CreateTimer(static state => ((BoardConnection)state!).OnAliveTick(), this, every, every);

    public async ValueTask DisposeAsync()
    {
        if (_alive is not null)
        {
            await _alive.DisposeAsync().ConfigureAwait(false);
        }

        await _silence.DisposeAsync().ConfigureAwait(false);
        await CloseLinkAsync().ConfigureAwait(false);
    }

    /// <summary>Closes the link; it can be opened again.</summary>
    public async ValueTask CloseLinkAsync()
    {
        ILink? link;
        lock (_lock)
        {
            (link, _link, _receiver) = (_link, null, null);
        }

        if (link is not null)
        {
            await link.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask SendAsync(OpenRequest open, PayloadWriter write, CancellationToken cancellationToken)
    {
        await _writing.BeginAsync(ResumesInline, cancellationToken).ConfigureAwait(false);
        try
        {
            if (_aliveDue && !HasOpenRequests())
            {
                await WriteAliveAsync(cancellationToken).ConfigureAwait(false);
            }

            Statistics.CountCommand();
            lock (_lock)
            {
                _open.Add(open);
                _quietSince = _time.GetTimestamp();
            }

            // The answer may be here before the write returns, so the clock of silence starts first.
            _silence.Change(Silence, Timeout.InfiniteTimeSpan);
            await WriteFrameAsync(write(_payload), cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Forget(open);
            throw;
        }
        finally
        {
            _writing.End();
        }
    }

    private delegate int PayloadWriter(Span<byte> payload);

    private ValueTask WriteFrameAsync(int payloadLength, CancellationToken cancellationToken)
    {
        int length = Frame.Encode(_payload.AsSpan(0, payloadLength), _frame);
        return WriteAsync(_frame.AsMemory(0, length), cancellationToken);
    }

    private async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var (link, receiver) = (_link, _receiver);
        if (link is null || receiver is null || receiver.Lost is not null)
        {
            throw receiver?.Lost ?? new LinkLostException(Name, $"{Name} is closed");
        }

        _trace?.Sent(bytes.Span);
        Statistics.CountBytes(bytes.Length);
        await link.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
    }

    // Whoever flushes has given up a request and waits for no answer, so nothing else would end the wait for a board that hangs and
    // keeps its port.
    private async ValueTask WriteWithPatienceAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(_takesBytesWithin, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await WriteAsync(bytes, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            var lost = new LinkLostException(Name, $"{Name} has taken no more bytes for {_takesBytesWithin.TotalSeconds:0} s");
            _receiver?.OnLost(lost);
            throw lost;
        }
    }

    private ValueTask WriteAliveAsync(CancellationToken cancellationToken)
    {
        _aliveDue = false;
        return WriteFrameAsync(AliveMessage.WritePayload(_payload), cancellationToken);
    }

    private void OnAliveTick()
    {
        _aliveDue = true;
        if (!HasOpenRequests())
        {
            _ = SendUnaskedAsync(() => _aliveDue && !HasOpenRequests() ? WriteAliveAsync(CancellationToken.None) : default);
        }
    }

    // An unfinished frame may become an answer until no byte has come for the time of silence. Whole packets that nobody asked
    // for interrupt no silence: a board that prints all the time would never be silent.
    private TimeSpan UntilSilent(bool isUnfinished)
    {
        var left = isUnfinished ? Silence : Silence - _time.GetElapsedTime(_quietSince);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private void OnSilence()
    {
        bool probe;
        lock (_lock)
        {
            _receiver?.Decoder.Rescue(_open.WouldTake);
            probe = _open.WantProbe;
            if (probe)
            {
                _open.Add(new OpenRequest<FirmwareVersionReply>(new FirmwareVersionRequest(Uuid), probeWhenSilent: false, resumeInline: true));
            }
        }

        FinishAnswered();
        if (probe)
        {
            Statistics.CountCommand();
            _ = SendUnaskedAsync(() => WriteFrameAsync(new FirmwareVersionRequest().WritePayload(_payload), CancellationToken.None));
        }
    }

    // A frame that no caller waits for. If the link breaks on it, the open requests learn it from the link's reader.
    private async Task SendUnaskedAsync(Func<ValueTask> write)
    {
        await _writing.BeginAsync(ResumesInline, CancellationToken.None).ConfigureAwait(false);
        try
        {
            await write().ConfigureAwait(false);
        }
        catch (LinkLostException e)
        {
            _receiver?.OnLost(e);
        }
        finally
        {
            _writing.End();
        }
    }

    private void FinishAnswered()
    {
        OpenRequest? next;
        lock (_lock)
        {
            next = _open.TakeFinished();
        }

        // Outside the lock: a waiter may run inside, and ask the next question.
        while (next is not null)
        {
            var current = next;
            next = current.Next;
            current.Finish();
        }
    }

    private bool HasOpenRequests()
    {
        lock (_lock)
        {
            return _open.Any;
        }
    }

    private void Forget(OpenRequest request)
    {
        lock (_lock)
        {
            _open.Remove(request);
        }
    }

    /// <summary>One link's bytes. A link that was given up keeps its receiver, so its last bytes reach nobody.</summary>
    private sealed class Receiver : ILinkReceiver, IFrameSink
    {
        private readonly BoardConnection _owner;

        public Receiver(BoardConnection owner)
        {
            _owner = owner;
            Decoder = new FrameDecoder(this);
        }

        public FrameDecoder Decoder { get; }

        public LinkLostException? Lost { get; private set; }

        public void OnBytes(ReadOnlySpan<byte> bytes)
        {
            lock (_owner._lock)
            {
                if (_owner._receiver != this)
                {
                    return;
                }

                _owner.Statistics.CountReceived(bytes.Length);
                long corrupt = Decoder.CorruptFrames;
                Decoder.Append(bytes);
                _owner.Statistics.CorruptFrames += Decoder.CorruptFrames - corrupt;
                if (_owner._open.Any)
                {
                    _owner._silence.Change(_owner.UntilSilent(Decoder.Pending > 0), Timeout.InfiniteTimeSpan);
                }
            }

            _owner.FinishAnswered();
        }

        public void OnFrame(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> frame)
        {
            _owner._trace?.Received(frame);
            if (_owner._open.Offer(payload))
            {
                _owner._quietSince = _owner._time.GetTimestamp();
            }
            else if ((Command)payload[0] is Command.GetQmlUiApp or Command.LispReadCode)
            {
                _owner.Statistics.StrayReplies++;
            }
        }

        public void OnSkipped(ReadOnlySpan<byte> bytes)
        {
            _owner.Statistics.StrayReplies++;
            _owner._quietSince = _owner._time.GetTimestamp();
            _owner._trace?.Skipped(bytes);
        }

        public void OnLost(LinkLostException reason)
        {
            lock (_owner._lock)
            {
                if (_owner._receiver != this || Lost is not null)
                {
                    return;
                }

                Lost = reason;
                _owner._trace?.Note($"lost: {reason.Message}");
                _owner._open.FailAll(reason);
            }

            _owner.FinishAnswered();
        }
    }
}
