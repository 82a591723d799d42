namespace VescUartBoot.Simulator.Boards;

/// <summary>Source of the bytes that a thread reads.</summary>
internal interface IByteSource
{
    /// <summary>Reads the next byte, if any.</summary>
    bool TryRead(out byte value);
}
