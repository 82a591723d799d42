namespace VescUartBoot.Simulator.Boards;

/// <summary>Connections to the host.</summary>
public enum SimulatedTransport
{
    /// <summary>USB of the board.</summary>
    Usb,

    /// <summary>A UART with an adapter: the port stays when the board restarts, and nothing is received while flash is busy.</summary>
    Uart,
}
