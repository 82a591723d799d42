using VescUartBoot.Messages;

namespace VescUartBoot.Boards;

/// <summary>A request that was sent and waits for its answer; <see cref="PendingRequest{TReply}"/> adds the reply.</summary>
/// <remarks>Callers wait by this class, so the waiting is compiled once and not once for each type of reply.</remarks>
internal abstract class PendingRequest(IRequest request, bool probeWhenSilent, bool resumeInline)
{
    private readonly TaskCompletionSource _completion =
        new(resumeInline ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously);

    private Exception? _failure;

    public IRequest Request { get; } = request;

    /// <summary>Ends with the answer, or with the reason why none will come.</summary>
    public Task Answered => _completion.Task;

    /// <summary>Whether a later request may be sent to learn that this one will not be answered.</summary>
    public bool ProbeWhenSilent { get; } = probeWhenSilent;

    /// <summary>The next request in the chain of those to finish.</summary>
    public PendingRequest? Next { get; set; }

    /// <summary>Takes <paramref name="payload"/> if it is the answer.</summary>
    public abstract bool TryTake(ReadOnlySpan<byte> payload);

    /// <summary>Whether <see cref="TryTake"/> would take it.</summary>
    public abstract bool WouldTake(ReadOnlySpan<byte> payload);

    /// <summary>Notes that no answer will come.</summary>
    public void Fail(Exception reason) => _failure = reason;

    /// <summary>Resumes the waiter. Not called under a lock: the waiter may run inside.</summary>
    public void Finish() => _ = _failure is null ? _completion.TrySetResult() : _completion.TrySetException(_failure);

    public void Cancel(CancellationToken token) => _completion.TrySetCanceled(token);
}

/// <inheritdoc/>
internal sealed class PendingRequest<TReply>(IRequest<TReply> request, bool probeWhenSilent, bool resumeInline)
    : PendingRequest(request, probeWhenSilent, resumeInline)
{
    /// <summary>The answer, once there is one.</summary>
    public TReply Reply { get; private set; } = default!;

    public override bool TryTake(ReadOnlySpan<byte> payload)
    {
        if (!request.TryReadReply(payload, out var reply))
        {
            return false;
        }

        Reply = reply;
        return true;
    }

    public override bool WouldTake(ReadOnlySpan<byte> payload) => request.TryReadReply(payload, out _);
}
