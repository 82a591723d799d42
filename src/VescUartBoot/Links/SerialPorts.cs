using System.Globalization;
using VescUartBoot.Links.Native;

namespace VescUartBoot.Links;

/// <summary>Finds serial ports and what the system knows of them, without opening any.</summary>
public static class SerialPorts
{
    private const string ClassFolder = "class/tty";

    /// <summary>The serial ports of this machine, in the order of their names. Empty on systems other than Linux, Windows and macOS.</summary>
    /// <param name="sysRoot">Linux: where sysfs is mounted.</param>
    /// <param name="devRoot">Linux: where the device nodes are.</param>
    /// <param name="procRoot">Linux: where the process table is mounted.</param>
    public static IReadOnlyList<SerialPortInfo> Find(string sysRoot = "/sys", string devRoot = "/dev", string procRoot = "/proc")
    {
        if (OperatingSystem.IsWindows()) return WindowsPorts.Find(new SystemRegistry());
        if (OperatingSystem.IsMacOS()) return MacPorts.Find(ExternalProgram.Run);
        string folder = Path.Combine(sysRoot, ClassFolder);
        if (!OperatingSystem.IsLinux() || !Directory.Exists(folder)) return [];

        IReadOnlyDictionary<string, string> ids = AliasesIn(Path.Combine(devRoot, "serial/by-id"));
        IReadOnlyDictionary<string, string> sockets = AliasesIn(Path.Combine(devRoot, "serial/by-path"));
        List<SerialPortInfo> ports = [];
        foreach (string entry in Directory.EnumerateFileSystemEntries(folder))
        {
            if (DescribeEntry(entry, Path.Combine(devRoot, NodeNameOf(entry)), sysRoot) is not { } port) continue;
            ports.Add(port with { IdAlias = ids.GetValueOrDefault(port.Path), SocketAlias = sockets.GetValueOrDefault(port.Path) });
        }

        ILookup<string, PortHolder> holders = PortHolder.Find([.. ports.Select(port => port.Path)], procRoot);
        return InOrder(ports.Select(port => port with { Holders = [.. holders[port.Path]] }));
    }

    /// <summary>What the system knows of one port, or <see langword="null"/> if it knows no device behind it (a pseudo-terminal).</summary>
    /// <param name="path">The device node, or a symbolic link to it; <c>COM5</c> on Windows.</param>
    /// <param name="sysRoot">Linux: where sysfs is mounted.</param>
    /// <param name="devRoot">Linux: where the device nodes are.</param>
    /// <remarks>On Linux aliases and holders are left out: those need a search.</remarks>
    public static SerialPortInfo? Describe(string path, string sysRoot = "/sys", string devRoot = "/dev")
    {
        if (OperatingSystem.IsWindows()) return Find().FirstOrDefault(port => port.Path.Equals(path, StringComparison.OrdinalIgnoreCase));
        if (OperatingSystem.IsMacOS()) return MacPorts.Named(Resolve(path), Find());
        if (!OperatingSystem.IsLinux()) return null;
        string node = Resolve(path);
        string name = Path.GetRelativePath(devRoot, node);
        if (name.StartsWith("..", StringComparison.Ordinal)) return null;

        // sysfs writes a slash in a name as '!'.
        string entry = Path.Combine(sysRoot, ClassFolder, name.Replace('/', '!'));
        return Directory.Exists(entry) ? DescribeEntry(entry, node, sysRoot) : null;
    }

    /// <summary>The node that a symbolic link leads to, or the path itself.</summary>
    internal static string Resolve(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return path;
        }
    }

    /// <summary>In the order in which people count: ttyACM2 before ttyACM10.</summary>
    internal static IReadOnlyList<SerialPortInfo> InOrder(IEnumerable<SerialPortInfo> ports) =>
        [.. ports.OrderBy(port => WithoutNumber(port.Path), StringComparer.Ordinal).ThenBy(port => NumberAtEnd(port.Path))];

    private static string WithoutNumber(string path) => path.TrimEnd("0123456789".ToCharArray());

    private static uint NumberAtEnd(string path) => uint.TryParse(path.AsSpan(WithoutNumber(path).Length), out uint number) ? number : 0;

    private static string NodeNameOf(string entry) => Path.GetFileName(entry).Replace('!', '/');

    private static SerialPortInfo? DescribeEntry(string entry, string node, string sysRoot)
    {
        // The kernel makes ttyS0 to ttyS31 whether there are UARTs behind them or not; type 0 is "unknown", which means not.
        if (TextOf(Path.Combine(entry, "type")) == "0") return null;

        // Both are links, and the second is relative to where the first leads.
        string device = Path.Combine(Resolve(entry), "device");
        if (!Directory.Exists(device)) return null;
        device = Resolve(device);

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
        if (!File.Exists(node)) return new SerialPortAccess(false, $"The system has this port but no {node}: a container, or a device that is just coming or going.");
        return DeviceNode.MayUse(node)
            ? new SerialPortAccess(true, null)
            : PortPermission.Judge(node, vendorId, productId);
    }

    private static string? DriverOf(string device, string sysRoot)
    {
        foreach (string folder in WithParents(device, sysRoot))
        {
            string link = Path.Combine(folder, "driver");
            if (!Directory.Exists(link)) continue;

            // Since Linux 6.6 a UART hangs below two devices of the serial core, which are no drivers of anything.
            string driver = Path.GetFileName(Resolve(link));
            if (driver is not "port" and not "ctrl") return driver;
        }

        return null;
    }

    private static IEnumerable<string> WithParents(string folder, string sysRoot)
    {
        string root = Path.GetFullPath(sysRoot);
        for (string? at = Path.GetFullPath(folder); at is not null && at.Length > root.Length; at = Path.GetDirectoryName(at)) yield return at;
    }

    private static Dictionary<string, string> AliasesIn(string folder)
    {
        Dictionary<string, string> aliases = [];
        if (!Directory.Exists(folder)) return aliases;
        foreach (string alias in Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal)) aliases.TryAdd(Resolve(alias), alias);
        return aliases;
    }

    private static ushort? NumberOf(string? folder, string name) =>
        ushort.TryParse(TextIn(folder, name), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort number) ? number : null;

    private static string? TextIn(string? folder, string name) => folder is null ? null : TextOf(Path.Combine(folder, name));

    private static string? TextOf(string path)
    {
        // A device may be pulled between any two of these reads.
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
