namespace VescUartBoot.Jobs.Common;

/// <summary>Passes progress on at once, on the same thread.</summary>
internal sealed class SynchronousProgress<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}
