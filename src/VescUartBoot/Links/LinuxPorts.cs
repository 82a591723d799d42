using System.Globalization;
using VescUartBoot.Interop;

namespace VescUartBoot.Links;

/// <summary>Finds serial ports of Linux in sysfs.</summary>
internal static class LinuxPorts
{
    private const string ClassFolder = "class/tty";

    internal static IReadOnlyList<SerialPortInfo> Find(string sysRoot, string devRoot, string procRoot)
    {
        string folder = Path.Combine(sysRoot, ClassFolder);
        if (!Directory.Exists(folder))
        {
            return [];
        }

        IReadOnlyDictionary<string, string> ids = AliasesIn(Path.Combine(devRoot, "serial/by-id"));
        IReadOnlyDictionary<string, string> sockets = AliasesIn(Path.Combine(devRoot, "serial/by-path"));
        List<SerialPortInfo> ports = [];
        foreach (string entry in Directory.EnumerateFileSystemEntries(folder))
        {
            if (DescribeEntry(entry, Path.Combine(devRoot, NodeNameOf(entry)), sysRoot) is not { } port)
            {
                continue;
            }

            ports.Add(port with { IdAlias = ids.GetValueOrDefault(port.Path), SocketAlias = sockets.GetValueOrDefault(port.Path) });
        }

        var holders = PortHolder.Find([.. ports.Select(port => port.Path)], procRoot);
        return SerialPorts.InOrder(ports.Select(port => port with { Holders = [.. holders[port.Path]] }));
    }

    /// <param name="node">A device node, not a link to one.</param>
    /// <param name="sysRoot">Mount point of sysfs.</param>
    /// <param name="devRoot">Folder of the device nodes.</param>
    internal static SerialPortInfo? Describe(string node, string sysRoot = "/sys", string devRoot = "/dev")
    {
        string name = Path.GetRelativePath(devRoot, node);
        if (name.StartsWith("..", StringComparison.Ordinal))
        {
            return null;
        }

        // sysfs writes a slash in a name as '!'.
        string entry = Path.Combine(sysRoot, ClassFolder, name.Replace('/', '!'));
        return Directory.Exists(entry) ? DescribeEntry(entry, node, sysRoot) : null;
    }

    private static string NodeNameOf(string entry) => Path.GetFileName(entry).Replace('!', '/');

    private static SerialPortInfo? DescribeEntry(string entry, string node, string sysRoot)
    {
        // The kernel creates ttyS0 to ttyS31 with or without UARTs; type 0 is "unknown", which means that there is none.
        if (TextOf(Path.Combine(entry, "type")) == "0")
        {
            return null;
        }

        // Both are links, and the second is relative to the target of the first.
        string device = Path.Combine(SerialPorts.Resolve(entry), "device");
        if (!Directory.Exists(device))
        {
            return null;
        }

        device = SerialPorts.Resolve(device);

        string? usb = WithParents(device, sysRoot).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "idVendor")));
        ushort? vendorId = NumberOf(usb, "idVendor");
        ushort? productId = NumberOf(usb, "idProduct");
        return new SerialPortInfo
        {
            Path = node,
            VendorId = vendorId,
            ProductId = productId,
            Product = TextIn(usb, "product"),
            Manufacturer = TextIn(usb, "manufacturer"),
            SerialNumber = TextIn(usb, "serial"),
            Driver = DriverOf(device, sysRoot),
            Access = AccessTo(node, vendorId, productId),
        };
    }

    private static SerialPortAccess AccessTo(string node, ushort? vendorId, ushort? productId)
    {
        if (!File.Exists(node))
        {
            return new SerialPortAccess(false,
                $"The system has this port but no {node}: a container, or a device that is just coming or going.");
        }

        return DeviceNode.MayUse(node)
            ? new SerialPortAccess(true, null)
            : PortPermission.Judge(node, vendorId, productId);
    }

    private static string? DriverOf(string device, string sysRoot)
    {
        foreach (string folder in WithParents(device, sysRoot))
        {
            string link = Path.Combine(folder, "driver");
            if (!Directory.Exists(link))
            {
                continue;
            }

            // Since Linux 6.6 a UART has two devices of the serial core above it, which are not drivers.
            string driver = Path.GetFileName(SerialPorts.Resolve(link));
            if (driver is not "port" and not "ctrl")
            {
                return driver;
            }
        }

        return null;
    }

    private static IEnumerable<string> WithParents(string folder, string sysRoot)
    {
        string root = Path.GetFullPath(sysRoot);
        for (string? at = Path.GetFullPath(folder); at is not null
            && at.Length > root.Length; at = Path.GetDirectoryName(at))
        {
            yield return at;
        }
    }

    private static Dictionary<string, string> AliasesIn(string folder)
    {
        Dictionary<string, string> aliases = [];
        if (!Directory.Exists(folder))
        {
            return aliases;
        }

        foreach (string alias in Directory.EnumerateFileSystemEntries(folder)
            .Order(StringComparer.Ordinal))
        {
            aliases.TryAdd(SerialPorts.Resolve(alias), alias);
        }

        return aliases;
    }

    private static ushort? NumberOf(string? folder, string name) =>
        ushort.TryParse(TextIn(folder, name), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort number)
            ? number
            : null;

    private static string? TextIn(string? folder, string name) => folder is null ? null : TextOf(Path.Combine(folder, name));

    private static string? TextOf(string path)
    {
        // A device may be unplugged between any two of these reads.
        try
        {
            return File.Exists(path) && File.ReadAllText(path).Trim() is { Length: > 0 } text ? text : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
