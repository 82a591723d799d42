namespace VescUartBoot.Jobs.Common;

/// <summary>CPU-bound work that runs while requests to the board are in progress.</summary>
/// <remarks>The result is awaited on the thread of the connection, which tests drive by their clock: that thread must not change.</remarks>
internal sealed class BackgroundWork<T>(Func<T> work)
{
    private readonly Task<T> _task = Task.Run(work);

    public T Result => _task.GetAwaiter().GetResult();
}
