namespace VescUartBoot.Links;

/// <summary>Bytes that the system would not take at once. Guarded by its port's lock.</summary>
internal sealed class PendingWrite(ReadOnlyMemory<byte> rest)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What is still to be written.</summary>
    internal ReadOnlyMemory<byte> Rest { get; private set; } = rest;

    internal Task Task => _done.Task;

    internal void Advance(int count) => Rest = Rest[count..];

    internal void Complete() => _done.TrySetResult();

    internal void Fail(Exception reason) => _done.TrySetException(reason);
}
