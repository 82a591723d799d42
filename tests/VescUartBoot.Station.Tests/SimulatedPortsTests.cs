using VescUartBoot.Station.Ports;

namespace VescUartBoot.Station.Tests;

public sealed class SimulatedPortsTests
{
    [Fact]
    public async Task A_job_that_waits_for_the_disk_keeps_no_other_board_waiting()
    {
        using var ports = new SimulatedPorts(2);
        var found = await ports.FindAsync(CancellationToken.None);
        TaskCompletionSource waiting = Source(), other = Source(), ended = Source();
        using var flushed = new ManualResetEventSlim();
        using var waits = found[0].Time.CreateTimer(
            _ =>
            {
                waiting.SetResult();
                flushed.Wait();
                ended.SetResult();
            },
            null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        await waiting.Task.WaitAsync(TestContext.Current.CancellationToken);

        using var goesOn = found[1].Time.CreateTimer(_ => other.SetResult(), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);

        try
        {
            await other.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        }
        finally
        {
            flushed.Set();
            await ended.Task;
        }

        // The test must not go on inside a callback.
        static TaskCompletionSource Source() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
