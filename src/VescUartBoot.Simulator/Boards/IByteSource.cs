namespace VescUartBoot.Simulator.Boards;

/// <summary>Where a thread's bytes come from.</summary>
internal interface IByteSource
{
    /// <summary>The next byte, if there is one.</summary>
    bool TryRead(out byte value);
}
