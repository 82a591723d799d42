using VescUartBoot.Jobs.Common;
using VescUartBoot.Simulator.Faults;

namespace VescUartBoot.Tests.Jobs;

/// <summary>An install during which one thing goes wrong.</summary>
internal static class Accident
{
    /// <summary>It succeeds, the sector holds the image, and nothing else was changed or erased.</summary>
    public static void AssertInstalls(string what, Fault fault, string firmware = "6.05")
    {
        using var bench = JobBench.On($"fw={firmware}");
        bench.Board.Inject(fault);
        JobResult result;
        try
        {
            result = bench.Install();
        }
        catch (Exception e) when (e is VescException or InvalidOperationException)
        {
            throw new InvalidOperationException($"{what}: {e.Message}", e);
        }

        Assert.True(result.Failure is null, $"{what}: {result.Failure}\n{string.Join('\n', bench.Events.OfType<JobEvent.Warned>())}");
        bench.AssertSectorHolds(JobBench.Image.Content.Span);
        bench.AssertUnchangedExcept(11);
        Assert.Equal(0, bench.Board.Flash.Erases(11));
    }
}
