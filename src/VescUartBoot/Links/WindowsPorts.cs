using System.Globalization;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using VescUartBoot.Interop;

namespace VescUartBoot.Links;

/// <summary>Finds serial ports in the registry of Windows: which are there, and which device stands behind each.</summary>
internal static partial class WindowsPorts
{
    private const string PresentPorts = @"HARDWARE\DEVICEMAP\SERIALCOMM";
    private const string Devices = @"SYSTEM\CurrentControlSet\Enum";
    private const string Services = @"SYSTEM\CurrentControlSet\Services";

    // FTDI's driver hangs its ports on a bus of its own below the USB device.
    private static readonly string[] Buses = ["USB", "FTDIBUS"];

    internal static IReadOnlyList<SerialPortInfo> Find(IRegistry registry)
    {
        List<string> names = [.. registry.Texts(PresentPorts).Values.Where(name => name.Length > 0)
            .Distinct(StringComparer.OrdinalIgnoreCase)];
        var devices = names.Count == 0
            ? Enumerable.Empty<UsbDevice>().ToLookup(device => device.Port)
            : Buses.SelectMany(bus => DevicesOn(registry, bus)).ToLookup(device => device.Port, StringComparer.OrdinalIgnoreCase);
        return SerialPorts.InOrder(names.Select(name => Describe(name, [.. devices[name]])));
    }

    /// <summary>Whether this machine has a port of that name now.</summary>
    [SupportedOSPlatform("windows")]
    internal static bool IsListed(string name) =>
        new SystemRegistry().Texts(PresentPorts).Values.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static SerialPortInfo Describe(string name, UsbDevice[] devices)
    {
        var device = ThereNow(devices);
        return new SerialPortInfo
        {
            Path = name,
            VendorId = device?.VendorId,
            ProductId = device?.ProductId,
            Product = device?.Product,
            Manufacturer = device?.Manufacturer,
            SerialNumber = device?.SerialNumber,
            Driver = device?.Driver,
            SocketAlias = device?.Socket,

            // Windows lets every user open a port; who holds it is only found out by opening.
            Access = new SerialPortAccess(true, null),
        };
    }

    // Several devices may have had the same number, one after the other. Which of them is there now, only its driver knows.
    private static UsbDevice? ThereNow(UsbDevice[] devices)
    {
        UsbDevice[] present = [.. devices.Where(device => device.IsPresent == true)];
        if (present.Length == 1)
        {
            return present[0];
        }

        return devices.Length == 1 && devices[0].IsPresent is null ? devices[0] : null;
    }

    private static IEnumerable<UsbDevice> DevicesOn(IRegistry registry, string bus)
    {
        foreach (string model in registry.Keys($@"{Devices}\{bus}"))
        {
            if (UsbNumbers().Match(model) is not { Success: true } numbers)
            {
                continue;
            }

            foreach (string instance in registry.Keys($@"{Devices}\{bus}\{model}"))
            {
                string key = $@"{Devices}\{bus}\{model}\{instance}";
                if (!registry.Texts($@"{key}\Device Parameters").TryGetValue("PortName", out string? port))
                {
                    continue;
                }

                var values = registry.Texts(key);
                string? driver = values.GetValueOrDefault("Service");
                yield return new UsbDevice(port, NumberIn(numbers, "vendor"), NumberIn(numbers, "product"))
                {
                    Product = WithoutPort(TextOf(values, "FriendlyName") ?? TextOf(values, "DeviceDesc"), port),
                    Manufacturer = TextOf(values, "Mfg"),
                    SerialNumber = SerialNumberOf(numbers.Groups["serial"].Value, instance),
                    Driver = driver,
                    Socket = TextOf(values, "LocationInformation"),
                    IsPresent = driver is null ? null : IsServed(registry, driver, $@"{bus}\{model}\{instance}"),
                };
            }
        }
    }

    // A driver keeps a list of the devices that it serves now: values "0", "1", …, which is not there if it serves none.
    private static bool? IsServed(IRegistry registry, string driver, string device)
    {
        var served = registry.Texts($@"{Services}\{driver}\Enum");
        return served.Count == 0 ? null : served.Values.Contains(device, StringComparer.OrdinalIgnoreCase);
    }

    // "@usbser.inf,%vendor%;Microsoft" is a reference, and the text that it stood for.
    private static string? TextOf(IReadOnlyDictionary<string, string> values, string name) =>
        values.GetValueOrDefault(name) is { } text && text[(text.LastIndexOf(';') + 1)..].Trim() is { Length: > 0 } shown ? shown : null;

    private static string? WithoutPort(string? name, string port) =>
        name is not null && name.EndsWith($"({port})", StringComparison.OrdinalIgnoreCase) ? name[..^(port.Length + 2)].TrimEnd() : name;

    // A device without a serial number gets an instance name from its socket, which has ampersands in it.
    private static string? SerialNumberOf(string inModel, string instance) =>
        inModel.Length > 0 ? inModel : instance.Contains('&', StringComparison.Ordinal) ? null : instance;

    private static ushort NumberIn(Match match, string group) =>
        ushort.Parse(match.Groups[group].ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^VID_(?<vendor>[0-9A-F]{4})[&+]PID_(?<product>[0-9A-F]{4})(?:\+(?<serial>[^+&]+))?",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex UsbNumbers();

    /// <summary>A device that is or was plugged in and has or had a port.</summary>
    private sealed record UsbDevice(string Port, ushort VendorId, ushort ProductId)
    {
        public string? Product { get; init; }

        public string? Manufacturer { get; init; }

        public string? SerialNumber { get; init; }

        public string? Driver { get; init; }

        public string? Socket { get; init; }

        /// <summary><see langword="null"/>: its driver does not say.</summary>
        public bool? IsPresent { get; init; }
    }
}
