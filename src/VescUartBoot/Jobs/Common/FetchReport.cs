using VescUartBoot.Catalog;

namespace VescUartBoot.Jobs.Common;

/// <summary>Reports a fetch as events of a job.</summary>
/// <param name="events">Receives them; <see langword="null"/>: nobody.</param>
internal sealed class FetchReport(IProgress<JobEvent>? events) : IFetchObserver
{
    private readonly Lock _lock = new();
    private long _total;
    private long _done;

    public void OnBegin(long total)
    {
        (_total, _done) = (total, 0);
        if (total > 0)
        {
            events?.Report(new JobEvent.PhaseStarted(JobPhase.Fetch));
        }
    }

    public void OnDamaged(string message) => events?.Report(new JobEvent.Warned("storeDamaged", message));

    public void OnBytes(int count)
    {
        lock (_lock)
        {
            _done += count;
            events?.Report(new JobEvent.Progressed(JobPhase.Fetch, _done, _total));
        }
    }

    public void OnRetry(string what, int attempt, string reason, int forgotten)
    {
        lock (_lock)
        {
            _done -= forgotten;
            events?.Report(new JobEvent.Retried(what, attempt, reason));
        }
    }
}
