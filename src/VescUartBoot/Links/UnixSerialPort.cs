using System.Runtime.InteropServices;
using VescUartBoot.Interop;

namespace VescUartBoot.Links;

/// <summary>A serial port on Linux: a device node, or a symbolic link to it.</summary>
internal sealed class UnixSerialPort : SerialPortLink
{
    private UnixSerialPort(UnixTerminal terminal, string name, int baudRate, LinkKind kind)
        : base(terminal, name, baudRate, kind)
    {
    }

    /// <summary>Whether the system calls are known: Linux on the common processors.</summary>
    internal static bool IsSupported => OperatingSystem.IsLinux() && LinuxConstants.Fit(RuntimeInformation.ProcessArchitecture);

    /// <summary>Opens a port and discards earlier input. A driver may take some seconds if its device is stuck.</summary>
    /// <param name="path">The device node, or a symbolic link to it.</param>
    /// <param name="baudRate">Baud rate, as supported by the driver.</param>
    /// <param name="kind">Kind of the link, if the caller knows it.</param>
    /// <exception cref="LinkOpenException">The port could not be opened; <see cref="LinkOpenException.Failure"/> gives the
    /// reason.</exception>
    public static UnixSerialPort Open(string path, int baudRate = DefaultBaudRate, LinkKind kind = LinkKind.Unknown)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(baudRate);
        if (!IsSupported)
        {
            throw new LinkOpenException(path, LinkOpenFailure.Failed, "This system has only the serial port of System.IO.Ports.");
        }

        string target = SerialPorts.Resolve(path);
        var node = DeviceNode.Of(target);
        if (node is { IsCharacterDevice: false })
        {
            throw SerialPortError.NotATerminal(path, target, node);
        }

        var terminal = UnixTerminal.Open(target, node is { IsPseudoTerminal: true }, baudRate, out int error)
            ?? throw SerialPortError.Opening(path, target, error);
        return new UnixSerialPort(terminal, path, baudRate, kind);
    }
}
