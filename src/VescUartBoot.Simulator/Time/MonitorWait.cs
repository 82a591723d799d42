using System.Runtime.InteropServices;

namespace VescUartBoot.Simulator.Time;

/// <summary>The wait on other systems, with the resolution of their monitors.</summary>
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
                int milliseconds = time is { } limit ? (int)Math.Min(Math.Ceiling(limit.TotalMilliseconds), int.MaxValue)
                    : Timeout.Infinite;
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
        // Nothing to release; the interface requires it for the pipe.
    }
}
