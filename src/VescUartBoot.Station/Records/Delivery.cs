using System.Data.Common;

using Polly;
using Polly.Retry;

namespace VescUartBoot.Station.Records;

/// <summary>Brings the jobs of the outbox to the shared records, in their order; the bench never waits for it.</summary>
/// <remarks>
/// A job leaves the outbox after the shared database has it on its disk. A station that dies in between sends it again, which the id of
/// the job makes harmless.
/// </remarks>
internal sealed class Delivery
{
    private const int AtOnce = 100;

    private readonly SqliteRecords _local;
    private readonly SharedRecords _shared;
    private readonly DeliveryOptions _options;
    private readonly Action<string> _say;
    private readonly ResiliencePipeline _tries;
    private string? _said;

    /// <summary>Makes the delivery; <see cref="RunAsync"/> begins it.</summary>
    /// <param name="local">The outbox.</param>
    /// <param name="shared">The shared records.</param>
    /// <param name="options">Pauses.</param>
    /// <param name="say">Receives a sentence when records wait and when they are delivered again.</param>
    public Delivery(SqliteRecords local, SharedRecords shared, DeliveryOptions options, Action<string> say)
    {
        (_local, _shared, _options, _say) = (local, shared, options, say);
        _tries = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = options.FirstPause,
            MaxDelay = options.LongestPause,
            OnRetry = args =>
            {
                Say(args.Outcome.Exception!.Message);
                return ValueTask.CompletedTask;
            },
        }).Build();
    }

    /// <summary>Delivers until it is stopped, and ends with one last try, which is short.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await _tries.ExecuteAsync(SendAllAsync, stop).ConfigureAwait(false);
                await _local.WhenEndedAsync(_options.AskEvery, stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await SendLastAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask SendAllAsync(CancellationToken stop)
    {
        _local.RememberShared();
        await _shared.PrepareAsync(stop).ConfigureAwait(false);
        for (var next = _local.Unsent(AtOnce); next.Count > 0; next = _local.Unsent(AtOnce))
        {
            await _shared.AddAsync(next, stop).ConfigureAwait(false);
            _local.MarkSent(next.Select(r => r.Id));
        }

        Say(null);
    }

    private async Task SendLastAsync()
    {
        using var enough = new CancellationTokenSource(_options.LastTry);
        try
        {
            await SendAllAsync(enough.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is RecordsException or OperationCanceledException or DbException)
        {
            Say(_shared.Problem ?? "the shared records take too long to answer");
        }
    }

    // A fault is said once, not at each try.
    private void Say(string? problem)
    {
        if (problem == _said)
        {
            return;
        }

        _said = problem;
        _say(problem is null ? "the shared records have every job" : $"{problem}; the jobs wait here and are delivered later");
    }
}
