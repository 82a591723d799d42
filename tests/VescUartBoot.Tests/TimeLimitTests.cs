using System.Reflection;
using VescUartBoot.Simulator.Time;
using Xunit.v3;

namespace VescUartBoot.Tests;

public sealed class TimeLimitTests
{
    private readonly ManualClock _clock = new();
    private readonly List<string> _ended = [];

    private static MethodInfo Method { get; } = typeof(TimeLimitTests).GetMethod(nameof(A_test_that_hangs_ends_the_run_by_its_name))!;

    private static IXunitTest Test => (IXunitTest)TestContext.Current.Test!;

    [Fact]
    public void A_test_that_hangs_ends_the_run_by_its_name()
    {
        new TimeLimitAttribute(_clock, _ended.Add).Before(Method, Test);

        _clock.Advance(TimeLimitAttribute.Limit - TimeSpan.FromSeconds(1));
        Assert.Empty(_ended);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.StartsWith($"{typeof(TimeLimitTests)}.{nameof(A_test_that_hangs_ends_the_run_by_its_name)} ", Assert.Single(_ended),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_test_that_ends_has_no_limit_any_more()
    {
        var limit = new TimeLimitAttribute(_clock, _ended.Add);
        limit.Before(Method, Test);
        limit.After(Method, Test);

        _clock.Advance(TimeLimitAttribute.Limit);

        Assert.Empty(_ended);
    }

    [Fact]
    public void Every_test_here_has_one() => Assert.NotNull(typeof(TimeLimitTests).Assembly.GetCustomAttribute<TimeLimitAttribute>());
}
