namespace VescUartBoot.Links;

/// <summary>Implementation of a serial port.</summary>
public enum SerialPortKind
{
    /// <summary>The implementation of this library: Linux and Windows.</summary>
    Native,

    /// <summary>System.IO.Ports, the .NET package: every operating system.</summary>
    System,
}
