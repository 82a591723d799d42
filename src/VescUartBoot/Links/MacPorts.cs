using System.ComponentModel;
using System.Globalization;
using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;
using CliWrap.Exceptions;
using VescUartBoot.Interop;

namespace VescUartBoot.Links;

/// <summary>Finds serial ports of macOS in the device tree printed by <c>ioreg</c>.</summary>
/// <remarks>
/// A port has two names: <c>/dev/tty.…</c> for programs that wait for an incoming modem call, and <c>/dev/cu.…</c> for all others, such as
/// this library.
/// </remarks>
internal static partial class MacPorts
{
    private const string CallOut = "/dev/cu.";
    private const string DialIn = "/dev/tty.";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly string[] UsbDevices = ["-r", "-c", "IOUSBHostDevice", "-l", "-w", "0"];
    private static readonly string[] AllPorts = ["-r", "-c", "IOSerialBSDClient", "-l", "-w", "0"];

    internal static Task<IReadOnlyList<SerialPortInfo>> FindAsync(CancellationToken cancellationToken) =>
        FindAsync((arguments, ends) => OutputOfAsync("ioreg", arguments, ends), DeviceNode.MayUse, "/dev", cancellationToken);

    /// <param name="ioreg">Runs <c>ioreg</c>, and returns its output or <see langword="null"/>.</param>
    /// <param name="mayUse">Whether the current user may read and write a node.</param>
    /// <param name="devRoot">Folder of the device nodes.</param>
    /// <param name="cancellationToken">Ends the wait for <c>ioreg</c>.</param>
    internal static async Task<IReadOnlyList<SerialPortInfo>> FindAsync(
        Func<IReadOnlyList<string>, CancellationToken, Task<string?>> ioreg, Func<string, bool> mayUse, string devRoot,
        CancellationToken cancellationToken)
    {
        string? usb = await ioreg(UsbDevices, cancellationToken).ConfigureAwait(false);
        string? all = await ioreg(AllPorts, cancellationToken).ConfigureAwait(false);

        // Without ioreg only the names are known, not the devices.
        var found = usb is null && all is null
            ? Directory.EnumerateFiles(devRoot, "cu.*")
                .Select(path => new SerialPortInfo { Path = path, Access = new SerialPortAccess(true, null) })
            : Parse(usb ?? "").Concat(Parse(all ?? ""));

        // The tree of a hub contains those of its devices, and the second list repeats the ports of the first, without their devices.
        return SerialPorts.InOrder(found
            .GroupBy(port => port.Path, StringComparer.Ordinal)
            .Select(same => same.FirstOrDefault(port => port.VendorId is not null) ?? same.First())
            .Select(port => mayUse(port.Path) ? port
                : port with { Access = PortPermission.Judge(port.Path, port.VendorId, port.ProductId) }));
    }

    /// <summary>The port with either of its names.</summary>
    internal static SerialPortInfo? Named(string path, IReadOnlyList<SerialPortInfo> ports)
    {
        string callOut = path.StartsWith(DialIn, StringComparison.Ordinal) ? CallOut + path[DialIn.Length..] : path;
        return ports.FirstOrDefault(port => port.Path == callOut);
    }

    /// <summary>The ports in the output of <c>ioreg -l</c>, each with the USB device above it.</summary>
    internal static IReadOnlyList<SerialPortInfo> Parse(string print)
    {
        List<SerialPortInfo> ports = [];
        foreach (var entry in EntriesOf(print))
        {
            if (entry.Text("IOCalloutDevice") is not { Length: > 0 } path)
            {
                continue;
            }

            var usb = entry.WithParents.FirstOrDefault(above => above.Number("idVendor") is not null
                && above.Number("idProduct") is not null);
            ports.Add(new SerialPortInfo
            {
                Path = path,
                VendorId = (ushort?)usb?.Number("idVendor"),
                ProductId = (ushort?)usb?.Number("idProduct"),
                Product = usb?.Text("USB Product Name") ?? usb?.Text("kUSBProductString"),
                Manufacturer = usb?.Text("USB Vendor Name") ?? usb?.Text("kUSBVendorString"),
                SerialNumber = usb?.Text("USB Serial Number") ?? usb?.Text("kUSBSerialNumberString"),
                SocketAlias = usb?.Number("locationID") is { } location ? $"0x{location:x8}" : null,

                // Entries that begin with IO are the frame of the system around a driver, not the driver.
                Driver = entry.WithParents.TakeWhile(above => above != usb)
                    .FirstOrDefault(above => !above.Class.StartsWith("IO", StringComparison.Ordinal))?.Class,
                Access = new SerialPortAccess(true, null),
            });
        }

        return ports;
    }

    /// <summary>The standard output of a program; <see langword="null"/> if it does not exist, failed, or took longer than 5 s.</summary>
    internal static async Task<string?> OutputOfAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            return (await Cli.Wrap(program).WithArguments(arguments)
                .ExecuteBufferedAsync(limit.Token).ConfigureAwait(false)).StandardOutput;
        }
        catch (Exception exception) when (exception is Win32Exception or CommandExecutionException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }

    private static List<Entry> EntriesOf(string print)
    {
        List<Entry> entries = [];
        Entry? current = null;
        foreach (var line in print.AsSpan().EnumerateLines())
        {
            string text = line.ToString();
            if (EntryLine().Match(text) is { Success: true } entry)
            {
                int depth = entry.Groups["indent"].Length;
                var parent = current;
                while (parent is not null && parent.Depth >= depth)
                {
                    parent = parent.Parent;
                }

                entries.Add(current = new Entry(depth, entry.Groups["class"].Value, parent));
            }
            else if (current is not null && PropertyLine().Match(text) is { Success: true } property)
            {
                current.Properties[property.Groups["name"].Value] = property.Groups["value"].Value;
            }
        }

        return entries;
    }

    //   | +-o IOSerialBSDClient  <class IOSerialBSDClient, id 0x100000a42, registered, matched, active, busy 0 (0 ms), retain 5>
    [GeneratedRegex(@"^(?<indent>[ |]*)\+-o .*<class (?<class>[^,>]+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex EntryLine();

    //   |   "idVendor" = 1155
    [GeneratedRegex("""^[ |]*"(?<name>[^"]+)" = (?<value>.*)$""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex PropertyLine();

    private sealed class Entry(int depth, string type, Entry? parent)
    {
        public int Depth => depth;

        public string Class => type;

        public Entry? Parent => parent;

        public Dictionary<string, string> Properties { get; } = new(StringComparer.Ordinal);

        public IEnumerable<Entry> WithParents
        {
            get
            {
                for (var at = this; at is not null; at = at.Parent)
                {
                    yield return at;
                }
            }
        }

        public string? Text(string name) =>
            Properties.GetValueOrDefault(name) is ['"', .. var text, '"'] && text.Trim() is { Length: > 0 } shown ? shown : null;

        public uint? Number(string name) =>
            uint.TryParse(Properties.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out uint number)
                ? number
                : null;
    }
}
