using Polly.Retry;
using Polly.Testing;
using Polly.Timeout;
using VescUartBoot.Boards;
using VescUartBoot.Messages;

namespace VescUartBoot.Tests.Boards;

/// <summary>The shape of the pipeline of each class of request, which is a promise.</summary>
public sealed class RetryPipelineTests
{
    public static TheoryData<object> Classes => [.. Enum.GetValues<RequestClass>().Cast<object>()];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_erase_is_never_repeated(bool allTries) =>
        Assert.IsType<TimeoutStrategyOptions>(Assert.Single(StrategiesOf(RequestClass.Erase, allTries)));

    [Theory]
    [MemberData(nameof(Classes))]
    public void A_request_that_is_to_be_tried_once_is_not_repeated(object requestClass) =>
        Assert.IsType<TimeoutStrategyOptions>(Assert.Single(StrategiesOf((RequestClass)requestClass, allTries: false)));

    [Fact]
    public void A_cable_that_returns_is_outside_the_tries_and_each_try_has_its_own_time()
    {
        var options = new BoardOptions();

        Assert.Collection(
            StrategiesOf(RequestClass.Read, allTries: true),
            cable => Assert.Equal(options.Returns, Assert.IsType<RetryStrategyOptions>(cable).MaxRetryAttempts),
            tries => Assert.Equal(options.For(RequestClass.Read).Attempts - 1, Assert.IsType<RetryStrategyOptions>(tries).MaxRetryAttempts),
            time => Assert.Equal(options.For(RequestClass.Read).ReplyTimeout, Assert.IsType<TimeoutStrategyOptions>(time).Timeout));
    }

    private static IEnumerable<object?> StrategiesOf(RequestClass requestClass, bool allTries)
    {
        var hooks = new RetryPolicies.Hooks((_, _, _) => default, (_, _) => default);
        var policies = new RetryPolicies(new BoardOptions(), TimeProvider.System, TimeSpan.Zero, hooks);
        return policies.PipelineFor(requestClass, allTries).GetPipelineDescriptor().Strategies.Select(s => s.Options);
    }
}
