namespace VescUartBoot.Links;

/// <summary>What opens a serial port.</summary>
public enum SerialPortKind
{
    /// <summary>The serial port of this library: Linux and Windows.</summary>
    Native,

    /// <summary>System.IO.Ports, the package of .NET: every system.</summary>
    System,
}
