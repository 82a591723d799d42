using VescUartBoot.Links;
using VescUartBoot.Messages;
using VescUartBoot.Tracing;

namespace VescUartBoot.Boards;

/// <summary>A board on a link: its identity, and requests with retries, time-outs and reconnection.</summary>
public sealed partial class Board : IAsyncDisposable
{
    private static readonly TimeSpan _pieceAtMost = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan _answersWithin = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan _flushesWithin = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _openAgainEvery = TimeSpan.FromMilliseconds(100);

    private readonly BoardConnection _connection;
    private readonly BoardOptions _options;
    private readonly TimeProvider _time;
    private readonly IBoardObserver? _observer;
    private RetryPolicies _policies;
    private VescException? _ended;
    private byte? _controllerId;
    private TimeSpan _longFrames = TimeSpan.MaxValue;

    private Board(BoardConnection connection, BoardOptions options, TimeProvider time, IBoardObserver? observer)
    {
        (_connection, _options, _time, _observer) = (connection, options, time, observer);
        (_policies, Pace) = MeasureUpTo(connection);
        Reach = new FrameSizeLimit(connection.Route is not null);
        connection.Silence = SilenceAtLeast;
    }

    /// <summary>Name of the port to which the board is connected.</summary>
    public string Port => _connection.Name;

    /// <summary>Kind of the link, as far as the operating system reports it.</summary>
    public LinkKind LinkKind => _connection.Kind;

    /// <summary>Identity of the board.</summary>
    public BoardIdentity Identity { get; private set; } = null!;

    /// <summary>Capabilities of its firmware.</summary>
    public Capabilities Capabilities { get; private set; } = null!;

    /// <summary>Counters of this connection.</summary>
    public LinkStatistics Statistics => _connection.Statistics;

    /// <summary>The clock.</summary>
    public TimeProvider Time => _time;

    /// <summary>The longest frames that the link passes.</summary>
    internal FrameSizeLimit Reach { get; }

    internal SendWindow Pace { get; private set; }

    internal bool IsLinkLost => _connection.IsLost || _ended is not null;

    /// <summary>Bytes per second at the baud rate of the link; <see langword="null"/> if it has no baud rate.</summary>
    internal int? LinkSpeed => _connection.BaudRate / 10;

    internal bool AliveDue => _connection.AliveDue;

    /// <summary>Opens a port and identifies the board.</summary>
    /// <param name="port">The port: <c>/dev/ttyACM0</c>, <c>COM5</c> or <c>tcp://HOST:PORT</c>.</param>
    /// <param name="cancellationToken">Stops the attempt.</param>
    /// <exception cref="FormatException"><paramref name="port"/> has none of these forms.</exception>
    /// <exception cref="LinkOpenException">The link could not be opened.</exception>
    /// <exception cref="ReplyTimeoutException">No VESC answered.</exception>
    /// <exception cref="LinkLostException">The link was lost.</exception>
    public static Task<Board> ConnectAsync(string port, CancellationToken cancellationToken = default) =>
        ConnectAsync(PortAddress.Parse(port).ToSource(), cancellationToken: cancellationToken);

    /// <summary>Opens the link, flushes incomplete data of an earlier host, and identifies the board.</summary>
    /// <param name="source">Opens the link, and opens it again after a restart of the board.</param>
    /// <param name="options">Time-outs and attempts. Default: those of <see cref="BoardOptions"/>.</param>
    /// <param name="time">The clock. Default: the system clock.</param>
    /// <param name="observer">Receives retries, and the loss and return of the link.</param>
    /// <param name="trace">Receives every frame.</param>
    /// <param name="cancellationToken">Stops the attempt.</param>
    /// <exception cref="LinkOpenException">The link could not be opened.</exception>
    /// <exception cref="ReplyTimeoutException">No VESC answered.</exception>
    /// <exception cref="LinkLostException">The link was lost.</exception>
    public static Task<Board> ConnectAsync(
        ILinkSource source,
        BoardOptions? options = null,
        TimeProvider? time = null,
        IBoardObserver? observer = null,
        IFrameTrace? trace = null,
        CancellationToken cancellationToken = default) =>
        ConnectAsync(source, route: null, options, time, observer, trace, cancellationToken);

