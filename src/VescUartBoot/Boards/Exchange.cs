using Polly;
using Polly.Retry;
using Polly.Timeout;
using VescUartBoot.Messages;

namespace VescUartBoot.Boards;

/// <summary>One request on its way through a retry pipeline; <see cref="Exchange{TReply}"/> adds the reply.</summary>
/// <param name="name">Name of the request.</param>
/// <param name="requestClass">Its class.</param>
/// <param name="stop">Ends the attempts. An attempt in progress continues for a moment, in which a working board answers; an erase is not
/// stopped.</param>
internal abstract class Exchange(string name, RequestClass requestClass, CancellationToken stop)
{
    /// <summary>Time for which an attempt continues after the stop.</summary>
    protected static readonly TimeSpan MomentMore = TimeSpan.FromMilliseconds(250);

    public CancellationToken Stop { get; } = stop;

    public string Name { get; } = name;

    public RequestClass Class { get; } = requestClass;

    /// <summary>Sends the request once and waits for its answer.</summary>
    public abstract Task TryAsync(CancellationToken cancellationToken);
}

/// <inheritdoc/>
/// <remarks>The pipelines know only the base class, so they are compiled once and not once for each type of reply.</remarks>
internal sealed class Exchange<TReply>(
    IRequest<TReply> request, Func<IRequest<TReply>, CancellationToken, CancellationToken, Task<TReply>> ask, TimeProvider time,
    CancellationToken stop)
    : Exchange(request.Name, request.Class, stop)
{
    public TReply Reply { get; private set; } = default!;

    public override async Task TryAsync(CancellationToken cancellationToken)
    {
        if (!Stop.CanBeCanceled || Class == RequestClass.Erase)
        {
            Reply = await ask(request, CancellationToken.None, cancellationToken).ConfigureAwait(false);
            return;
        }

        using var over = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var inTime = cancellationToken.UnsafeRegister(static o => ((CancellationTokenSource)o!).Cancel(), over);
        using var stopped = Stop.UnsafeRegister(static o => ((CancellationTokenSource)o!).CancelAfter(MomentMore), over);
        Reply = await ask(request, Stop, over.Token).ConfigureAwait(false);
    }
}
