using Polly;
using Polly.Retry;
using Polly.Timeout;
using VescUartBoot.Links;
using VescUartBoot.Messages;

namespace VescUartBoot.Boards;

/// <summary>A pipeline for each class of request, from the outside in: return of the link, attempts, reply time-out.</summary>
internal sealed class RetryPolicies(BoardOptions options, TimeProvider time, TimeSpan timeOnTheWire, RetryPolicies.Hooks hooks)
{
    private static readonly ResiliencePropertyKey<Exchange> _exchange = new("exchange");

    private readonly Dictionary<(RequestClass Class, bool AllTries), ResiliencePipeline> _pipelines = [];

    /// <summary>Callbacks around the attempts.</summary>
    /// <param name="BeforeRetry">Prepares a retry: receives its number and the reason why the attempt before failed.</param>
    /// <param name="LinkLost">Waits for the link to return, or throws.</param>
    internal sealed record Hooks(
        Func<Exchange, int, Exception, ValueTask> BeforeRetry,
        Func<LinkLostException, CancellationToken, ValueTask> LinkLost);

    /// <summary>Runs <paramref name="exchange"/> with all attempts of its class, or with one.</summary>
    public async ValueTask RunAsync(Exchange exchange, bool allTries)
    {
        exchange.Stop.ThrowIfCancellationRequested();
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, CancellationToken.None);
        context.Properties.Set(_exchange, exchange);
        try
        {
            await PipelineFor(exchange.Class, allTries).ExecuteAsync(
                static async (context, exchange) => await exchange.TryAsync(context.CancellationToken).ConfigureAwait(false),
                context,
                exchange).ConfigureAwait(false);
        }
        catch (Exception e) when (e is TimeoutRejectedException or ReplyLostException)
        {
            throw new ReplyTimeoutException(exchange.Name, allTries ? options.For(exchange.Class).Attempts : 1, e);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    internal ResiliencePipeline PipelineFor(RequestClass requestClass, bool allTries)
    {
        // Built when first needed: a short command needs one of eight.
        lock (_pipelines)
        {
            if (!_pipelines.TryGetValue((requestClass, allTries), out var pipeline))
            {
                pipeline = Build(requestClass, allTries);
                _pipelines.Add((requestClass, allTries), pipeline);
            }

            return pipeline;
        }
    }

    private ResiliencePipeline Build(RequestClass requestClass, bool allTries)
    {
        var retry = options.For(requestClass);
        var builder = new ResiliencePipelineBuilder { TimeProvider = time };
        if (allTries && requestClass != RequestClass.Erase && options.Returns > 0)
        {
            builder.AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = static args => new ValueTask<bool>(args.Outcome.Exception is LinkLostException),
                MaxRetryAttempts = options.Returns,
                Delay = TimeSpan.Zero,
                OnRetry = args => hooks.LinkLost((LinkLostException)args.Outcome.Exception!,
                    args.Context.Properties.GetValue(_exchange, null!).Stop),
            });
        }

        if (allTries && retry.Attempts > 1)
        {
            builder.AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = static args => new ValueTask<bool>(args.Outcome.Exception is TimeoutRejectedException or ReplyLostException),
                MaxRetryAttempts = retry.Attempts - 1,
                Delay = TimeSpan.Zero,
                OnRetry = args => hooks.BeforeRetry(
                    args.Context.Properties.GetValue(_exchange, null!), args.AttemptNumber + 2, args.Outcome.Exception!),
            });
        }

        return builder.AddTimeout(new TimeoutStrategyOptions { Timeout = retry.ReplyTimeout + timeOnTheWire }).Build();
    }
}
