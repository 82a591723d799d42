using System.Runtime.InteropServices;
using VescUartBoot.Simulator.Links;

namespace VescUartBoot.Simulator.Time;

/// <summary>The wait on Linux: ppoll has nanosecond resolution, and a pipe wakes it.</summary>
internal sealed class PollingWait : ITimedWait
{
    private readonly WakePipe _pipe = new();
    private bool _tight;

    public unsafe void Wait(TimeSpan? time)
    {
        if (!_tight)
        {
            // By default the kernel may delay a timer by 50 µs to save wake-ups.
            _tight = true;
            _ = Posix.SetTimerSlack(Posix.TimerSlackOption, 1, 0, 0, 0);
        }

        var poll = new Posix.PollEntry { Descriptor = _pipe.ReadEnd, Events = Posix.PollIn };
        if (time is { } limit)
        {
            var span = new Posix.TimeSpec
            {
                Seconds = (nint)(limit.Ticks / TimeSpan.TicksPerSecond),
                Nanoseconds = (nint)(limit.Ticks % TimeSpan.TicksPerSecond * 100)
            };
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
