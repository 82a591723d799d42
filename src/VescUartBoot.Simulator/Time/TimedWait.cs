using System.Runtime.InteropServices;

namespace VescUartBoot.Simulator;

/// <summary>Waits for a time, or until it is woken. A wake before the wait is not lost.</summary>
internal interface ITimedWait : IDisposable
{
    /// <summary>Waits, for ever where no time is given.</summary>
    void Wait(TimeSpan? time);

    /// <summary>Ends the wait, or the next one. From any thread.</summary>
    void Wake();
}

/// <summary>The wait of Linux: ppoll takes nanoseconds, and a pipe wakes it.</summary>
internal sealed class PollingWait : ITimedWait
{
    private readonly WakePipe _pipe = new();
    private bool _tight;

    public unsafe void Wait(TimeSpan? time)
    {
        if (!_tight)
        {
            // By default the kernel may fire a timer 50 µs late to save wake-ups.
            _tight = true;
            _ = Posix.SetTimerSlack(Posix.TimerSlackOption, 1, 0, 0, 0);
        }

        var poll = new Posix.PollEntry { Descriptor = _pipe.ReadEnd, Events = Posix.PollIn };
        if (time is { } limit)
        {
            var span = new Posix.TimeSpec { Seconds = (nint)(limit.Ticks / TimeSpan.TicksPerSecond), Nanoseconds = (nint)(limit.Ticks % TimeSpan.TicksPerSecond * 100) };
            _ = Posix.PreciselyPoll(&poll, 1, &span, 0);
        }
        else
        {
            _ = Posix.PreciselyPoll(&poll, 1, null, 0);
        }

        if (poll.Returned != 0)
        {
            _pipe.Clear();
        }
    }

    public void Wake() => _pipe.Wake();

    public void Dispose() => _pipe.Dispose();
}

/// <summary>The wait of other systems, as fine as their monitors.</summary>
internal sealed class MonitorWait : ITimedWait
{
    private readonly object _gate = new();
    private bool _woken;

    public void Wait(TimeSpan? time)
    {
        lock (_gate)
        {
            if (!_woken)
            {
                int milliseconds = time is { } limit ? (int)Math.Min(Math.Ceiling(limit.TotalMilliseconds), int.MaxValue) : Timeout.Infinite;
                Monitor.Wait(_gate, milliseconds);
            }

            _woken = false;
        }
    }

    public void Wake()
    {
        lock (_gate)
        {
            _woken = true;
            Monitor.Pulse(_gate);
        }
    }

    public void Dispose()
    {
        // Nothing to give back: the interface has it for the pipe.
    }
}

/// <summary>A pipe to oneself, which ends a poll.</summary>
internal sealed class WakePipe : IDisposable
{
    private readonly Lock _gate = new();
    private int _writeEnd;

    public unsafe WakePipe()
    {
        int* ends = stackalloc int[2];
        if (Posix.Pipe(ends) != 0)
        {
            throw new SimulatorException($"No pipe could be made: {Marshal.GetLastPInvokeErrorMessage()}.");
        }

        ReadEnd = ends[0];
        _writeEnd = ends[1];
        foreach (int end in (int[])[ends[0], ends[1]])
        {
            _ = Posix.Control(end, Posix.SetDescriptorFlags, Posix.CloseOnExec);
            _ = Posix.Control(end, Posix.SetStatusFlags, Posix.NonBlocking);
        }
    }

    public int ReadEnd { get; }

    public unsafe void Wake()
    {
        lock (_gate)
        {
            byte one = 1;
            if (_writeEnd >= 0)
            {
                _ = Posix.Write(_writeEnd, &one, 1);
            }
        }
    }

    public unsafe void Clear()
    {
        byte* bytes = stackalloc byte[64];
        _ = Posix.Read(ReadEnd, bytes, 64);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_writeEnd >= 0)
            {
                _ = Posix.Close(_writeEnd);
                _ = Posix.Close(ReadEnd);
                _writeEnd = -1;
            }
        }
    }
}
