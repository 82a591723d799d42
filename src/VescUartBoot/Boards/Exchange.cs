using Polly;
using Polly.Retry;
using Polly.Timeout;
using VescUartBoot.Messages;

namespace VescUartBoot.Boards;

/// <summary>One request on its way through a pipeline; what its reply looks like is the business of
/// <see cref="Exchange{TReply}"/>.</summary>
/// <param name="name">Name of the request.</param>
/// <param name="requestClass">Its class.</param>
/// <param name="stop">Ends the tries. One that is under way has a moment more, in which a board that is well answers; an erase ends by
/// itself.</param>
internal abstract class Exchange(string name, RequestClass requestClass, CancellationToken stop)
{
    /// <summary>How long a try goes on after the stop.</summary>
    protected static readonly TimeSpan MomentMore = TimeSpan.FromMilliseconds(250);

    public CancellationToken Stop { get; } = stop;

    public string Name { get; } = name;

    public RequestClass Class { get; } = requestClass;

    /// <summary>Sends the request once and waits for its answer.</summary>
    public abstract Task TryAsync(CancellationToken cancellationToken);
}

/// <inheritdoc/>
/// <remarks>The pipelines know only the base class: they are compiled once, not once for each kind of reply.</remarks>
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
