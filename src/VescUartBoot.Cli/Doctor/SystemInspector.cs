using VescUartBoot.Links;

namespace VescUartBoot.Cli.Doctor;

/// <summary>Reads information of the system about ports, USB and running programs. Opens no port.</summary>
/// <param name="root">Root of the file system; another folder in tests.</param>
internal sealed class SystemInspector(string root = "/")
{
    public static SystemInspector This { get; } = new();

    /// <summary>Whether this is the machine that the tool runs on.</summary>
    public bool IsThis => root == "/";

    /// <summary>Whether the system has the files that are read here: Linux.</summary>
    public bool IsLinux { get; init; } = OperatingSystem.IsLinux();

    public string Dev => In("dev");

    /// <summary>Finds the serial ports.</summary>
    public Func<SystemInspector, ValueTask<IReadOnlyList<SerialPortInfo>>> FindPorts { get; init; } =
        static machine => machine.IsThis ? SerialPorts.FindAsync()
            : SerialPorts.FindAsync(machine.In("sys"), machine.Dev, machine.In("proc"));

    public ValueTask<IReadOnlyList<SerialPortInfo>> FindPortsAsync() => FindPorts(this);

    /// <summary>The USB devices; <see langword="null"/> if the system does not provide them.</summary>
    public IReadOnlyList<UsbDevice>? UsbDevices => IsLinux ? UsbDevice.FindIn(In("sys")) : null;

    /// <summary>The process of ModemManager, if it runs.</summary>
    public PortHolder? ModemManager => IsLinux ? FindProcess("ModemManager") : null;

    public string UdevRules => In("etc/udev/rules.d");

    /// <summary>Returns a path under the root of the file system.</summary>
    public string In(string path) => Path.Combine(root, path);

    /// <summary>Whether udev rules make ModemManager ignore the port, through the port or its USB device.</summary>
    public bool IsIgnoredByModemManager(SerialPortInfo port)
    {
        string tty = In(Path.Combine("sys/class/tty", Path.GetFileName(port.Path)));
        var usb = UsbDevices?.FirstOrDefault(d => d.Ports.Contains(Path.GetFileName(port.Path)));
        string?[] numbers = [NumberOf(tty) is { } character ? "c" + character : null,
            usb is not null && NumberOf(usb.Folder) is { } device ? "c" + device : null];
        return numbers.OfType<string>().Select(n => SystemText.Of(In(Path.Combine("run/udev/data", n)))).OfType<string>()
            .SelectMany(t => t.Split('\n'))
            .Any(line => line.Trim() is "E:ID_MM_DEVICE_IGNORE=1" or "E:ID_MM_PORT_IGNORE=1");
    }

    private static string? NumberOf(string folder) => SystemText.Of(Path.Combine(folder, "dev"));

    private PortHolder? FindProcess(string name)
    {
        foreach (string folder in SystemText.EntriesOf(In("proc")))
        {
            // The kernel truncates names to 15 characters.
            if (int.TryParse(Path.GetFileName(folder), out int id) && SystemText.Of(Path.Combine(folder, "comm")) == name)
            {
                return new PortHolder(id, name);
            }
        }

        return null;
    }
}
