using System.Collections.Concurrent;
using System.Reflection;
using Xunit.v3;

[assembly: VescUartBoot.TestKit.TimeLimit]

namespace VescUartBoot.TestKit;

/// <summary>Ends the run with the name of a test that hangs, which no test does for ten minutes on the busiest machine.</summary>
/// <remarks>Compiled into each test project. A test with a time limit of its own fails by itself, earlier; one that never returns to
/// the runner, as synchronous tests may, can be ended in no other way.</remarks>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class TimeLimitAttribute(TimeProvider time, Action<string> end) : BeforeAfterTestAttribute
{
    internal static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, ITimer> _running = [];

    public TimeLimitAttribute()
        : this(TimeProvider.System, Environment.FailFast)
    {
    }

    public override void Before(MethodInfo methodUnderTest, IXunitTest test) =>
        _running[test.UniqueID] = time.CreateTimer(
            _ => end($"{test.TestDisplayName} has not come to its end in {Limit.TotalMinutes} minutes"),
            null,
            Limit,
            Timeout.InfiniteTimeSpan);

    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (_running.TryRemove(test.UniqueID, out var timer))
        {
            timer.Dispose();
        }
    }
}
