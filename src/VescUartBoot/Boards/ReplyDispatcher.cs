using VescUartBoot.Chip;
using VescUartBoot.Framing;
using VescUartBoot.Links;
using VescUartBoot.Messages;
using VescUartBoot.Tracing;

namespace VescUartBoot.Boards;

/// <summary>Turns the bytes received on a link into frames, and frames into answers to the open requests.</summary>
internal sealed class ReplyDispatcher
{
    private readonly LinkStatistics _statistics;
    private readonly TimeProvider _time;
    private readonly IFrameTrace? _trace;
    private readonly IdentityGuard _identity;
    private readonly Action<PendingRequest, PayloadWriter> _ask;
    private readonly Lock _lock = new();
    private readonly PendingRequests _open = new();
    private readonly ITimer _silence;
    private OpenedLink? _current;

    // Time of the last byte that a request waits for, or of noise that may have been one.
    private long _quietSince;

    /// <param name="statistics">Counts the received bytes.</param>
    /// <param name="time">The clock that measures silence.</param>
    /// <param name="trace">Receives every frame and all other bytes.</param>
    /// <param name="identity">Decides whether the barrier request may be FW_VERSION.</param>
    /// <param name="ask">Sends the barrier request that was just opened here, to learn whether a read will still be answered.</param>
    public ReplyDispatcher(LinkStatistics statistics, TimeProvider time, IFrameTrace? trace, IdentityGuard identity,
        Action<PendingRequest, PayloadWriter> ask)
    {
        (_statistics, _time, _trace, _identity, _ask) = (statistics, time, trace, identity, ask);
        _silence = time.CreateTimer(static state => ((ReplyDispatcher)state!).OnSilence(), this, Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
    }

    /// <summary>The active link, if one is open.</summary>
    public OpenedLink? Current => _current;

    /// <summary>Silence on the line after which an incomplete frame is searched and a barrier request follows an unanswered read.</summary>
    public TimeSpan Silence { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The route to a board behind the one with the cable, if the connection is to such a board.</summary>
    public CanRoute? Route { get; init; }

    /// <summary>UUID of the board whose answers count, once it is known.</summary>
    public Uuid? Uuid { get; set; }

    /// <summary>Whether a request waits for its answer.</summary>
    public bool AreAwaited
    {
        get
        {
            lock (_lock)
            {
                return _open.Any;
            }
        }
    }

    /// <summary>Makes <paramref name="link"/> the active link: bytes of other links no longer count.</summary>
    public OpenedLink BeginWith(ILink link)
    {
        var opened = new OpenedLink(link, this);
        lock (_lock)
        {
            _current = opened;
        }

        return opened;
    }

    /// <summary>Ends the active link: no bytes count from now on.</summary>
    /// <returns>The link that was active.</returns>
    public ILink? End()
    {
        lock (_lock)
        {
            var link = _current?.Link;
            _current = null;
            return link;
        }
    }

    /// <summary>Opens <paramref name="request"/>. Called directly before it is sent: the answer may arrive before the write
    /// returns.</summary>
    public void Await(PendingRequest request)
    {
        lock (_lock)
        {
            _open.Add(request);
            _quietSince = _time.GetTimestamp();
        }

        _silence.Change(Silence, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Removes a request whose caller no longer waits.</summary>
    public void Forget(PendingRequest request)
    {
        lock (_lock)
        {
            _open.Remove(request);
        }
    }

    /// <summary>Whether a request sent before <paramref name="probe"/> is still open. If not, the probe is removed: it would show
    /// nothing.</summary>
    public bool IsWorthAsking(PendingRequest probe)
    {
        lock (_lock)
        {
            if (_open.IsBehindAnother(probe))
            {
                return true;
            }

            _open.Remove(probe);
            return false;
        }
    }

    /// <summary>Empties the decoder and fails all open requests; <see cref="FinishAnswered"/> resumes the waiters.</summary>
    public void GiveUp()
    {
        lock (_lock)
        {
            _current?.Decoder.Clear();
            _open.FailAll(new ReplyLostException("a request that was given up"));
        }
    }

    /// <summary>Resumes the waiters of finished requests. Not called under a lock or during a write: a waiter may send the next request
    /// inside.</summary>
    public void FinishAnswered()
    {
        PendingRequest? next;
        lock (_lock)
        {
            next = _open.TakeFinished();
        }

        while (next is not null)
        {
            var current = next;
            next = current.Next;
            current.Finish();
        }
    }

    /// <summary>Stops watching for silence.</summary>
    public ValueTask StopAsync() => _silence.DisposeAsync();

    private void OnSilence()
    {
        (PendingRequest Probe, PayloadWriter Write)? question = null;
        lock (_lock)
        {
            _current?.Decoder.Rescue(_open.WouldTake);
            if (_open.WantProbe)
            {
                question = Route is { } route ? ProbeBy(new ControllerIdRequest(route.Id))
                    : _identity.IsClosed ? ProbeBy(new GetValuesSelectiveRequest()) : ProbeBy(new FirmwareVersionRequest(Uuid));
                _open.Add(question.Value.Probe);
            }
        }

        FinishAnswered();
        if (question is var (probe, write))
        {
            _ask(probe, write);
        }
    }

    private static (PendingRequest Probe, PayloadWriter Write) ProbeBy<TReply>(IRequest<TReply> request) =>
        (new PendingRequest<TReply>(request, probeWhenSilent: false, resumeInline: true), request.WritePayload);

    // An incomplete frame may become an answer until no byte has come for the silence time. Complete frames without a request do not reset
    // it: a board that prints all the time would never be silent.
    private TimeSpan UntilSilent(bool isUnfinished)
    {
        var left = isUnfinished ? Silence : Silence - _time.GetElapsedTime(_quietSince);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>The receiver of one link. An abandoned link keeps its receiver, so its last bytes are dropped.</summary>
    internal sealed class OpenedLink : ILinkReceiver, IFrameSink
    {
        private readonly ReplyDispatcher _owner;
        private long _corrupt;

        public OpenedLink(ILink link, ReplyDispatcher owner)
        {
            (Link, _owner) = (link, owner);
            Decoder = new FrameDecoder(this);
        }

        public ILink Link { get; }

        public FrameDecoder Decoder { get; }

        /// <summary>Reason of the end of the link, once it has ended.</summary>
        public LinkLostException? Lost { get; private set; }

        public void OnBytes(ReadOnlySpan<byte> bytes)
        {
            lock (_owner._lock)
            {
                if (_owner._current != this)
                {
                    return;
                }

                _owner._statistics.CountReceived(bytes.Length);
                Decoder.Append(bytes);
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
                _owner._statistics.StrayReplies++;
            }
            else if ((Command)payload[0] is Command.GetValuesSelective)
            {
                _owner._statistics.StrayIds++;
            }
        }

        public void OnSkipped(ReadOnlySpan<byte> bytes)
        {
            _owner._statistics.CorruptFrames += Decoder.CorruptFrames - _corrupt;
            _corrupt = Decoder.CorruptFrames;
            _owner._statistics.StrayReplies++;
            _owner._quietSince = _owner._time.GetTimestamp();
            _owner._trace?.Skipped(bytes);
        }

        public void OnLost(LinkLostException reason)
        {
            lock (_owner._lock)
            {
                if (_owner._current != this || Lost is not null)
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
