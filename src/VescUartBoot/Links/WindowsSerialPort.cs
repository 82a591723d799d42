using System.Runtime.Versioning;
using VescUartBoot.Interop;

namespace VescUartBoot.Links;

/// <summary>A serial port on Windows, by its name: <c>COM5</c>, <c>COM12</c>.</summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsSerialPort : SerialPortLink
{
    private WindowsSerialPort(WindowsTerminal terminal, string name, int baudRate, LinkKind kind)
        : base(terminal, name, baudRate, kind)
    {
    }

    /// <summary>Opens a port and discards earlier input. A driver may take some seconds if its device is stuck.</summary>
    /// <param name="name">Name of the port: <c>COM5</c>.</param>
    /// <param name="baudRate">Baud rate, as supported by the driver.</param>
    /// <param name="kind">Kind of the link, if the caller knows it.</param>
    /// <exception cref="LinkOpenException">It could not be opened; <see cref="LinkOpenException.Failure"/> gives the reason.</exception>
    public static WindowsSerialPort Open(string name, int baudRate = DefaultBaudRate, LinkKind kind = LinkKind.Unknown)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(baudRate);
        var terminal = WindowsTerminal.Open(name, baudRate, out int error, out var step);
        return terminal is not null
            ? new WindowsSerialPort(terminal, name, baudRate, kind)
            : throw WindowsPortError.Opening(name, step, error, WindowsPorts.IsListed(name));
    }
}
