using System.Runtime.InteropServices;

namespace VescUartBoot.Simulator.Time;

/// <summary>Waits for a time or until a wake-up. A wake-up before the wait is not lost.</summary>
internal interface ITimedWait : IDisposable
{
    /// <summary>Waits, without limit if no time is given.</summary>
    void Wait(TimeSpan? time);

    /// <summary>Ends the current or next wait. Thread-safe.</summary>
    void Wake();
}
