using VescUartBoot.Station.Ports;

namespace VescUartBoot.Station.Tests;

public sealed class SimulatedPortsTests
{
    [Fact]
    public async Task A_job_that_waits_for_the_disk_keeps_no_other_board_waiting()
    {
        using var ports = new SimulatedPorts(2);
        var found = await ports.FindAsync(CancellationToken.None);
        using var flushed = new ManualResetEventSlim();
        using var waits = found[0].Time.CreateTimer(_ => flushed.Wait(), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        using var goesOn = found[1].Time.CreateTimer(_ => flushed.Set(), null, TimeSpan.FromMilliseconds(5), Timeout.InfiniteTimeSpan);
        Assert.True(flushed.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }
}
