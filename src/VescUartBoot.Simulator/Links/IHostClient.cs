namespace VescUartBoot.Simulator.Links;

/// <summary>The client at the host end of a board's port.</summary>
internal interface IHostClient
{
    /// <summary>Accepts bytes of the board and returns their number. A client that accepts fewer calls
    /// <see cref="BoardPort.ClientIsReady"/> later.</summary>
    int Deliver(ReadOnlySpan<byte> bytes);

    /// <summary>Called when the port is gone.</summary>
    void Lost(string reason);
}
