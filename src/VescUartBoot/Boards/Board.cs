using VescUartBoot.Links;
using VescUartBoot.Messages;
using VescUartBoot.Tracing;

namespace VescUartBoot.Boards;

/// <summary>A board on a link: who it is, and requests with tries, time-outs and a link that may come back.</summary>
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

    private Board(BoardConnection connection, BoardOptions options, TimeProvider time, IBoardObserver? observer)
    {
        (_connection, _options, _time, _observer) = (connection, options, time, observer);
        (_policies, Pace) = MeasureUpTo(connection);
        Reach = new FrameSizeLimit(connection.Route is not null);
        connection.Silence = SilenceAtLeast;
    }

    /// <summary>The name of the port that the board hangs on.</summary>
    public string Port => _connection.Name;

    /// <summary>What is known of the way to it.</summary>
    public LinkKind LinkKind => _connection.Kind;

    /// <summary>Who it is.</summary>
    public BoardIdentity Identity { get; private set; } = null!;

    /// <summary>What its firmware can do.</summary>
    public Capabilities Capabilities { get; private set; } = null!;

    /// <summary>Counts of this conversation.</summary>
    public LinkStatistics Statistics => _connection.Statistics;

    /// <summary>The clock.</summary>
    public TimeProvider Time => _time;

    /// <summary>How long the frames are that the link passes.</summary>
    internal FrameSizeLimit Reach { get; }

    internal SendWindow Pace { get; private set; }

    internal bool IsLinkLost => _connection.IsLost || _ended is not null;

    /// <summary>Bytes a second at the baud rate of the link, or <see langword="null"/> where none is set.</summary>
    internal int? LinkSpeed => _connection.BaudRate / 10;

    internal bool AliveDue => _connection.AliveDue;

    /// <summary>Opens a port and asks the board who it is.</summary>
    /// <param name="port">The port: <c>/dev/ttyACM0</c>, <c>COM5</c> or <c>tcp://HOST:PORT</c>.</param>
    /// <param name="cancellationToken">Stops the attempt.</param>
    /// <exception cref="FormatException"><paramref name="port"/> is none of the forms.</exception>
    /// <exception cref="LinkOpenException">The link could not be opened.</exception>
    /// <exception cref="ReplyTimeoutException">Nobody answered as a VESC does.</exception>
    /// <exception cref="LinkLostException">The link was lost meanwhile.</exception>
    public static Task<Board> ConnectAsync(string port, CancellationToken cancellationToken = default) =>
        ConnectAsync(PortAddress.Parse(port).ToSource(), cancellationToken: cancellationToken);

    /// <summary>Opens the link, flushes what an earlier host may have left, and asks the board who it is.</summary>
    /// <param name="source">Opens the link, and opens it again after a restart of the board.</param>
    /// <param name="options">Times and tries. Default: those of <see cref="BoardOptions"/>.</param>
    /// <param name="time">The clock. Default: that of the system.</param>
    /// <param name="observer">Is told of retries and of a link that is lost and comes back.</param>
    /// <param name="trace">Is shown every frame.</param>
    /// <param name="cancellationToken">Stops the attempt.</param>
    /// <exception cref="LinkOpenException">The link could not be opened.</exception>
    /// <exception cref="ReplyTimeoutException">Nobody answered as a VESC does.</exception>
    /// <exception cref="LinkLostException">The link was lost meanwhile.</exception>
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

    /// <summary>Asks with all tries of the request's class; waits for a link that was lost, except for an erase.</summary>
    /// <exception cref="ReplyTimeoutException">No try was answered.</exception>
    /// <exception cref="LinkLostException">The link is gone and did not come back.</exception>
    /// <exception cref="BoardChangedException">Another board came back.</exception>
    internal ValueTask<TReply> SendAsync<TReply>(IRequest<TReply> request, CancellationToken cancellationToken) =>
        RunAsync(request, allTries: true, cancellationToken);

    /// <summary>Asks once.</summary>
    /// <exception cref="ReplyTimeoutException">It was not answered; where a later question was, <see cref="Exception.InnerException"/> is a
    /// <see cref="ReplyLostException"/>.</exception>
    /// <exception cref="LinkLostException">The link is gone.</exception>
    internal ValueTask<TReply> AskOnceAsync<TReply>(IRequest<TReply> request, CancellationToken cancellationToken) =>
        RunAsync(request, allTries: false, cancellationToken);

    /// <summary>From now on ALIVE goes out between requests, so that a board with a soft power switch stays on.</summary>
    public void KeepAlive() => _connection.StartAlive(_options.AliveEvery);

    /// <summary>Waits until the board answers, for a board that may be busy for <paramref name="atMost"/>.</summary>
    /// <exception cref="ReplyTimeoutException">It did not.</exception>
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
                // It may still be busy with flash or wait for a motor.
            }
        }
    }

    /// <summary>Asks once, with little patience: whether there is somebody to undo something on, once the owner wants an end.</summary>
    internal async Task<bool> AnswersNowAsync()
    {
        if (_ended is not null)
        {
            // What answers there now is another board, or none.
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

    /// <summary>Waits for a link that was lost, and makes sure that the same board answers on it.</summary>
    /// <exception cref="LinkLostException">It stayed away for <see cref="BoardOptions.ReturnTimeout"/>.</exception>
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

    /// <summary>A link that is slower than the silence that was set gets a longer one.</summary>
    /// <param name="median">How long a small question takes: about 50 bytes both ways.</param>
    internal void AllowForRoundTrip(TimeSpan median)
    {
        // A read of full length has ten times the bytes, and a bridge may hand them over late and in one piece. Where most of
        // the time is no time on the wire, the second bound keeps the silence shorter than the patience with a read.
        long ticks = Math.Min(16 * median.Ticks, (4 * median.Ticks) + _pieceAtMost.Ticks);
        _connection.Silence = TimeSpan.FromTicks(Math.Max(SilenceAtLeast.Ticks, ticks));
    }

    // A bridge may hand a reply of full length over in one piece, at its end.
    private TimeSpan SilenceAtLeast => _options.Silence + (_connection.TimeOnTheWire / 2);

    internal TimeSpan Silence => _connection.Silence;

    /// <summary>How long a question that nobody may answer stays alone on the line. Where several may be under way the next goes out at
    /// once: answers come in order.</summary>
    internal TimeSpan PauseWithoutAnswer => Pace.Window > 1 ? TimeSpan.Zero : Silence;

    internal ValueTask FlushAsync(CancellationToken cancellationToken) => _connection.FlushAsync(cancellationToken);

    internal int ReadAttempts => _options.Read.Attempts;

    /// <summary>How often a configuration is sent before the board counts as one that does not take it.</summary>
    internal int StoreAttempts => IsBehindCan ? StoresOnCan : Stores;

    internal int ProbeAttempts => _options.Probe.Attempts;

    /// <summary>Something of several under way was lost: one at a time, until the link has proved itself anew.</summary>
    internal void FellBack(string what, Exception reason)
    {
        Statistics.CountRetry();
        Pace.FallBack();
        _observer?.OnRetry(what, 2, reason.InnerException is ReplyLostException ? "the reply was lost" : reason.Message);
    }

    // What may be under way, and how long an answer takes, depends on the link that is open.
    private (RetryPolicies Policies, SendWindow Pace) MeasureUpTo(BoardConnection connection) => (
        new RetryPolicies(_options, _time, connection.TimeOnTheWire, new(BeforeRetryAsync, WaitForLinkAsync)),
        connection.Route is not null ? SendWindow.One()
            : new SendWindow(connection.Kind == LinkKind.VescUsb, connection.BaudRate is null ? null : connection.TimeOnTheWire / 2));

    private async ValueTask<TReply> RunAsync<TReply>(IRequest<TReply> request, bool allTries, CancellationToken cancellationToken)
    {
        var exchange = new Exchange<TReply>(request, SendAsync, _time, cancellationToken);
        await _policies.RunAsync(exchange, allTries).ConfigureAwait(false);
        return exchange.Reply;
    }

    private async Task<TReply> SendAsync<TReply>(IRequest<TReply> request, CancellationToken stop, CancellationToken cancellationToken)
    {
        if (_ended is { } ended)
        {
            throw ended;
        }

        try
        {
            if (_connection.Route is { } route && CanRoute.ChangesInOneFrame(request.WritePayload))
            {
                await RequireNodeAsync(route, cancellationToken).ConfigureAwait(false);
            }

            var reply = await _connection.AskAsync(request, cancellationToken).ConfigureAwait(false);
            if (request is GetValuesSelectiveRequest && reply is MotorValues values)
            {
                _controllerId = values.ControllerId;
            }

            return reply;
        }
        catch (OperationCanceledException)
        {
            // Time is up: whatever half a frame is left, here or in the board, must not swallow what comes next.
            using var patience = new CancellationTokenSource(stop.IsCancellationRequested ? _flushesWithin : Timeout.InfiniteTimeSpan,
                _time);
            await FlushAsync(stop.IsCancellationRequested ? patience.Token : stop).ConfigureAwait(false);
            if (_connection.Route is not { } route || stop.IsCancellationRequested)
            {
                throw;
            }

            // What the node answers now it would have answered before: the request is lost.
            await RequireNodeAsync(route, stop).ConfigureAwait(false);
            throw new ReplyLostException(request.Name);
        }
    }

    // Asks once on a link that was just opened. Nothing is flushed behind it: the opening has done so, and the next one will. Zeros on top
    // take longer at 9600 baud than the pause between two questions.
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

    // Who was asked again may have answered the question before, and the answer to the last one is still to come: behind the zeros of one
    // opening, and then it would meet the next question.
    private async Task LetLateAnswersComeAsync(bool isUnanswered, CancellationToken cancellationToken)
    {
        if (isUnanswered)
        {
            await Task.Delay(_connection.TimeOnTheWire + Silence, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    // Nothing is sent any more, not even what would undo a change: what answers on this link is not the job's board, or nobody.
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
            // A late answer to the try before would come before this one: afterwards none can be mistaken for the next chunk's.
            await AskWhetherItListensAsync(exchange.Stop).ConfigureAwait(false);
        }
    }
}
