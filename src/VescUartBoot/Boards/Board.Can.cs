using VescUartBoot.Chip;
using VescUartBoot.Links;
using VescUartBoot.Messages;
using VescUartBoot.Tracing;

namespace VescUartBoot.Boards;

// A board behind another one on the CAN bus. Exactly one request is under way on the whole link: this board's, as long as it is open.
public sealed partial class Board
{
    private const int BarrierTries = 3;
    private const int ScanEvery = 3;
    private const int Stores = 2;
    private const int StoresOnCan = 10;

    private IReadOnlyList<CanNeighbour> _neighbours = [];

    private static readonly TimeSpan _askAgainEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan _lateAnswersWithin = TimeSpan.FromMilliseconds(300);

    /// <summary>The id on CAN at which the board answers behind the one with the cable; <see langword="null"/>: it has the cable
    /// itself.</summary>
    public byte? CanId => _connection.Route?.Id;

    /// <summary>The id on CAN of its second motor, where a scan has told it.</summary>
    internal byte? KnownSecondId => _connection.Route?.SecondId;

    internal bool IsBehindCan => _connection.Route is not null;

    /// <summary>Who else was on the bus when it was scanned; empty where nobody has scanned it.</summary>
    internal IReadOnlyList<CanNeighbour> Neighbours => _connection.Route?.Neighbours ?? _neighbours;

    /// <summary>Between which rates the board with the cable follows this one, if it does.</summary>
    internal LocalRates? LocalRates { get; set; }

    /// <summary>Jobs on this board, which has the cable, look at those behind it too.</summary>
    /// <param name="scan">Who is there.</param>
    public void UseScan(CanScan scan) => _neighbours = scan.NeighboursOf(board: null);

    /// <summary>Asks a motor elsewhere on the bus for its values; <see langword="null"/>: it does not answer.</summary>
    internal async Task<MotorValues?> AskNeighbourAsync(CanNeighbour neighbour, CancellationToken cancellationToken)
    {
        var values = new GetValuesSelectiveRequest(neighbour.Id);
        var (isAnswered, reply) = await (neighbour.IsLocal
            ? AskCableAsync(values, cancellationToken)
            : AskCableAsync(new ForwardCanRequest<GetValuesSelectiveRequest, MotorValues>(neighbour.Id, values), cancellationToken))
            .ConfigureAwait(false);
        return isAnswered ? reply : null;
    }

