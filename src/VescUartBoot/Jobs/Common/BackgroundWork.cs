namespace VescUartBoot.Jobs.Common;

/// <summary>Work for the processor alone, done while the board is asked.</summary>
/// <remarks>Its result is waited for on the thread of the conversation, which tests drive by their clock: that thread must not
/// change.</remarks>
internal sealed class BackgroundWork<T>(Func<T> work)
{
    private readonly Task<T> _task = Task.Run(work);

    public T Result => _task.GetAwaiter().GetResult();
}
