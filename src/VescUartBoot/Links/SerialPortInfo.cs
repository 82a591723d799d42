namespace VescUartBoot.Links;

/// <summary>What the system knows of a serial port. Nothing was opened or sent to learn it; absent means unknown.</summary>
public sealed record SerialPortInfo
{
    /// <summary>The device node, <c>/dev/ttyACM0</c> or <c>/dev/cu.usbmodem3041</c>; on Windows <c>COM5</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The USB vendor, or <see langword="null"/> if this is not USB.</summary>
    public ushort? VendorId { get; init; }

    /// <summary>The USB product number.</summary>
    public ushort? ProductId { get; init; }

    /// <summary>The name of the USB product: from the device itself; on Windows from its driver.</summary>
    public string? Product { get; init; }

    /// <summary>Who made it: from the device itself; on Windows from its driver.</summary>
    public string? Manufacturer { get; init; }

    /// <summary>Its USB serial number. Every VESC reports the same one: it tells no two boards apart.</summary>
    public string? SerialNumber { get; init; }

    /// <summary>The driver: <c>cdc_acm</c>, <c>ftdi_sio</c>, <c>serial8250</c>; <c>usbser</c> on Windows.</summary>
    public string? Driver { get; init; }

    /// <summary>The alias under <c>/dev/serial/by-id</c>, which says what hangs there.</summary>
    public string? IdAlias { get; init; }

    /// <summary>In which socket it hangs, which tells two boards apart: the alias under <c>/dev/serial/by-path</c>, the location on Windows
    /// and macOS.</summary>
    public string? SocketAlias { get; init; }

    /// <summary>Whether the present user may open it.</summary>
    public required SerialPortAccess Access { get; init; }

    /// <summary>Which processes have it open, as far as the present user may look.</summary>
    public IReadOnlyList<PortHolder> Holders { get; init; } = [];

    /// <summary>It has the numbers that a VESC's own USB has: 0483:5740. So do other boards with an STM32.</summary>
    public bool LooksLikeVesc => VendorId == 0x0483 && ProductId == 0x5740;
}
