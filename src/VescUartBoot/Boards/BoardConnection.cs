using VescUartBoot.Chip;
using VescUartBoot.Framing;
using VescUartBoot.Links;
using VescUartBoot.Messages;
using VescUartBoot.Tracing;

namespace VescUartBoot.Boards;

/// <summary>A link to a board that can be reopened, and the requests sent on it. <see cref="ReplyDispatcher"/> handles what is received.
/// Retries nothing.</summary>
internal sealed class BoardConnection : IAsyncDisposable
{
    // The zero bytes that end an incomplete frame in the board: more than its buffer of 520 bytes; 1030 for firmware up to 3.40.
    private const int FlushOfOldFirmware = 1030;
    private const int FlushOfNewFirmware = 520;

    // Longer than a board is busy with flash, and much longer than the bytes take at 9600 baud.
    private static readonly TimeSpan _takesBytesWithin = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _time;
    private readonly IFrameTrace? _trace;
    private readonly ReplyDispatcher _replies;
    private readonly WriteQueue _writing = new();
    private readonly byte[] _payload = new byte[Frame.MaxPayload];
    private readonly byte[] _frame = new byte[Frame.MaxLength];
    private ILinkSource _source;
    private ITimer? _alive;
    private volatile bool _aliveDue;
    private volatile ReplyDispatcher.OpenedLink? _recognised;

    /// <param name="source">Opens the link.</param>
    /// <param name="time">The clock.</param>
    /// <param name="trace">Receives every frame.</param>
    /// <param name="route">The route to a board behind the one with the cable, if the connection is to such a board.</param>
    public BoardConnection(ILinkSource source, TimeProvider time, IFrameTrace? trace, CanRoute? route = null)
    {
        (_source, _time, _trace, Route) = (source, time, trace, route);
        _replies = new ReplyDispatcher(Statistics, time, trace, Identity, AskAfter) { Route = route };
    }

    /// <summary>The route to a board behind the one with the cable; <see langword="null"/> for the board with the cable.</summary>
    public CanRoute? Route { get; }

    public string Name => _source.Name;

    public LinkKind Kind => Link?.Kind ?? LinkKind.Unknown;

    /// <summary>The link was lost and has not been reopened.</summary>
    public bool IsLost => _replies.Current?.Lost is not null;

    /// <summary>The link was closed and has not been reopened.</summary>
    public bool IsClosed => Link is null;

    /// <inheritdoc cref="ILink.ClosesBeforeRestart"/>
    public bool ClosesBeforeRestart => Link?.ClosesBeforeRestart == true;

    /// <summary>The baud rate of the link, if it has one.</summary>
    public int? BaudRate => Link?.BaudRate;

    /// <summary>Twice the time that the largest frame takes on the wire, at 10 bits per byte.</summary>
    public TimeSpan TimeOnTheWire => BaudRate is { } baud and > 0 ? TimeSpan.FromSeconds(2 * 10.0 * Frame.MaxLength / baud) : TimeSpan.Zero;

    public LinkStatistics Statistics { get; } = new();

    /// <inheritdoc cref="ReplyDispatcher.Silence"/>
    public TimeSpan Silence { get => _replies.Silence; set => _replies.Silence = value; }

    /// <inheritdoc cref="ReplyDispatcher.Uuid"/>
    public Uuid? Uuid { get => _replies.Uuid; set => _replies.Uuid = value; }

    /// <summary>Decides when FW_VERSION may be sent.</summary>
    public IdentityGuard Identity { get; } = new();

    /// <summary>The board has the shorter buffer: firmware 3.48 and later.</summary>
    public bool BoardResynchronises { get; set; }

    /// <summary>ALIVE is overdue because a request is open: a caller with several open requests should let them finish.</summary>
    public bool AliveDue => IsAliveDueOn(_replies.Current);

    /// <summary>The port to open.</summary>
    public ILinkSource Source => _source;

    private ILink? Link => _replies.Current?.Link;

    private bool ResumesInline => Link?.ResumesInline == true;

    /// <summary>Uses another port from the next opening on.</summary>
    public void UseSource(ILinkSource source) => _source = source;

