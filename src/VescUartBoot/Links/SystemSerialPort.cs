using System.Diagnostics.CodeAnalysis;
using System.IO.Ports;
using VescUartBoot.Interop;

namespace VescUartBoot.Links;

/// <summary>A serial port through System.IO.Ports, which supports more operating systems than this library.</summary>
/// <remarks>
/// This type and <see cref="StreamLink"/> work around weaknesses of the package: a read is always posted, a loss is one typed exception, a
/// close does not block the owner, the reasons of a failed open are distinguished, and a port whose device is about to disappear is closed
/// first.
/// </remarks>
internal static class SystemSerialPort
{
    // Time for the driver to send buffered bytes, such as the frame that restarts the board.
    private static readonly TimeSpan GoesOutWithin = TimeSpan.FromMilliseconds(200);

    // A discard frees one portion of the driver's buffer, and a stuck write may need several.
    private static readonly TimeSpan DiscardEvery = TimeSpan.FromMilliseconds(10);

    /// <summary>Opens a port and discards earlier input. A driver may take some seconds if its device is stuck.</summary>
    /// <param name="path">The device node, or a symbolic link to it; <c>COM5</c> on Windows.</param>
    /// <param name="baudRate">Baud rate, as supported by the driver.</param>
    /// <param name="kind">Kind of the link, if the caller knows it.</param>
    /// <exception cref="LinkOpenException">The port could not be opened; <see cref="LinkOpenException.Failure"/> gives the
    /// reason.</exception>
    public static ILink Open(string path, int baudRate = SerialPortLink.DefaultBaudRate, LinkKind kind = LinkKind.Unknown)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(baudRate);
        string target = SerialPorts.Resolve(path);
        if (!OperatingSystem.IsWindows())
        {
            LookAt(path, target);
        }

        SerialPort port = new(target, baudRate);
        try
        {
            port.Open();
            Prepare(port);
        }
        catch (Exception exception)
        {
            port.Dispose();
            throw OperatingSystem.IsWindows() ? WindowsPortError.Opening(path, exception) : Refusal(path, target, exception);
        }

        return new StreamLink(path, port.BaseStream, kind, kind == LinkKind.VescUsb ? null : baudRate)
        {
            Read = OperatingSystem.IsWindows() ? (buffer, cancellationToken) => ReadWhatIsThereAsync(port, buffer, cancellationToken)
                : null,
            Close = () => Close(port),
            LossReason = SerialPortError.LossReason,
            ClosesBeforeRestart = kind == LinkKind.VescUsb,
        };
    }

    // The package reports "access denied" for all of these, and root bypasses the exclusive use of a port.
    private static void LookAt(string name, string target)
    {
        if (DeviceNode.ErrorOfUsing(target) is not 0 and var error)
        {
            throw SerialPortError.Opening(name, target, error);
        }

        if (DeviceNode.Of(target) is { IsCharacterDevice: false } node)
        {
            throw SerialPortError.NotATerminal(name, target, node);
        }

        if (PortHolder.Find([target])[target].Any())
        {
            throw SerialPortError.Opening(name, target, UnixConstants.EBUSY);
        }
    }

    [SuppressMessage("Usage", "CA1816",
        Justification = "A finalizer of the package that finds the device gone throws, and with that ends the process.")]
    private static void Prepare(SerialPort port)
    {
        GC.SuppressFinalize(port.BaseStream);
        try
        {
            port.DtrEnable = true;
            port.RtsEnable = true;
        }
        catch (IOException)
        {
            // A pseudo-terminal has no modem lines.
        }

        port.DiscardInBuffer();
    }

    private static LinkOpenException Refusal(string name, string target, Exception exception) => exception switch
    {
        ArgumentException => SerialPortError.Opening(name, target, UnixConstants.EINVAL),
        UnauthorizedAccessException { InnerException: IOException said } => SerialPortError.Opening(name, target, said.HResult),
        IOException said => SerialPortError.Opening(name, target, said.HResult),
        _ => new(name, LinkOpenFailure.Failed, $"{target} could not be opened by System.IO.Ports: {exception.Message}", exception),
    };

    // The package asks Windows to end a read at the first byte. Under Wine the read continues until the buffer is full.
    private static async ValueTask<int> ReadWhatIsThereAsync(SerialPort port, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int count = await port.BaseStream.ReadAsync(buffer[..1], cancellationToken).ConfigureAwait(false);
        int more = Math.Min(port.BytesToRead, buffer.Length - 1);
        return count == 0 || more == 0 ? count
            : count + await port.BaseStream.ReadAsync(buffer.Slice(1, more), cancellationToken).ConfigureAwait(false);
    }

    private static void Close(SerialPort port)
    {
        // A close waits for a write that is stuck in the kernel. A discard ends that write.
        var closing = Task.Run(port.Dispose);
        if (closing.Wait(GoesOutWithin))
        {
            return;
        }

        while (!closing.Wait(DiscardEvery) && port.IsOpen)
        {
            port.DiscardOutBuffer();
        }
    }
}