    private static async Task<Board> ConnectAsync(
        ILinkSource source,
        CanRoute? route,
        BoardOptions? options,
        TimeProvider? time,
        IBoardObserver? observer,
        IFrameTrace? trace,
        CancellationToken cancellationToken)
    {
        time ??= TimeProvider.System;
        var connection = new BoardConnection(source, time, trace, route);
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            var board = new Board(connection, options ?? new BoardOptions(), time, observer);
            await board.IdentifyAsync(cancellationToken).ConfigureAwait(false);
            return board;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Sends a request with all attempts of its class. Waits for a lost link to return, except for an erase.</summary>
    /// <exception cref="ReplyTimeoutException">No attempt was answered.</exception>
    /// <exception cref="LinkLostException">The link was lost and did not return.</exception>
    /// <exception cref="BoardChangedException">Another board came back.</exception>
    internal ValueTask<TReply> SendAsync<TReply>(IRequest<TReply> request, CancellationToken cancellationToken) =>
        RunAsync(request, allTries: true, cancellationToken);

    /// <summary>Sends a request once.</summary>
    /// <exception cref="ReplyTimeoutException">No answer. If a later request was answered, <see cref="Exception.InnerException"/> is a
    /// <see cref="ReplyLostException"/>.</exception>
    /// <exception cref="LinkLostException">The link was lost.</exception>
    internal ValueTask<TReply> AskOnceAsync<TReply>(IRequest<TReply> request, CancellationToken cancellationToken) =>
        RunAsync(request, allTries: false, cancellationToken);

    /// <summary>Sends ALIVE between requests from now on, so that a board with a soft power switch stays on.</summary>
    public void KeepAlive() => _connection.StartAlive(_options.AliveEvery);

    /// <summary>Waits until the board answers. The board may be busy for <paramref name="atMost"/>.</summary>
    /// <exception cref="ReplyTimeoutException">The board did not answer in that time.</exception>
    public async Task WaitUntilItAnswersAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        long start = _time.GetTimestamp();
        while (true)
        {
            try
            {
                await AskWhetherItListensAsync(cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (ReplyTimeoutException) when (_time.GetElapsedTime(start) < atMost)
            {
                // The board may still be busy with flash or wait for a motor.
            }
        }
    }

    /// <summary>Sends one request with a short time-out: after a cancellation, shows whether there is a board on which to undo
    /// changes.</summary>
    internal async Task<bool> AnswersNowAsync()
    {
        if (_ended is not null)
        {
            // Another board answers there now, or none.
            return false;
        }

        using var patience = new CancellationTokenSource(_answersWithin + _connection.TimeOnTheWire, _time);
        try
        {
            await _connection.AskAsync(new GetValuesRequest(), patience.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is OperationCanceledException or ReplyLostException or LinkLostException)
        {
            return false;
        }
    }

    /// <summary>Waits for a lost link to return, and checks that the same board answers on it.</summary>
    /// <exception cref="LinkLostException">The link did not return within <see cref="BoardOptions.ReturnTimeout"/>.</exception>
    /// <exception cref="BoardChangedException">Another board came back.</exception>
    public async ValueTask WaitForLinkAsync(LinkLostException reason, CancellationToken cancellationToken)
    {
        if (_ended is { } ended)
        {
            throw ended is LinkLostException ? reason : ended;
        }

        _observer?.OnLinkLost(reason.Message.TrimEnd('.'), _options.ReturnTimeout);
        Pace.FallBack();
        long start = _time.GetTimestamp();
        bool isUnanswered = false;
        while (true)
        {
            try
            {
                await _connection.OpenAsync(cancellationToken).ConfigureAwait(false);
                await ForgetErasedCodeOnReturnAsync(cancellationToken).ConfigureAwait(false);
                if (_connection.Route is { } route)
                {
                    await RequireOnNewLinkAsync(route, cancellationToken).ConfigureAwait(false);
                }

                var reply = await AskOnNewLinkAsync(new FirmwareVersionRequest(_connection.Route?.Uuid),
                    cancellationToken).ConfigureAwait(false);
                await LetLateAnswersComeAsync(isUnanswered, cancellationToken).ConfigureAwait(false);
                if (Identity is not null)
                {
                    await RequireSameBoardAsync(reply).ConfigureAwait(false);
                    _connection.Recognise();
                }

                _observer?.OnLinkReturned();
                return;
            }
            catch (Exception e) when (e is LinkOpenException or LinkLostException or ReplyTimeoutException)
            {
                isUnanswered |= e is ReplyTimeoutException;
                if (_time.GetElapsedTime(start) >= _options.ReturnTimeout)
                {
                    throw await EndAsync(new LinkLostException(
                        Port, $"{reason.Message.TrimEnd('.')}, and it did not come back within {_options.ReturnTimeout.TotalSeconds:0.#} s",
                        e)).ConfigureAwait(false);
                }

                await Task.Delay(_openAgainEvery, _time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    /// <summary>Extends the silence time-out on a slow link, and ends the allowance for the baud rate on one that is none.</summary>
    /// <param name="median">Round-trip time of a small request: about 50 bytes in both directions.</param>
    /// <param name="longFrames">Time of an exchange of long frames, if there was one: on the wire it cannot have taken more.</param>
    internal void AllowForRoundTrip(TimeSpan median, TimeSpan? longFrames = null)
    {
        _longFrames = longFrames ?? _longFrames;

        // A full read has ten times the bytes, and a bridge may deliver them late and in one piece. If most of the time is not spent on the
        // wire, the second bound keeps the silence below the time-out of a read.
        long ticks = Math.Min(16 * median.Ticks, (4 * median.Ticks) + _pieceAtMost.Ticks);
        _connection.Silence = TimeSpan.FromTicks(Math.Max(SilenceAtLeast.Ticks, ticks));
    }

    // A bridge may deliver a full reply in one piece, at its end.
    private TimeSpan SilenceAtLeast =>
        _options.Silence + TimeSpan.FromTicks(Math.Min(_connection.TimeOnTheWire.Ticks / 2, _longFrames.Ticks));

    internal TimeSpan Silence => _connection.Silence;

    /// <summary>Time for which a request that may get no answer stays alone on the line. If several may be in flight, the next one is sent
    /// at once: answers come in order.</summary>
    internal TimeSpan PauseWithoutAnswer => Pace.Window > 1 ? TimeSpan.Zero : Silence;

    internal ValueTask FlushAsync(CancellationToken cancellationToken) => _connection.FlushAsync(cancellationToken);

    internal int ReadAttempts => _options.Read.Attempts;

    /// <summary>How often a configuration is sent before the board counts as one that does not take it.</summary>
    internal int StoreAttempts => IsBehindCan ? StoresOnCan : Stores;

    internal int ProbeAttempts => _options.Probe.Attempts;

    /// <summary>One of several concurrent requests was lost: requests go one at a time until the link is proved again.</summary>
    internal void FellBack(string what, Exception reason)
    {
        Statistics.CountRetry();
        Pace.FallBack();
        _observer?.OnRetry(what, 2, reason.InnerException is ReplyLostException ? "the reply was lost" : reason.Message);
    }

    // The number of concurrent requests and the reply time depend on the link that is open.
    private (RetryPolicies Policies, SendWindow Pace) MeasureUpTo(BoardConnection connection) => (
        new RetryPolicies(_options, _time, connection.TimeOnTheWire, new(BeforeRetryAsync, WaitForLinkAsync)),
        connection.Route is not null ? SendWindow.One()
            : new SendWindow(connection.Kind == LinkKind.VescUsb, connection.BaudRate is null ? null : connection.TimeOnTheWire / 2));

    private async ValueTask<TReply> RunAsync<TReply>(IRequest<TReply> request, bool allTries, CancellationToken cancellationToken)
    {
        var exchange = new Exchange(request, () => _connection.Open(request), SendAsync, _time, cancellationToken);
        await _policies.RunAsync(exchange, allTries).ConfigureAwait(false);
        return ((PendingRequest<TReply>)exchange.Last!).Reply;
    }

    private async Task SendAsync(PendingRequest open, CancellationToken stop, CancellationToken cancellationToken)
    {
        if (_ended is { } ended)
        {
            throw ended;
        }

        try
        {
            if (_connection.Route is { } route && CanRoute.ChangesInOneFrame(open.Request.WritePayload))
            {
                await RequireNodeAsync(route, cancellationToken).ConfigureAwait(false);
            }

            await _connection.AskAsync(open, cancellationToken).ConfigureAwait(false);
            if (open is PendingRequest<MotorValues> { Request: GetValuesSelectiveRequest, Reply: var values })
            {
                _controllerId = values.ControllerId;
            }
        }
        catch (OperationCanceledException)
        {
            // Time-out: an incomplete frame, here or in the board, must not swallow the next one.
            using var patience = new CancellationTokenSource(stop.IsCancellationRequested ? _flushesWithin : Timeout.InfiniteTimeSpan,
                _time);
            await FlushAsync(stop.IsCancellationRequested ? patience.Token : stop).ConfigureAwait(false);
            if (_connection.Route is not { } route || stop.IsCancellationRequested)
            {
                throw;
            }

            // The node would have answered by now: the request is lost.
            await RequireNodeAsync(route, stop).ConfigureAwait(false);
            throw new ReplyLostException(open.Request.Name);
        }
    }

    // Sends a request once on a link that was just opened. No flush follows it: the opening has flushed, and the next one will. At 9600
    // baud more zeros take longer than the pause between two requests.
    private async Task<TReply> AskOnNewLinkAsync<TReply>(IRequest<TReply> request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var patience = new CancellationTokenSource(_options.For(request.Class).ReplyTimeout + _connection.TimeOnTheWire, _time);
        try
        {
            return await _connection.AskAsync(request, patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or ReplyLostException)
        {
            throw new ReplyTimeoutException(request.Name, 1, e);
        }
    }

    // After a retry the board may still answer the first attempt, so the answer to the last attempt is outstanding: it would arrive after
    // the zeros of one opening, and be taken for the answer to the next request.
    private async Task LetLateAnswersComeAsync(bool isUnanswered, CancellationToken cancellationToken)
    {
        if (isUnanswered)
        {
            await Task.Delay(_connection.TimeOnTheWire + Silence, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    // Nothing is sent any more, not even to undo a change: the device on this link is not the board of the job, or does not answer.
    private async ValueTask<TException> EndAsync<TException>(TException reason)
        where TException : VescException
    {
        _ended = reason;
        await _connection.CloseLinkAsync().ConfigureAwait(false);
        return reason;
    }

    private async ValueTask BeforeRetryAsync(Exchange exchange, int attempt, Exception reason)
    {
        exchange.Stop.ThrowIfCancellationRequested();
        Statistics.CountRetry();
        Pace.FallBack();
        _observer?.OnRetry(exchange.Name, attempt, reason is ReplyLostException ? "the reply was lost" : "no valid reply in time");
        if (exchange.Class == RequestClass.Write)
        {
            // A late answer to the attempt before would come before this one, so afterwards none can be mistaken for that of the next
            // chunk.
            await AskWhetherItListensAsync(exchange.Stop).ConfigureAwait(false);
        }
    }
}
