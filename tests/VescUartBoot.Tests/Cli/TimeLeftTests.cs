using VescUartBoot.Cli.Output;
using VescUartBoot.Simulator.Time;

namespace VescUartBoot.Tests.Cli;

public sealed class TimeLeftTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void The_plan_gives_the_time_left_from_the_first_second_on()
    {
        var left = new TimeLeft(_clock);
        left.Plan(TimeSpan.FromSeconds(30));

        // A step that just began: its first reply came late.
        Assert.Equal(TimeSpan.FromSeconds(30), left.Of(384, 384_000, TimeSpan.FromSeconds(0.5)));
    }

    [Fact]
    public void A_step_that_is_slower_than_planned_counts_by_its_rate()
    {
        var left = new TimeLeft(_clock);
        left.Plan(TimeSpan.FromSeconds(3));

        Assert.Equal(TimeSpan.FromSeconds(90), left.Of(1000, 10_000, TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void Without_a_plan_the_rate_decides_and_at_once_nothing_does()
    {
        var left = new TimeLeft(_clock);

        Assert.Null(left.Of(1000, 10_000, TimeSpan.FromSeconds(0.1)));
        Assert.Equal(TimeSpan.FromSeconds(9), left.Of(1000, 10_000, TimeSpan.FromSeconds(1)));
    }
}
