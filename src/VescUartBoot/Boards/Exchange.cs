using VescUartBoot.Messages;

namespace VescUartBoot.Boards;

/// <summary>One request on its way through a retry pipeline.</summary>
/// <param name="request">The request.</param>
/// <param name="open">Opens it for an attempt.</param>
/// <param name="ask">Makes an attempt.</param>
/// <param name="time">The clock.</param>
/// <param name="stop">Ends the attempts. An attempt in progress continues for a moment, in which a working board answers; an erase is not
/// stopped.</param>
internal sealed class Exchange(
    IRequest request, Func<PendingRequest> open, Func<PendingRequest, CancellationToken, CancellationToken, Task> ask, TimeProvider time,
    CancellationToken stop)
{
    // Time for which an attempt continues after the stop.
    private static readonly TimeSpan _momentMore = TimeSpan.FromMilliseconds(250);

    public CancellationToken Stop { get; } = stop;

    public string Name => request.Name;

    public RequestClass Class => request.Class;

    /// <summary>The last attempt, which holds the reply once it has succeeded.</summary>
    public PendingRequest? Last { get; private set; }

    /// <summary>Sends the request once and waits for its answer.</summary>
    public async Task TryAsync(CancellationToken cancellationToken)
    {
        Last = open();
        if (!Stop.CanBeCanceled || Class == RequestClass.Erase)
        {
            await ask(Last, CancellationToken.None, cancellationToken).ConfigureAwait(false);
            return;
        }

        using var over = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var inTime = cancellationToken.UnsafeRegister(static o => ((CancellationTokenSource)o!).Cancel(), over);
        using var stopped = Stop.UnsafeRegister(static o => ((CancellationTokenSource)o!).CancelAfter(_momentMore), over);
        await ask(Last, Stop, over.Token).ConfigureAwait(false);
    }
}
