namespace VescUartBoot.Simulator.Boards;

/// <summary>The ways to the host.</summary>
public enum SimulatedTransport
{
    /// <summary>The board's own USB.</summary>
    Usb,

    /// <summary>A UART behind an adapter: the port stays when the board restarts, and nothing is received while flash is busy.</summary>
    Uart,
}
