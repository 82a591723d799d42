namespace VescUartBoot.Simulator.Time;

/// <summary>A clock that moves only when advanced. An hour of board time takes milliseconds and is reproducible.</summary>
/// <remarks>
/// For use by one thread. Timers fire one after the other, by due time and then in the order in which they were set, on the thread that
/// calls <see cref="Advance"/> or <see cref="Run{T}(Func{Task{T}})"/>; while a timer fires, the clock shows its due time. Work must stay on
/// that thread: the clock does not see continuations on the thread pool. A completion source must not run its continuations asynchronously,
/// as a cancelled <c>Task.Delay</c> does; <c>Task.WaitAsync</c> does not.
/// </remarks>
public sealed class ManualClock : TimeProvider
{
    private readonly PriorityQueue<(ManualTimer Timer, int Setting), (long Due, long Order)> _timers = new();
    private readonly DateTimeOffset _start;
    private TimeSpan _stepped;
    private long _now;
    private long _order;

    /// <summary>Creates a clock set to 2026-01-01.</summary>
    public ManualClock()
        : this(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))
    {
    }

    /// <summary>Creates a clock set to <paramref name="start"/>.</summary>
    public ManualClock(DateTimeOffset start) => _start = start;

    /// <summary>Simulated time after which <see cref="Run{T}(Func{Task{T}})"/> fails. Default 4 hours.</summary>
    public TimeSpan RunLimit { get; set; } = TimeSpan.FromHours(4);

    /// <summary>Simulated time since creation of the clock.</summary>
    public TimeSpan Elapsed => TimeSpan.FromTicks(_now);

    /// <summary>Number of timers that have fired, for tests that count wake-ups.</summary>
    public long TimersFired { get; private set; }

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _start.AddTicks(_now) + _stepped;

    /// <summary>Changes the time of day by <paramref name="step"/>, like a change of the system clock. Timers and timestamps are not
    /// affected.</summary>
    public void StepTimeOfDay(TimeSpan step) => _stepped += step;

    /// <inheritdoc/>
    public override long GetTimestamp() => _now;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Advances the clock by <paramref name="time"/> and fires each timer at its due time.</summary>
    public void Advance(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        long until = _now + time.Ticks;
        while (NextDue() is { } due && due <= until)
        {
            FireNext();
        }

        _now = Math.Max(_now, until);
    }

    /// <summary>Starts <paramref name="work"/> on this thread and advances from timer to timer until it completes.</summary>
    /// <exception cref="InvalidOperationException">No timer is left although the work is not complete, or <see cref="RunLimit"/> has
    /// passed.</exception>
    public void Run(Func<Task> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        Run(async () =>
        {
            await work().ConfigureAwait(false);
            return true;
        });
    }

    /// <inheritdoc cref="Run(Func{Task})"/>
    public T Run<T>(Func<Task<T>> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            var task = work();
            Pump(task);
            return task.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    private void Pump(Task task)
    {
        long limit = _now + RunLimit.Ticks;
        while (!task.IsCompleted)
        {
            if (NextDue() is not { } due)
            {
                throw new InvalidOperationException(
                    $"The work is not done ({task.Status}) and no timer is left at {Elapsed}: it waits for something that will not come, "
                        + "or it left this thread (as behind a cancelled Task.Delay).");
            }

            if (due > limit)
            {
                throw new InvalidOperationException(
                    $"The work is not done ({task.Status}) after {RunLimit} of simulated time; the next timer is due at "
                        + $"{TimeSpan.FromTicks(due)}.");
            }

            FireNext();
        }
    }

    private long? NextDue()
    {
        while (_timers.TryPeek(out var next, out var at))
        {
            if (next.Timer.Setting == next.Setting)
            {
                return at.Due;
            }

            _timers.Dequeue();
        }

        return null;
    }

    private void FireNext()
    {
        _timers.TryDequeue(out var next, out var at);
        _now = Math.Max(_now, at.Due);
        TimersFired++;
        next.Timer.Fire();
    }

    private void Set(ManualTimer timer, TimeSpan dueTime) =>
        _timers.Enqueue((timer, timer.Setting), (_now + dueTime.Ticks, _order++));

    private sealed class ManualTimer(ManualClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;
        private bool _disposed;

        /// <summary>Number of calls of <see cref="Change"/>; queue entries with an older number are ignored.</summary>
        public int Setting { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (_disposed)
            {
                return false;
            }

            Setting++;
            _period = period;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, TimeSpan.Zero);
                clock.Set(this, dueTime);
            }

            return true;
        }

        public void Fire()
        {
            Setting++;
            if (_period > TimeSpan.Zero)
            {
                clock.Set(this, _period);
            }

            callback(state);
        }

        public void Dispose()
        {
            _disposed = true;
            Setting++;
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
