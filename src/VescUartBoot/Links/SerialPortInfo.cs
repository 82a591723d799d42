namespace VescUartBoot.Links;

/// <summary>Properties of a serial port, as the operating system reports them without opening it; <see langword="null"/> if
/// unknown.</summary>
public sealed record SerialPortInfo
{
    /// <summary>The device node, <c>/dev/ttyACM0</c> or <c>/dev/cu.usbmodem3041</c>; on Windows <c>COM5</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The USB vendor id; <see langword="null"/> if the port is not USB.</summary>
    public ushort? VendorId { get; init; }

    /// <summary>The USB product id; <see langword="null"/> if the port is not USB.</summary>
    public ushort? ProductId { get; init; }

    /// <summary>The name of the USB product, from the device; on Windows from its driver.</summary>
    public string? Product { get; init; }

    /// <summary>The manufacturer, from the device; on Windows from its driver.</summary>
    public string? Manufacturer { get; init; }

    /// <summary>The USB serial number. All VESCs report the same one, so it does not distinguish boards.</summary>
    public string? SerialNumber { get; init; }

    /// <summary>The driver: <c>cdc_acm</c>, <c>ftdi_sio</c>, <c>serial8250</c>; <c>usbser</c> on Windows.</summary>
    public string? Driver { get; init; }

    /// <summary>The alias under <c>/dev/serial/by-id</c>, which names the device.</summary>
    public string? IdAlias { get; init; }

    /// <summary>The USB socket, which distinguishes two boards: the alias under <c>/dev/serial/by-path</c>, or the location on Windows and
    /// macOS.</summary>
    public string? SocketAlias { get; init; }

    /// <summary>Whether the permissions let the current user open it. Another program may still have it open.</summary>
    public bool MayOpen => Access.MayOpen;

    /// <summary>The permissions of the current user.</summary>
    internal SerialPortAccess Access { get; init; } = new(MayOpen: true, null);

    /// <summary>Processes that have it open, as far as the current user may see them.</summary>
    internal IReadOnlyList<PortHolder> Holders { get; init; } = [];

    /// <summary>Whether the USB ids are those of a VESC: 0483:5740. Other boards with an STM32 have them too.</summary>
    public bool LooksLikeVesc => VendorId == 0x0483 && ProductId == 0x5740;
}
