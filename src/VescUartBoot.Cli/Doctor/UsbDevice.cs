using System.Globalization;

namespace VescUartBoot.Cli.Doctor;

/// <summary>A USB device of the kernel, with or without a serial port.</summary>
/// <param name="Folder">Folder in sysfs.</param>
/// <param name="VendorId">Vendor id.</param>
/// <param name="ProductId">Product id.</param>
/// <param name="Product">Product name.</param>
/// <param name="Ports">Ports of the device, such as <c>ttyACM0</c>.</param>
internal sealed record UsbDevice(string Folder, ushort VendorId, ushort ProductId, string? Product, IReadOnlyList<string> Ports)
{
    private const ushort StVendor = 0x0483;

    /// <summary>Whether the device has the ids of a VESC's USB.</summary>
    public bool LooksLikeVesc => VendorId == StVendor && ProductId == 0x5740;

    /// <summary>Whether the device is the STM32 ROM boot loader: the chip was started with BOOT0 pulled up, and no firmware runs.</summary>
    public bool IsStmRom => VendorId == StVendor && ProductId == 0xDF11;

    /// <summary>Returns the devices of the kernel; <see langword="null"/> without sysfs or USB in it.</summary>
    public static IReadOnlyList<UsbDevice>? FindIn(string sys)
    {
        string folder = Path.Combine(sys, "bus/usb/devices");
        return Directory.Exists(folder)
            ? [.. SystemText.EntriesOf(folder).Order(StringComparer.Ordinal).Select(Read).OfType<UsbDevice>()]
            : null;
    }

    private static UsbDevice? Read(string folder)
    {
        // Names with a colon are interfaces of a device.
        if (Path.GetFileName(folder).Contains(':', StringComparison.Ordinal)
            || NumberIn(folder, "idVendor") is not { } vendor
            || NumberIn(folder, "idProduct") is not { } product)
        {
            return null;
        }

        var ports = SystemText.EntriesOf(folder)
            .Where(e => Path.GetFileName(e).Contains(':', StringComparison.Ordinal))
            .SelectMany(PortsOf)
            .Distinct(StringComparer.Ordinal);
        return new UsbDevice(folder, vendor, product, SystemText.Of(Path.Combine(folder, "product")), [.. ports]);
    }

    // ttyACM0 is in the folder tty of its interface, ttyUSB0 one folder deeper.
    private static IEnumerable<string> PortsOf(string interfaceFolder) =>
        SystemText.EntriesOf(Path.Combine(interfaceFolder, "tty"))
            .Concat(SystemText.EntriesOf(interfaceFolder).Where(e => Directory.Exists(Path.Combine(e, "tty"))))
            .Select(e => Path.GetFileName(e))
            .Where(n => n.StartsWith("tty", StringComparison.Ordinal));

    private static ushort? NumberIn(string folder, string name) =>
        ushort.TryParse(SystemText.Of(Path.Combine(folder, name)), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture,
            out ushort number) ? number : null;
}
