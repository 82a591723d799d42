namespace VescUartBoot.Boards;

/// <summary>The requests that wait for an answer, in the order in which they were sent. Guarded by the lock of the owner.</summary>
internal sealed class PendingRequests
{
    private readonly List<PendingRequest> _open = [];
    private PendingRequest? _firstFinished;
    private PendingRequest? _lastFinished;

    public bool Any => _open.Count > 0;

    /// <summary>A read is open, and no later request that would show whether its answer still comes.</summary>
    public bool WantProbe => _open.FindLast(static r => !r.Request.MayStayUnanswered) is { ProbeWhenSilent: true };

    public void Add(PendingRequest request) => _open.Add(request);

    public void Remove(PendingRequest request) => _open.Remove(request);

    /// <summary>Whether <paramref name="request"/> is open, and another one sent before it.</summary>
    public bool IsBehindAnother(PendingRequest request) => _open.IndexOf(request) > 0;

    /// <summary>Whether <paramref name="payload"/> answers one of the requests.</summary>
    public bool WouldTake(ReadOnlySpan<byte> payload)
    {
        foreach (var request in _open)
        {
            if (request.WouldTake(payload))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Passes <paramref name="payload"/> to the first request that it answers.</summary>
    /// <returns>False if it answers none of them.</returns>
    public bool Offer(ReadOnlySpan<byte> payload)
    {
        for (int i = 0; i < _open.Count; i++)
        {
            if (!_open[i].TryTake(payload))
            {
                continue;
            }

            // Replies on one link come in order: earlier requests that are still open get no answer.
            for (int earlier = 0; earlier < i; earlier++)
            {
                _open[earlier].Fail(new ReplyLostException("an earlier request"));
            }

            Finish(i + 1);
            return true;
        }

        return false;
    }

    /// <summary>Ends all of them.</summary>
    public void FailAll(VescException reason)
    {
        foreach (var request in _open)
        {
            request.Fail(reason);
        }

        Finish(_open.Count);
    }

    /// <summary>Returns the chain of finished requests, answered or failed, in order, for the owner to resume.</summary>
    public PendingRequest? TakeFinished()
    {
        var first = _firstFinished;
        _firstFinished = _lastFinished = null;
        return first;
    }

    private void Finish(int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (_lastFinished is null)
            {
                _firstFinished = _open[i];
            }
            else
            {
                _lastFinished.Next = _open[i];
            }

            _lastFinished = _open[i];
        }

        _open.RemoveRange(0, count);
    }
}
