using VescUartBoot.Links;

namespace VescUartBoot.Boards;

/// <summary>One writes at a time, in the order in which they came.</summary>
/// <remarks>
/// A semaphore resumes who has waited on the thread pool, and a conversation on a clock that its caller drives must not leave that
/// thread. Such a wait is rare: it takes a link that is full.
/// </remarks>
internal sealed class WriteQueue
{
    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private bool _taken;

    /// <summary>Waits for the turn; <see cref="End"/> passes it on.</summary>
    /// <param name="resumesInline">See <see cref="VescUartBoot.Links.ILink.ResumesInline"/>.</param>
    /// <param name="cancellationToken">Gives the place in the queue up.</param>
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

    /// <summary>The next in the queue has its turn.</summary>
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

            // Outside the lock: it may resume inside. Who gave up is passed over.
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
