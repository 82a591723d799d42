using VescUartBoot.Simulator.Faults;

namespace VescUartBoot.Campaign;

/// <summary>How long a job may take in board time, whatever goes wrong.</summary>
internal static class Bounds
{
    /// <summary>The bound of a job.</summary>
    public static TimeSpan Of(Schedule schedule, JobRecord job)
    {
        // What moves many bytes is slower on a UART, and a link that loses a share of everything repeats that share.
        bool uart = schedule.Board.Link is LinkSetup.Uart115200 or LinkSetup.Uart921600;
        bool lossy = !job.IsGoal && schedule.Faults.Any(f => f.Fault.When is OnByte { Position: 0 } or OnFrame { Occurrence: 0 });
        double minutes = job.Step.Kind == JobKind.Upgrade ? 8 : 3;
        minutes *= (uart ? 1.5 : 1) * (lossy ? 4 : 1);

        // A lost cable is waited for, an unanswered erase for 20 s and then asked after.
        return TimeSpan.FromMinutes(minutes) + (job.IsGoal ? TimeSpan.Zero : TimeSpan.FromSeconds(40) * schedule.Faults.Count);
    }
}
