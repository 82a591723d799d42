using VescUartBoot.Messages;

namespace VescUartBoot.Boards;

/// <summary>A request that was sent and waits for its answer.</summary>
internal abstract class PendingRequest(bool probeWhenSilent)
{
    /// <summary>Whether a later request may be sent to learn that this one will not be answered.</summary>
    public bool ProbeWhenSilent { get; } = probeWhenSilent;

    /// <summary>The next request in the chain of those to finish.</summary>
    public PendingRequest? Next { get; set; }

    /// <summary>Takes <paramref name="payload"/> if it is the answer.</summary>
    public abstract bool TryTake(ReadOnlySpan<byte> payload);

    /// <summary>Whether <see cref="TryTake"/> would take it.</summary>
    public abstract bool WouldTake(ReadOnlySpan<byte> payload);

    /// <summary>Notes that no answer will come.</summary>
    public abstract void Fail(Exception reason);

    /// <summary>Resumes the waiter. Not called under a lock: the waiter may run inside.</summary>
    public abstract void Finish();
}

/// <inheritdoc/>
internal sealed class PendingRequest<TReply>(IRequest<TReply> request, bool probeWhenSilent, bool resumeInline)
    : PendingRequest(probeWhenSilent)
{
    private readonly TaskCompletionSource<TReply> _completion =
        new(resumeInline ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously);

    private TReply? _reply;
    private Exception? _failure;

    public Task<TReply> Reply => _completion.Task;

    public override bool TryTake(ReadOnlySpan<byte> payload)
    {
        if (!request.TryReadReply(payload, out var reply))
        {
            return false;
        }

        _reply = reply;
        return true;
    }

    public override bool WouldTake(ReadOnlySpan<byte> payload) => request.TryReadReply(payload, out _);

    public override void Fail(Exception reason) => _failure = reason;

    public override void Finish() =>
        _ = _failure is null ? _completion.TrySetResult(_reply!) : _completion.TrySetException(_failure);

    public void Cancel(CancellationToken token) => _completion.TrySetCanceled(token);
}
