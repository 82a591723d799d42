namespace VescUartBoot.Links;

/// <summary>Opens a serial port, and reopens it after a restart of the board.</summary>
/// <param name="path">The device node, or a symbolic link to it; <c>COM5</c> on Windows.</param>
/// <param name="baudRate">Baud rate; USB ignores it.</param>
public sealed class SerialPortSource(string path, int baudRate = SerialPortLink.DefaultBaudRate) : ILinkSource
{
    /// <inheritdoc/>
    public string Name { get; } = path;

    /// <summary>Baud rate, 1 or more, as supported by the driver. Default 115200; USB ignores it.</summary>
    public int BaudRate { get; } = baudRate > 0 ? baudRate
        : throw new ArgumentOutOfRangeException(nameof(baudRate), baudRate, "A baud rate is positive.");

    /// <summary>Time-out of the open call. Default 5 s. A driver queries its device, and a stuck one never answers.</summary>
    public TimeSpan OpenTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The clock for <see cref="OpenTimeout"/>. Default: the system clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Implementation of the port. Default: <see cref="DefaultPortKind"/>.</summary>
    public SerialPortKind PortKind { get; init; } = DefaultPortKind;

    /// <summary><see cref="SerialPortKind.Native"/> on Linux and Windows, <see cref="SerialPortKind.System"/> on macOS and all other
    /// systems.</summary>
    public static SerialPortKind DefaultPortKind { get; } = OperatingSystem.IsWindows() || UnixSerialPort.IsSupported
        ? SerialPortKind.Native
        : SerialPortKind.System;

    internal string SysRoot { get; init; } = "/sys";

    internal string DevRoot { get; init; } = "/dev";

    /// <summary>Opens the port instead of <see cref="PortKind"/>.</summary>
    internal Func<string, int, LinkKind, ILink>? OpenPort { get; init; }

    /// <summary>The task that closes a port opened after its time-out.</summary>
    internal Task? LateClose { get; private set; }

    /// <inheritdoc/>
    public async ValueTask<ILink> OpenAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var opening = Task.Run(OpenAsync, CancellationToken.None);
        try
        {
            return await opening.WaitAsync(OpenTimeout, TimeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            LateClose = CloseLateAsync(opening);
            if (exception is OperationCanceledException)
            {
                throw;
            }

            throw new LinkOpenException(
                Name,
                LinkOpenFailure.Failed,
                $"{Name} did not open within {OpenTimeout.TotalSeconds:0.#} s: its device does not answer the driver; plug it in again.",
                exception);
        }
    }

    private static async Task CloseLateAsync(Task<ILink> opening)
    {
        await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (opening.IsCompletedSuccessfully)
        {
            await (await opening.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<ILink> OpenAsync()
    {
        bool vesc = await SerialPorts.DescribeAsync(Name, SysRoot, DevRoot).ConfigureAwait(false) is { LooksLikeVesc: true };
        var open = OpenPort
            ?? (PortKind == SerialPortKind.System ? SystemSerialPort.Open : SerialPortLink.OpenPort);
        return open(Name, BaudRate, vesc ? LinkKind.VescUsb : LinkKind.Unknown);
    }
}