    /// <summary>Opens the link, and flushes incomplete data of an earlier host, both in the board and in the local decoder.</summary>
    public async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        await CloseLinkAsync().ConfigureAwait(false);
        var link = await _source.OpenAsync(cancellationToken).ConfigureAwait(false);
        _trace?.Note($"opened {link.Name}");
        link.Start(_replies.BeginWith(link));
        if (link.Kind != LinkKind.InProcess)
        {
            await FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Empties the local decoder and ends an incomplete frame in that of the board.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await _writing.BeginAsync(ResumesInline, cancellationToken).ConfigureAwait(false);
        try
        {
            _replies.GiveUp();
            byte[] zeros = new byte[BoardResynchronises ? FlushOfNewFirmware : FlushOfOldFirmware];
            await WriteWithPatienceAsync(_replies.Current, zeros, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _writing.End();

            // Last, because the resumed caller may want to write.
            _replies.FinishAnswered();
        }
    }

    /// <summary>Sends a request and waits for its answer until <paramref name="cancellationToken"/> is cancelled.</summary>
    /// <exception cref="ReplyLostException">A later request was answered.</exception>
    /// <exception cref="LinkLostException">The link was lost.</exception>
    public async Task<TReply> AskAsync<TReply>(IRequest<TReply> request, CancellationToken cancellationToken)
    {
        var open = Open(request);
        await AskAsync(open, cancellationToken).ConfigureAwait(false);
        return open.Reply;
    }

    /// <summary>A request for <see cref="AskAsync(PendingRequest, CancellationToken)"/>, which it holds the reply of.</summary>
    public PendingRequest<TReply> Open<TReply>(IRequest<TReply> request) => new(request, IsAskedAfter(request), ResumesInline);

    /// <inheritdoc cref="AskAsync{TReply}"/>
    public Task AskAsync(PendingRequest open, CancellationToken cancellationToken) => AskAsync(open, Route, cancellationToken);

    /// <summary>Sends a request to the board with the cable, without the route.</summary>
    public async Task<TReply> AskCableAsync<TReply>(IRequest<TReply> request, CancellationToken cancellationToken)
    {
        var open = new PendingRequest<TReply>(request, probeWhenSilent: false, ResumesInline);
        await AskAsync(open, route: null, cancellationToken).ConfigureAwait(false);
        return open.Reply;
    }

    private async Task AskAsync(PendingRequest open, CanRoute? route, CancellationToken cancellationToken)
    {
        await SendAsync(open, open.Request.WritePayload, route, cancellationToken).ConfigureAwait(false);
        using var cancelling = cancellationToken.UnsafeRegister(
            static (state, token) =>
            {
                var (replies, request) = ((ReplyDispatcher, PendingRequest))state!;
                replies.Forget(request);
                request.Cancel(token);
            },
            (_replies, open));
        await open.Answered.ConfigureAwait(false);
    }

    /// <summary>Sends a request without a reply, and closes the link as soon as it is sent.</summary>
    /// <exception cref="LinkLostException">The link was lost.</exception>
    public async Task SendLastAsync<TReply>(IRequest<TReply> request, CancellationToken cancellationToken)
    {
        var open = new PendingRequest<TReply>(request, probeWhenSilent: false, ResumesInline);
        await SendAsync(open, request.WritePayload, Route, cancellationToken).ConfigureAwait(false);
        _replies.Forget(open);
        await CloseLinkAsync().ConfigureAwait(false);
    }

    /// <summary>Notes that the board on the open link is identified and is the right one. No other board is sent ALIVE.</summary>
    public void Recognise() => _recognised = _replies.Current;

    /// <summary>Sends ALIVE at this interval from now on to an identified board, never while a request is open.</summary>
    public void StartAlive(TimeSpan every) =>
        _alive ??= _time.CreateTimer(static state => ((BoardConnection)state!).OnAliveTick(), this, every, every);

    public async ValueTask DisposeAsync()
    {
        if (_alive is not null)
        {
            await _alive.DisposeAsync().ConfigureAwait(false);
        }

        await _replies.StopAsync().ConfigureAwait(false);
        await CloseLinkAsync().ConfigureAwait(false);
    }

    /// <summary>Closes the link. It can be reopened.</summary>
    public ValueTask CloseLinkAsync() => _replies.End()?.DisposeAsync() ?? ValueTask.CompletedTask;

    // On CAN a lost frame is not noticed, and a barrier request would have to wait for a busy node.
    private bool IsAskedAfter(IRequest request) => request.Class switch
    {
        RequestClass.Read => true,
        RequestClass.Write => Route is not null,
        RequestClass.Identify => Route is not null && request is not ControllerIdRequest,
        _ => false,
    };

    private async ValueTask SendAsync(PendingRequest open, PayloadWriter write, CanRoute? route, CancellationToken cancellationToken)
    {
        await _writing.BeginAsync(ResumesInline, cancellationToken).ConfigureAwait(false);
        try
        {
            var opened = _replies.Current;
            if (IsAliveDueOn(opened) && !_replies.AreAwaited)
            {
                await WriteAliveAsync(opened, cancellationToken).ConfigureAwait(false);
            }

            Statistics.CountCommand();
            _replies.Await(open);
            await WriteRequestAsync(opened, write, route, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            _replies.Forget(open);
            throw;
        }
        finally
        {
            _writing.End();
        }
    }

    private ValueTask WriteRequestAsync(
        ReplyDispatcher.OpenedLink? opened, PayloadWriter write, CanRoute? route, CancellationToken cancellationToken)
    {
        int length = route?.Write(write, _payload) ?? write(_payload);
        if (route == Route)
        {
            Identity.OnSending(_payload.AsSpan(0, length));
        }

        return WriteFrameAsync(opened, length, cancellationToken);
    }

    private ValueTask WriteFrameAsync(ReplyDispatcher.OpenedLink? opened, int payloadLength, CancellationToken cancellationToken)
    {
        int length = Frame.Encode(_payload.AsSpan(0, payloadLength), _frame);
        return WriteAsync(opened, _frame.AsMemory(0, length), cancellationToken);
    }

    private async ValueTask WriteAsync(ReplyDispatcher.OpenedLink? opened, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (opened is null || opened.Lost is not null)
        {
            throw opened?.Lost ?? new LinkLostException(Name, $"{Name} is closed");
        }

        _trace?.Sent(bytes.Span);
        Statistics.CountBytes(bytes.Length);
        await opened.Link.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
    }

    // A caller that flushes has given up its request and waits for no answer, so nothing else ends the wait for a board that hangs and
    // keeps its port.
    private async ValueTask WriteWithPatienceAsync(ReplyDispatcher.OpenedLink? opened, ReadOnlyMemory<byte> bytes,
        CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(_takesBytesWithin, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await WriteAsync(opened, bytes, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            var lost = new LinkLostException(Name, $"{Name} has taken no more bytes for {_takesBytesWithin.TotalSeconds:0} s");
            opened?.OnLost(lost);
            throw lost;
        }
    }

    private async ValueTask WriteAliveAsync(ReplyDispatcher.OpenedLink? opened, CancellationToken cancellationToken)
    {
        _aliveDue = false;
        await WriteFrameAsync(opened, AliveMessage.WritePayload(_payload), cancellationToken).ConfigureAwait(false);
        if (Route is { } route)
        {
            await WriteFrameAsync(opened, route.Write(AliveMessage.WritePayload, _payload), cancellationToken).ConfigureAwait(false);
        }
    }

    private bool IsAliveDueOn(ReplyDispatcher.OpenedLink? opened) => _aliveDue && opened is not null && opened == _recognised;

    private void OnAliveTick()
    {
        _aliveDue = true;
        if (AliveDue && !_replies.AreAwaited)
        {
            _ = SendUnaskedAsync(opened => IsAliveDueOn(opened) && !_replies.AreAwaited
                ? WriteAliveAsync(opened, CancellationToken.None)
                : default);
        }
    }

    private void AskAfter(PendingRequest question, PayloadWriter write) => _ = SendUnaskedAsync(opened =>
    {
        if (!_replies.IsWorthAsking(question))
        {
            return default;
        }

        Statistics.CountCommand();
        return WriteRequestAsync(opened, write, Route, CancellationToken.None);
    });

    // A frame that no caller waits for. If the link breaks, the open requests learn it from the reader of the link. A caller that opens
    // another link in the meantime has lost nothing on that one.
    private async Task SendUnaskedAsync(Func<ReplyDispatcher.OpenedLink?, ValueTask> write)
    {
        await _writing.BeginAsync(ResumesInline, CancellationToken.None).ConfigureAwait(false);
        var opened = _replies.Current;
        try
        {
            await write(opened).ConfigureAwait(false);
        }
        catch (LinkLostException e)
        {
            opened?.OnLost(e);
        }
        catch (Exception e)
        {
            // No caller waits for this and would see the exception: the link counts as lost, and the open requests fail with the reason.
            opened?.OnLost(new LinkLostException(Name, $"{Name} could not be written: {e.Message}", e));
        }
        finally
        {
            _writing.End();
        }
    }
}
