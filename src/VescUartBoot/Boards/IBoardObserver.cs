namespace VescUartBoot.Boards;

/// <summary>Receives retries and link events below the steps of a job. Calls may come from any thread, one at a time.</summary>
public interface IBoardObserver
{
    /// <summary>A request is repeated.</summary>
    /// <param name="what">Name of the request.</param>
    /// <param name="attempt">Number of the new attempt; 2 for the first repetition.</param>
    /// <param name="reason">Reason why the attempt before failed.</param>
    void OnRetry(string what, int attempt, string reason);

    /// <summary>The link was lost during a job; the board waits up to <paramref name="waiting"/> for its return.</summary>
    void OnLinkLost(string reason, TimeSpan waiting);

    /// <summary>The link has returned with the same board.</summary>
    void OnLinkReturned();
}
