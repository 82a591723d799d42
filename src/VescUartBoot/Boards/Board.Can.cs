using VescUartBoot.Chip;
using VescUartBoot.Links;
using VescUartBoot.Messages;
using VescUartBoot.Tracing;

namespace VescUartBoot.Boards;

// Access to a board behind another one on the CAN bus. While this board is open, the link carries exactly one request at a time: its own.
public sealed partial class Board
{
    private const int BarrierTries = 3;
    private const int ScanEvery = 3;
    private const int Stores = 2;
    private const int StoresOnCan = 10;

    private IReadOnlyList<CanNeighbour> _neighbours = [];

    // No board answers so soon after a restart. A later answer may be that of a board that has restarted: with two boards on the bus the
    // question waits until the other one runs again.
    private static readonly TimeSpan _fastestStart = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan _askAgainEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan _lateAnswersWithin = TimeSpan.FromMilliseconds(300);

    /// <summary>CAN id of a board behind the one with the cable; <see langword="null"/> for the board with the cable.</summary>
    public byte? CanId => _connection.Route?.Id;

    /// <summary>CAN id of its second motor, if a scan has found it.</summary>
    internal byte? KnownSecondId => _connection.Route?.SecondId;

    internal bool IsBehindCan => _connection.Route is not null;

    /// <summary>The other nodes that a scan has found on the bus; empty without a scan.</summary>
    internal IReadOnlyList<CanNeighbour> Neighbours => _connection.Route?.Neighbours ?? _neighbours;

    /// <summary>The two CAN baud rates between which the board with the cable switches to reach this one, if it does.</summary>
    internal LocalRates? LocalRates { get; set; }

    /// <summary>Sets the result of a scan for the jobs on this board, which has the cable: they then check the boards behind it
    /// too.</summary>
    /// <param name="scan">The result of the scan.</param>
    public void UseScan(CanScan scan) => _neighbours = scan.NeighboursOf(board: null);

    /// <summary>Reads the values of another motor on the bus; <see langword="null"/> if it does not answer.</summary>
    internal async Task<MotorValues?> AskNeighbourAsync(CanNeighbour neighbour, CancellationToken cancellationToken)
    {
        var values = new GetValuesSelectiveRequest(neighbour.Id);
        var (isAnswered, reply) = await (neighbour.IsDirect
            ? AskCableAsync(values, cancellationToken)
            : AskCableAsync(new ForwardCanRequest<GetValuesSelectiveRequest, MotorValues>(neighbour.Id, values), cancellationToken))
            .ConfigureAwait(false);
        return isAnswered ? reply : null;
    }

    /// <summary>Sends a request to the board with the cable; this board may be behind it.</summary>
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
                // Try again.
            }
        }

        return default;
    }

    /// <summary>Opens the link and identifies a board behind the one with the cable.</summary>
    /// <param name="source">Opens the link to the board with the cable.</param>
    /// <param name="node">The board, from a scan.</param>
    /// <param name="options">Time-outs and attempts. Default: those of <see cref="BoardOptions"/>.</param>
    /// <param name="time">The clock. Default: the system clock.</param>
    /// <param name="observer">Receives retries, and the loss and return of the link.</param>
    /// <param name="trace">Receives every frame.</param>
    /// <param name="cancellationToken">Stops the attempt.</param>
    /// <exception cref="CanBusException">The node is not safe to work on.</exception>
    /// <exception cref="LinkOpenException">The link could not be opened.</exception>
    /// <exception cref="ReplyTimeoutException">The node did not answer.</exception>
    /// <exception cref="LinkLostException">The link was lost.</exception>
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

    // The node answers in order, so its answer to this request comes after all older ones. Only an answer of the node itself counts.
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

    // The same for a link that may come back. The current id is used: settings that were just stored may have changed it.
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

    // The id may have changed: the settings are lost, or others were just restored.
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
            if (_connection.Identity.IsClosed && id != before)
            {
                // Without its UUID any other board would be taken for it; its settings, and so its id, are as they were.
                continue;
            }

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
            || !(await AskCableAsync(rates.Change(), cancellationToken).ConfigureAwait(false)).IsAnswered)
        {
            return false;
        }

        rates.Changed();
        return true;
    }

    // While FW_VERSION would crash the board, only its id identifies it; no restart has changed the id in that time.
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

    // The port stays open; only the node restarts. It may come back at another id, and answers to earlier requests may be late.
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
                || !await AnswersOnCanAsync(new ControllerIdRequest(route.Id), CancellationToken.None).ConfigureAwait(false)
                || _time.GetElapsedTime(start) >= _fastestStart)
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

    /// <summary>A request whose reply content does not matter, only that there is one.</summary>
    private sealed class AnswerOf<TReply>(IRequest<TReply> request) : IRequest<bool>
    {
        public string Name => request.Name;

        public RequestClass Class => request.Class;

        public int WritePayload(Span<byte> payload) => request.WritePayload(payload);

        public bool TryReadReply(ReadOnlySpan<byte> payload, out bool reply) => reply = request.TryReadReply(payload, out _);
    }
}
