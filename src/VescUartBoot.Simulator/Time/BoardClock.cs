namespace VescUartBoot.Simulator.Time;

/// <summary>The event queue of a simulated board (and of the boards behind it on CAN), on one timer of a
/// <see cref="TimeProvider"/>.</summary>
/// <remarks>
/// Events run one after the other, by due time and then in order of creation. While an event runs, <see cref="Now"/> is its due time, so
/// that the inaccuracy of a real timer does not accumulate. No lock is held for which a client in the process could wait on the same
/// thread.
/// </remarks>
internal sealed class BoardClock : IDisposable
{
    private readonly PriorityQueue<BoardEvent, (long Due, long Order)> _events = new();
    private readonly Lock _gate = new();
    private readonly Lock _running = new();
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly ITimer _timer;
    private readonly bool _coarse;
    private long _order;
    private long _armed = long.MaxValue;
    private bool _inEvent;
    private bool _disposed;
    private TimeSpan _eventTime;

    public BoardClock(TimeProvider time)
    {
        _time = time;
        _coarse = ReferenceEquals(time, TimeProvider.System);
        _start = time.GetTimestamp();
        _timer = time.CreateTimer(static state => ((BoardClock)state!).Pump(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Board time: the due time of the running event, otherwise the elapsed time.</summary>
    public TimeSpan Now => _inEvent && _running.IsHeldByCurrentThread ? _eventTime : Elapsed;

    private TimeSpan Elapsed => _time.GetElapsedTime(_start);

    /// <summary>Runs <paramref name="action"/> at <paramref name="due"/>, never inside this call.</summary>
    public BoardEvent At(TimeSpan due, Action action)
    {
        var made = new BoardEvent(action);
        lock (_gate)
        {
            if (!_disposed)
            {
                _events.Enqueue(made, (due.Ticks, _order++));
                Arm();
            }
        }

        return made;
    }

    /// <summary>Runs <paramref name="action"/> after <paramref name="delay"/>.</summary>
    public BoardEvent After(TimeSpan delay, Action action) => At(Now + delay, action);

    /// <summary>Runs an action of the outside world as an event of the board. Thread-safe.</summary>
    public void Post(Action action) => At(Elapsed, action);

    /// <summary>Reads the board between two of its events. Thread-safe.</summary>
    public T Between<T>(Func<T> look)
    {
        lock (_running)
        {
            return look();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _events.Clear();
        }

        _timer.Dispose();
    }

    private void Pump()
    {
        lock (_running)
        {
            // A client that resumes inside an event and advances the clock itself must not overtake the event.
            if (_inEvent)
            {
                return;
            }

            lock (_gate)
            {
                _armed = long.MaxValue;
            }

            while (Take() is { } next)
            {
                _inEvent = true;
                try
                {
                    next.Run();
                }
                finally
                {
                    _inEvent = false;
                }
            }
        }
    }

    private BoardEvent? Take()
    {
        lock (_gate)
        {
            while (_events.TryPeek(out var next, out var at))
            {
                if (!next.IsCancelled)
                {
                    if (at.Due > Elapsed.Ticks)
                    {
                        break;
                    }

                    _eventTime = TimeSpan.FromTicks(Math.Max(at.Due, _eventTime.Ticks));
                    return _events.Dequeue();
                }

                _events.Dequeue();
            }

            Arm();
            return null;
        }
    }

    private void Arm()
    {
        if (_disposed || !_events.TryPeek(out _, out var at) || at.Due >= _armed)
        {
            return;
        }

        _armed = at.Due;
        long wait = Math.Max(0, at.Due - Elapsed.Ticks);
        if (_coarse && wait > 0)
        {
            // System timers count whole milliseconds and round down; waking too early would cause a busy loop.
            wait = (wait + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond;
        }

        _timer.Change(TimeSpan.FromTicks(wait), Timeout.InfiniteTimeSpan);
    }
}
