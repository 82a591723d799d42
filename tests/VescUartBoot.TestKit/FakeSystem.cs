namespace VescUartBoot.TestKit;

/// <summary>A /sys, /dev and /proc in a temporary folder, with the symbolic links of the kernel.</summary>
public sealed class FakeSystem : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("vescboot-");

    public FakeSystem()
    {
        foreach (string folder in (string[])["sys/class/tty", "dev/serial/by-id", "dev/serial/by-path",
            "proc"])
        {
            _root.CreateSubdirectory(folder);
        }
    }

    public string Root => _root.FullName;

    public string Sys => In("sys");

    public string Dev => In("dev");

    public string Proc => In("proc");

    public void Dispose() => _root.Delete(recursive: true);

    /// <summary>Adds a USB device at <paramref name="socket"/> with one port, whose tty is in a folder of its own if
    /// <paramref name="deep"/> (ttyUSB), otherwise not (ttyACM).</summary>
    public void AddUsb(string tty, string socket, string driver, bool deep = false, params (string Name, string Text)[] attributes)
    {
        string usb = Folder($"sys/devices/pci0000:00/0000:00:14.0/usb1/{socket}");
        foreach ((string name, string text) in attributes)
        {
            File.WriteAllText(Path.Combine(usb, name), text + "\n");
        }

        string device = Folder($"{Path.GetRelativePath(_root.FullName, usb)}/{socket}:1.0" + (deep ? $"/{tty}" : ""));
        AddTty(tty, device, driver);
        ListUsb(socket, usb);
    }

    /// <summary>Adds a USB device without a port.</summary>
    public void AddUsbWithoutPort(string socket, params (string Name, string Text)[] attributes)
    {
        string usb = Folder($"sys/devices/pci0000:00/0000:00:14.0/usb1/{socket}");
        foreach ((string name, string text) in attributes)
        {
            File.WriteAllText(Path.Combine(usb, name), text + "\n");
        }

        Folder($"{Path.GetRelativePath(_root.FullName, usb)}/{socket}:1.0");
        ListUsb(socket, usb);
    }

    /// <summary>Sets the udev data of a port: lines such as <c>E:ID_MM_DEVICE_IGNORE=1</c>.</summary>
    public void AddUdevData(string tty, params string[] lines)
    {
        File.WriteAllText(In($"sys/class/tty/{tty}/dev"), "166:7\n");
        Folder("run/udev/data");
        File.WriteAllLines(In("run/udev/data/c166:7"), lines);
    }

    /// <summary>Adds a file.</summary>
    public void AddFile(string path, string text)
    {
        Folder(Path.GetDirectoryName(path)!);
        File.WriteAllText(In(path), text);
    }

    /// <summary>Links the node of a port to a real pseudo-terminal.</summary>
    public void LeadTo(string tty, string path)
    {
        File.Delete(Node(tty));
        File.CreateSymbolicLink(Node(tty), path);
    }

    private void ListUsb(string socket, string usb)
    {
        Folder("sys/bus/usb/devices");
        Link($"sys/bus/usb/devices/{socket}", usb);
    }

    /// <summary>Adds a UART of the machine, below the two devices of the serial core (Linux 6.6 and later).</summary>
    public void AddUart(string tty, string type)
    {
        string device = Folder($"sys/devices/pnp0/{tty}/{tty}:0/{tty}:0.0");
        AddTty(tty, device, "port");
        Link($"sys/devices/pnp0/{tty}/driver", Folder("sys/bus/pnp/drivers/serial"));
        File.WriteAllText(In($"sys/class/tty/{tty}/type"), type + "\n");
    }

    /// <summary>Adds a terminal without a device: a console or a pseudo-terminal.</summary>
    public void AddVirtual(string tty) => Link($"sys/class/tty/{tty}", Folder($"sys/devices/virtual/tty/{tty}"));

    public void AddProcess(int id, string name, params string[] open)
    {
        Folder($"proc/{id}/fd");
        File.WriteAllText(In($"proc/{id}/comm"), name + "\n");
        for (int number = 0; number < open.Length; number++)
        {
            File.CreateSymbolicLink(In($"proc/{id}/fd/{number}"), open[number]);
        }
    }

    public void AddAlias(string alias, string tty) => File.CreateSymbolicLink(In($"dev/serial/{alias}"), $"../../{tty}");

    public string Node(string tty) => In($"dev/{tty}");

    private void AddTty(string tty, string device, string driver)
    {
        string folder = Folder($"{Path.GetRelativePath(_root.FullName, device)}/tty/{tty}");
        File.CreateSymbolicLink(Path.Combine(folder, "device"), "../../../" + Path.GetFileName(device));
        Link($"{Path.GetRelativePath(_root.FullName, device)}/driver", Folder($"sys/bus/any/drivers/{driver}"));
        Link($"sys/class/tty/{tty}", folder);
        File.WriteAllText(Node(tty), "");
    }

    private string Folder(string path) => _root.CreateSubdirectory(path).FullName;

    private void Link(string path, string target) =>
        Directory.CreateSymbolicLink(In(path), Path.GetRelativePath(Path.GetDirectoryName(In(path))!, target));

    private string In(string path) => Path.Combine(_root.FullName, path);
}
