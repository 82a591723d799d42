using VescUartBoot.Links;

namespace VescUartBoot.Boards;

/// <summary>Lets one caller write at a time, in the order of arrival.</summary>
/// <remarks>
/// A semaphore resumes a waiter on the thread pool, but a connection on a clock that its caller drives must stay on that thread. A wait
/// is rare: it needs a full link.
/// </remarks>
internal sealed class WriteQueue
{
    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private bool _taken;

    /// <summary>Waits for the turn to write; <see cref="End"/> passes it on.</summary>
    /// <param name="resumesInline">See <see cref="VescUartBoot.Links.ILink.ResumesInline"/>.</param>
    /// <param name="cancellationToken">Leaves the queue.</param>
    public ValueTask BeginAsync(bool resumesInline, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        TaskCompletionSource turn;
        lock (_lock)
        {
            if (!_taken)
            {
                _taken = true;
                return ValueTask.CompletedTask;
            }

            turn = new TaskCompletionSource(resumesInline ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(turn);
        }

        return new ValueTask(WaitAsync(turn, cancellationToken));
    }

    /// <summary>Passes the turn to the next caller in the queue.</summary>
    public void End()
    {
        while (true)
        {
            TaskCompletionSource? next;
            lock (_lock)
            {
                if (!_waiting.TryDequeue(out next))
                {
                    _taken = false;
                    return;
                }
            }

            // Outside the lock: the waiter may resume inside. A waiter that has left the queue is skipped.
            if (next.TrySetResult())
            {
                return;
            }
        }
    }

    private static async Task WaitAsync(TaskCompletionSource turn, CancellationToken cancellationToken)
    {
        using var cancelling = cancellationToken.UnsafeRegister(
            static (state, token) => ((TaskCompletionSource)state!).TrySetCanceled(token), turn);
        await turn.Task.ConfigureAwait(false);
    }
}