    /// <summary>Asks the board with the cable, while this one may be behind it.</summary>
    internal async Task<(bool IsAnswered, TReply? Reply)> AskCableAsync<TReply>(
        IRequest<TReply> request, CancellationToken cancellationToken)
    {
        for (int attempt = 1; attempt <= BarrierTries; attempt++)
        {
            using var patience = new CancellationTokenSource(_options.For(request.Class).ReplyTimeout, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
            try
            {
                return (true, await _connection.AskCableAsync(request, either.Token).ConfigureAwait(false));
            }
            catch (Exception e) when (e is OperationCanceledException or ReplyLostException && !cancellationToken.IsCancellationRequested)
            {
                // Asked again.
            }
        }

        return default;
    }

    /// <summary>Opens the link and asks a board behind the one with the cable who it is.</summary>
    /// <param name="source">Opens the link to the board with the cable.</param>
    /// <param name="node">The board, as a scan has found it.</param>
    /// <param name="options">Times and tries. Default: those of <see cref="BoardOptions"/>.</param>
    /// <param name="time">The clock. Default: that of the system.</param>
    /// <param name="observer">Is told of retries and of a link that is lost and comes back.</param>
    /// <param name="trace">Is shown every frame.</param>
    /// <param name="cancellationToken">Stops the attempt.</param>
    /// <exception cref="CanBusException">Nothing may be sent to that node.</exception>
    /// <exception cref="LinkOpenException">The link could not be opened.</exception>
    /// <exception cref="ReplyTimeoutException">The node did not answer.</exception>
    /// <exception cref="LinkLostException">The link was lost meanwhile.</exception>
    public static Task<Board> ConnectAsync(
        ILinkSource source,
        CanNode node,
        BoardOptions? options = null,
        TimeProvider? time = null,
        IBoardObserver? observer = null,
        IFrameTrace? trace = null,
        CancellationToken cancellationToken = default) =>
        node is { Problem: CanNodeProblem.None, Uuid: { } uuid }
            ? ConnectAsync(source, new CanRoute(uuid, node.Id, node.SecondId, node.Neighbours), (options ?? new BoardOptions()).OnCan(),
                time,
                observer,
                trace, cancellationToken)
            : throw new CanBusException(CanBusProblem.NotSafe, $"the node with id {node.Id} on the CAN bus is not to be worked on");

    // Everything older that the node had still to answer comes before the answer to this. Only the node itself counts.
    private async Task RequireNodeAsync(CanRoute route, CancellationToken cancellationToken)
    {
        for (int attempt = 1; attempt <= BarrierTries; attempt++)
        {
            if (await AnswersOnCanAsync(new ControllerIdRequest(route.Id), cancellationToken).ConfigureAwait(false))
            {
                return;
            }
        }

        if (!await FindOnCanAsync(route, scans: true, cancellationToken).ConfigureAwait(false))
        {
            throw new LinkLostException(Port, $"the board with id {route.Id} on the CAN bus does not answer any more");
        }
    }

    // The same for a link that may come back meanwhile. The wanted id is that of now: settings that were just stored may have changed it.
    private async Task RequireNodeOrWaitAsync(CanRoute route, CancellationToken cancellationToken)
    {
        try
        {
            await RequireNodeAsync(route, cancellationToken).ConfigureAwait(false);
        }
        catch (LinkLostException e)
        {
            await WaitForLinkAsync(e, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task RequireOnNewLinkAsync(CanRoute route, CancellationToken cancellationToken)
    {
        if (!await FindOnCanAsync(route, scans: true, cancellationToken).ConfigureAwait(false))
        {
            throw new ReplyTimeoutException("FW_VERSION", 1);
        }
    }

    // It may have another id now: without its settings, or with those that were just restored.
    private async Task<bool> FindOnCanAsync(CanRoute route, bool scans, CancellationToken cancellationToken)
    {
        if (await AnswersOnCanAsync(IdentityQuestion(route), cancellationToken).ConfigureAwait(false))
        {
            return true;
        }

        if (!scans)
        {
            return false;
        }

        bool follows = await ChangeLocalRateAsync(cancellationToken).ConfigureAwait(false);
        return (follows && await AnswersOnCanAsync(IdentityQuestion(route), cancellationToken).ConfigureAwait(false))
            || await FindByScanAsync(route, cancellationToken).ConfigureAwait(false)
            || (follows && await ChangeLocalRateAsync(cancellationToken).ConfigureAwait(false)
                && await FindByScanAsync(route, cancellationToken).ConfigureAwait(false));
    }

    private async Task<bool> FindByScanAsync(CanRoute route, CancellationToken cancellationToken)
    {
        foreach (byte id in await ListCanAsync(cancellationToken).ConfigureAwait(false))
        {
            byte before = route.Id;
            route.Follow(id);
            if (await AnswersOnCanAsync(IdentityQuestion(route), cancellationToken).ConfigureAwait(false))
            {
                return true;
            }

            route.Follow(before);
        }

        return false;
    }

    private async Task<bool> ChangeLocalRateAsync(CancellationToken cancellationToken)
    {
        if (LocalRates is not { } rates
            || !(await AskCableAsync(rates.Change, cancellationToken).ConfigureAwait(false)).IsAnswered)
        {
            return false;
        }

        rates.Changed();
        return true;
    }

    // While FW_VERSION would crash the board its id is all that tells it; and no restart has changed that meanwhile.
    private IRequest<bool> IdentityQuestion(CanRoute route) => _connection.Identity.IsClosed
        ? new AnswerOf<byte>(new ControllerIdRequest(route.Id))
        : new AnswerOf<FirmwareVersionReply>(new FirmwareVersionRequest(route.Uuid));

    private async Task<byte[]> ListCanAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(_options.Scan.ReplyTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await _connection.AskAsync(new PingCanRequest(), either.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or ReplyLostException && !cancellationToken.IsCancellationRequested)
        {
            return [];
        }
    }

    private async Task<bool> AnswersOnCanAsync<TReply>(IRequest<TReply> request, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(_options.Identify.ReplyTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await _connection.AskAsync(request, either.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is OperationCanceledException or ReplyLostException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    // The port stays: only the node goes. It may come back at another id, and what was asked meanwhile is answered late.
    private async Task<RestartResult?> RestartOnCanAsync(
        CanRoute route, IRequest<bool> request, RestartOptions options, IProgress<TimeSpan>? waiting)
    {
        long start = _time.GetTimestamp();
        bool answeredThroughout = true;
        waiting?.Report(TimeSpan.Zero);
        for (int sent = 1; sent <= Restarts; sent++)
        {
            await RequireNodeAsync(route, CancellationToken.None).ConfigureAwait(false);
            start = _time.GetTimestamp();
            await SendRestartAsync(request).ConfigureAwait(false);
            if (_connection.IsLost
                || !await AnswersOnCanAsync(new ControllerIdRequest(route.Id), CancellationToken.None).ConfigureAwait(false))
            {
                answeredThroughout = false;
                break;
            }

            _observer?.OnRetry(request.Name, sent + 1, "the board did not restart");
        }

        _connection.Identity.Open();
        var pause = options.PollFrom - _time.GetElapsedTime(start);
        for (int look = 1; _time.GetElapsedTime(start) < options.GiveUpAfter; look++)
        {
            await DelayAsync(pause, start, waiting).ConfigureAwait(false);
            if (await ComesBackOnCanAsync(route, scans: look % ScanEvery == 0).ConfigureAwait(false) is { } reply)
            {
                var back = new RestartResult(_time.GetElapsedTime(start), LinkWentAway: false, answeredThroughout);
                await Task.Delay(_lateAnswersWithin, _time).ConfigureAwait(false);
                Recognise(reply);
                return back;
            }

            pause = _askAgainEvery;
        }

        await EndAsync(new LinkLostException(Port,
            "the board did not answer again on the CAN bus after its restart")).ConfigureAwait(false);
        return null;
    }

    private async Task<FirmwareVersionReply?> ComesBackOnCanAsync(CanRoute route, bool scans)
    {
        try
        {
            if (_connection.IsLost || _connection.IsClosed)
            {
                await _connection.OpenAsync(CancellationToken.None).ConfigureAwait(false);
            }

            return await FindOnCanAsync(route, scans, CancellationToken.None).ConfigureAwait(false)
                ? await AskOnNewLinkAsync(new FirmwareVersionRequest(route.Uuid), CancellationToken.None).ConfigureAwait(false)
                : null;
        }
        catch (Exception e) when (e is LinkOpenException or LinkLostException or ReplyTimeoutException)
        {
            return null;
        }
    }

    /// <summary>A request of which only counts that it was answered.</summary>
    private sealed class AnswerOf<TReply>(IRequest<TReply> request) : IRequest<bool>
    {
        public string Name => request.Name;

        public RequestClass Class => request.Class;

        public int WritePayload(Span<byte> payload) => request.WritePayload(payload);

        public bool TryReadReply(ReadOnlySpan<byte> payload, out bool reply) => reply = request.TryReadReply(payload, out _);
    }
}
