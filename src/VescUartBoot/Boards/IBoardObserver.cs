namespace VescUartBoot.Boards;

/// <summary>Is told what happens below a job's own steps. Calls may come from any thread, one at a time.</summary>
public interface IBoardObserver
{
    /// <summary>A request is repeated.</summary>
    /// <param name="what">Name of the request.</param>
    /// <param name="attempt">Which try comes now; 2 for the first repetition.</param>
    /// <param name="reason">What went wrong with the one before.</param>
    void OnRetry(string what, int attempt, string reason);

    /// <summary>The link was lost in the middle of a job and is waited for.</summary>
    void OnLinkLost(string reason, TimeSpan waiting);

    /// <summary>The link is back, and it is the same board.</summary>
    void OnLinkReturned();
}
