using Polly;
using Polly.Retry;
using Polly.Timeout;
using VescUartBoot.Links;
using VescUartBoot.Messages;

namespace VescUartBoot.Boards;

/// <summary>A pipeline for each class of request: from outside in, the cable that returns, the tries, the time one answer may take.</summary>
internal sealed class RetryPolicies
{
    private static readonly ResiliencePropertyKey<string> _requestName = new("request");

    private readonly BoardOptions _options;
    private readonly TimeProvider _time;
    private readonly TimeSpan _timeOnTheWire;
    private readonly Hooks _hooks;
    private readonly Dictionary<RequestClass, ResiliencePipeline> _pipelines = [];
    private readonly Dictionary<RequestClass, ResiliencePipeline> _single = [];

    public RetryPolicies(BoardOptions options, TimeProvider time, TimeSpan timeOnTheWire, Hooks hooks)
    {
        (_options, _time, _timeOnTheWire, _hooks) = (options, time, timeOnTheWire, hooks);
        foreach (var requestClass in Enum.GetValues<RequestClass>())
        {
            _pipelines[requestClass] = Build(requestClass);
            _single[requestClass] = WithTimeout(new ResiliencePipelineBuilder { TimeProvider = _time }, requestClass).Build();
        }
    }

    /// <summary>What happens around the tries.</summary>
    /// <param name="BeforeRetry">Clears the way for another try: name, number of the try that comes, reason, class.</param>
    /// <param name="LinkLost">Waits for the link to return, or throws.</param>
    internal sealed record Hooks(
        Func<string, int, Exception, RequestClass, CancellationToken, ValueTask> BeforeRetry,
        Func<LinkLostException, CancellationToken, ValueTask> LinkLost);

    /// <summary>All tries of a request.</summary>
    public ValueTask<TReply> RunAsync<TReply>(
        IRequest<TReply> request, Func<IRequest<TReply>, CancellationToken, Task<TReply>> ask, CancellationToken cancellationToken) =>
        RunAsync(_pipelines[request.Class], request, _options.For(request.Class).Attempts, ask, cancellationToken);

    /// <summary>One try of a request.</summary>
    public ValueTask<TReply> RunOnceAsync<TReply>(
        IRequest<TReply> request, Func<IRequest<TReply>, CancellationToken, Task<TReply>> ask, CancellationToken cancellationToken) =>
        RunAsync(_single[request.Class], request, 1, ask, cancellationToken);

    private static async ValueTask<TReply> RunAsync<TReply>(
        ResiliencePipeline pipeline,
        IRequest<TReply> request,
        int attempts,
        Func<IRequest<TReply>, CancellationToken, Task<TReply>> ask,
        CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, cancellationToken);
        context.Properties.Set(_requestName, request.Name);
        try
        {
            return await pipeline.ExecuteAsync(
                static async (context, state) => await state.ask(state.request, context.CancellationToken).ConfigureAwait(false),
                context,
                (ask, request)).ConfigureAwait(false);
        }
        catch (Exception e) when (e is TimeoutRejectedException or ReplyLostException)
        {
            throw new ReplyTimeoutException(request.Name, attempts, e);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private ResiliencePipeline Build(RequestClass requestClass)
    {
        var options = _options.For(requestClass);
        var builder = new ResiliencePipelineBuilder { TimeProvider = _time };
        if (requestClass != RequestClass.Erase && _options.Returns > 0)
        {
            builder.AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<LinkLostException>(),
                MaxRetryAttempts = _options.Returns,
                Delay = TimeSpan.Zero,
                OnRetry = args => _hooks.LinkLost((LinkLostException)args.Outcome.Exception!, args.Context.CancellationToken),
            });
        }

        if (options.Attempts > 1)
        {
            builder.AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<TimeoutRejectedException>().Handle<ReplyLostException>(),
                MaxRetryAttempts = options.Attempts - 1,
                Delay = TimeSpan.Zero,
                OnRetry = args => _hooks.BeforeRetry(
                    args.Context.Properties.GetValue(_requestName, ""),
                    args.AttemptNumber + 2,
                    args.Outcome.Exception!,
                    requestClass,
                    args.Context.CancellationToken),
            });
        }

        return WithTimeout(builder, requestClass).Build();
    }

    private ResiliencePipelineBuilder WithTimeout(ResiliencePipelineBuilder builder, RequestClass requestClass) =>
        builder.AddTimeout(new TimeoutStrategyOptions { Timeout = _options.For(requestClass).ReplyTimeout + _timeOnTheWire });
}
