namespace VescUartBoot.Jobs.Common;

/// <summary>Hands on what is reported, at once and on the same thread.</summary>
internal sealed class SynchronousProgress<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}
