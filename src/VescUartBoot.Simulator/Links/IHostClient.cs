namespace VescUartBoot.Simulator.Links;

/// <summary>Who sits at the host's end of a board's port.</summary>
internal interface IHostClient
{
    /// <summary>Takes bytes of the board. Returns how many; one that takes fewer calls <see cref="BoardPort.ClientIsReady"/>
    /// later.</summary>
    int Deliver(ReadOnlySpan<byte> bytes);

    /// <summary>The port is gone.</summary>
    void Lost(string reason);
}
