namespace VescUartBoot.Simulator.Time;

/// <summary>Real time, with timers accurate to about 0.1 ms without busy waiting.</summary>
/// <remarks>
/// System timers count whole milliseconds, and a reply over USB takes only one. Callbacks run one after the other on the provider's single
/// thread: a callback that blocks delays every timer of this provider, so boards that must not wait for each other need separate providers.
/// </remarks>
public sealed class HighResolutionTimeProvider : TimeProvider, IDisposable
{
    private readonly PriorityQueue<HighResolutionTimer, (long Due, long Order)> _timers = new();
    private readonly Lock _gate = new();
    private readonly ITimedWait _wait;
    private readonly Thread _thread;
    private long _order;
    private bool _ended;

    /// <summary>Starts the provider's thread.</summary>
    public HighResolutionTimeProvider()
    {
        _wait = OperatingSystem.IsLinux() ? new PollingWait() : new MonitorWait();
        _thread = new Thread(Work) { IsBackground = true, Name = "Simulated board" };
        _thread.Start();
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new HighResolutionTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Ends the thread; pending timers never fire.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_ended)
            {
                return;
            }

            _ended = true;
        }

        _wait.Wake();
        if (Thread.CurrentThread != _thread)
        {
            _thread.Join();
        }

        _wait.Dispose();
    }

    private void Work()
    {
        while (true)
        {
            TimeSpan? wait;
            HighResolutionTimer? due = null;
            lock (_gate)
            {
                if (_ended)
                {
                    break;
                }

                wait = NextWait();
                if (wait <= TimeSpan.Zero)
                {
                    due = _timers.Dequeue();
                    due.OnFiring();
                }
            }

            if (due is not null)
            {
                due.Fire();
            }
            else
            {
                _wait.Wait(wait);
            }
        }
    }

    private TimeSpan? NextWait()
    {
        if (!_timers.TryPeek(out _, out var at))
        {
            return null;
        }

        long ticks = at.Due - GetTimestamp();
        return ticks <= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds((double)ticks / TimestampFrequency);
    }

    private void Set(HighResolutionTimer timer, TimeSpan dueTime)
    {
        long due = GetTimestamp() + (long)(dueTime.TotalSeconds * TimestampFrequency);
        bool first = !_timers.TryPeek(out _, out var at) || due < at.Due;
        _timers.Enqueue(timer, (due, _order++));
        if (first && Thread.CurrentThread != _thread)
        {
            _wait.Wake();
        }
    }

    private sealed class HighResolutionTimer(HighResolutionTimeProvider owner, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;
        private bool _disposed;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (owner._gate)
            {
                if (_disposed || owner._ended)
                {
                    return false;
                }

                // A request sets a time limit and takes it back: there are few timers, and none stays that no longer counts.
                owner._timers.Remove(this, out _, out _);
                _period = period;
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, TimeSpan.Zero);
                    owner.Set(this, dueTime);
                }

                return true;
            }
        }

        /// <summary>Called when the timer was removed from the queue, under the lock.</summary>
        public void OnFiring()
        {
            if (_period > TimeSpan.Zero)
            {
                owner.Set(this, _period);
            }
        }

        public void Fire() => callback(state);

        public void Dispose()
        {
            lock (owner._gate)
            {
                _disposed = true;
                owner._timers.Remove(this, out _, out _);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
