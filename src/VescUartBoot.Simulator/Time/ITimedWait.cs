using System.Runtime.InteropServices;

namespace VescUartBoot.Simulator.Time;

/// <summary>Waits for a time, or until it is woken. A wake before the wait is not lost.</summary>
internal interface ITimedWait : IDisposable
{
    /// <summary>Waits, for ever where no time is given.</summary>
    void Wait(TimeSpan? time);

    /// <summary>Ends the wait, or the next one. From any thread.</summary>
    void Wake();
}
