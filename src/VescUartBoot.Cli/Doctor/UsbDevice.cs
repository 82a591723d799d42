using System.Globalization;

namespace VescUartBoot.Cli.Doctor;

/// <summary>A USB device as the kernel sees it, whether it has a serial port or not.</summary>
/// <param name="Folder">Its folder in sysfs.</param>
/// <param name="VendorId">The vendor.</param>
/// <param name="ProductId">The product.</param>
/// <param name="Product">Its own name.</param>
/// <param name="Ports">The ports on it: <c>ttyACM0</c>.</param>
internal sealed record UsbDevice(string Folder, ushort VendorId, ushort ProductId, string? Product, IReadOnlyList<string> Ports)
{
    private const ushort StVendor = 0x0483;

    /// <summary>It has the numbers of a VESC's own USB.</summary>
    public bool LooksLikeVesc => VendorId == StVendor && ProductId == 0x5740;

    /// <summary>The boot loader in an STM32's own ROM: the chip was started with BOOT0 pulled up, and no firmware runs.</summary>
    public bool IsStmRom => VendorId == StVendor && ProductId == 0xDF11;

    /// <summary>What the kernel knows; <see langword="null"/> without sysfs, or without USB in it.</summary>
    public static IReadOnlyList<UsbDevice>? FindIn(string sys)
    {
        string folder = Path.Combine(sys, "bus/usb/devices");
        return Directory.Exists(folder)
            ? [.. SystemText.EntriesOf(folder).Order(StringComparer.Ordinal).Select(Read).OfType<UsbDevice>()]
            : null;
    }

    private static UsbDevice? Read(string folder)
    {
        // With a colon: an interface of a device.
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

    // ttyACM0 hangs below tty of its interface, ttyUSB0 one folder deeper.
    private static IEnumerable<string> PortsOf(string interfaceFolder) =>
        SystemText.EntriesOf(Path.Combine(interfaceFolder, "tty"))
            .Concat(SystemText.EntriesOf(interfaceFolder).Where(e => Directory.Exists(Path.Combine(e, "tty"))))
            .Select(e => Path.GetFileName(e))
            .Where(n => n.StartsWith("tty", StringComparison.Ordinal));

    private static ushort? NumberIn(string folder, string name) =>
        ushort.TryParse(SystemText.Of(Path.Combine(folder, name)), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture,
            out ushort number) ? number : null;
}
