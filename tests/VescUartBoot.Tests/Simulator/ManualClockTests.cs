using VescUartBoot.Simulator.Time;

namespace VescUartBoot.Tests.Simulator;

public sealed class ManualClockTests
{
    [Fact]
    public void Timers_fire_by_due_time_and_then_in_the_order_in_which_they_were_set()
    {
        var clock = new ManualClock();
        var fired = new List<(string, double)>();
        ITimer Set(string name, double ms) =>
            clock.CreateTimer(_ => fired.Add((name, clock.Elapsed.TotalMilliseconds)), null, TimeSpan.FromMilliseconds(ms),
                Timeout.InfiniteTimeSpan);
        using var c = Set("c", 20);
        using var a = Set("a", 10);
        using var b = Set("b", 10);
        using var never = Set("never", 15);
        never.Dispose();
        using var late = Set("late", 30);
        clock.Advance(TimeSpan.FromMilliseconds(25));
        Assert.Equal([("a", 10), ("b", 10), ("c", 20)], fired);
        Assert.Equal(25, clock.Elapsed.TotalMilliseconds);
    }

    [Fact]
    public void A_period_repeats_and_a_change_replaces()
    {
        var clock = new ManualClock();
        int count = 0;
        using var timer = clock.CreateTimer(_ => count++, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(3, count);
        timer.Change(TimeSpan.FromSeconds(10), Timeout.InfiniteTimeSpan);
        clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(4, count);
    }

    [Fact]
    public void Work_runs_on_the_calling_thread_and_time_jumps()
    {
        var clock = new ManualClock();
        int thread = Environment.CurrentManagedThreadId;
        int result = clock.Run(async () =>
        {
            await Task.Delay(TimeSpan.FromHours(1), clock);
            Assert.Equal(thread, Environment.CurrentManagedThreadId);
            using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(1), clock);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new TaskCompletionSource().Task.WaitAsync(timeout.Token));
            await Assert.ThrowsAsync<TimeoutException>(
                () => new TaskCompletionSource().Task.WaitAsync(TimeSpan.FromMinutes(1), clock, CancellationToken.None));
            Assert.Equal(thread, Environment.CurrentManagedThreadId);
            return 7;
        });
        Assert.Equal(7, result);
        Assert.Equal(TimeSpan.FromMinutes(62), clock.Elapsed);
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 1, 2, 0, TimeSpan.Zero), clock.GetUtcNow());
    }

    [Fact]
    public void Work_that_waits_for_nothing_that_comes_is_an_error_that_says_so()
    {
        var clock = new ManualClock();
        var error = Assert.Throws<InvalidOperationException>(() => clock.Run(() => new TaskCompletionSource().Task));
        Assert.Contains("no timer is left", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Work_that_never_ends_is_an_error_after_the_limit()
    {
        var clock = new ManualClock { RunLimit = TimeSpan.FromMinutes(1) };
        var error = Assert.Throws<InvalidOperationException>(() => clock.Run(async () =>
        {
            while (true)
            {
                await Task.Delay(TimeSpan.FromSeconds(7), clock);
            }
        }));
        Assert.Contains("00:01:00", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exception_of_the_work_is_the_callers() =>
        Assert.Throws<FormatException>(() => new ManualClock().Run(() => throw new FormatException()));
}
