using VescUartBoot.Links;

namespace VescUartBoot.Cli.Doctor;

/// <summary>From the socket to the node in <c>/dev</c>: what the system itself tells of a board that is not seen.</summary>
internal static class SystemSteps
{
    public const string Device = "device";
    public const string Driver = "driver";
    public const string Rights = "rights";
    public const string Modems = "modems";
    public const string Holder = "holder";

    private const string Watch = "vescboot ports --watch";
    private const string InstallRule = "sudo vescboot doctor --install-rule";

    /// <summary>Nothing was named: is there a board at all?</summary>
    public static IEnumerable<Finding> FindBoards(Machine machine, IReadOnlyList<SerialPortInfo> ports)
    {
        var boards = ports.Where(p => p.LooksLikeVesc).ToList();
        var usb = machine.UsbDevices;
        if (boards.Count > 0)
        {
            yield return Finding.Well(Device, $"{string.Join(", ", boards.Select(b => b.Path))} {(boards.Count == 1 ? "has" : "have")} the USB numbers of a VESC (0483:5740)");
            yield break;
        }

        if (usb?.FirstOrDefault(d => d.LooksLikeVesc) is { } board)
        {
            yield return Finding.Well(Device, $"USB 0483:5740 is plugged in ({board.Product ?? "without a name"}, {Path.GetFileName(board.Folder)})");
            yield return Finding.Wrong(Driver, "noDriver", "the system sees the board on USB, but no driver makes a serial port of it", "sudo modprobe cdc_acm");
            yield break;
        }

        if (usb?.Any(d => d.IsStmRom) == true)
        {
            yield return Finding.Wrong(
                Device,
                "romBootloader",
                "an STM32 is plugged in that runs the boot loader in its ROM (USB 0483:df11) and no firmware: BOOT0 was pulled up when it started; release it, take all power away, and give it back",
                Watch);
            yield break;
        }

        yield return NoBoard(machine, ports, usb);
    }

    /// <summary>A serial port was named: does the system know it?</summary>
    public static IEnumerable<Finding> FindPort(Machine machine, string path, SerialPortInfo? port)
    {
        if (port is null)
        {
            // A link that leads nowhere is as missing as no link.
            yield return !machine.IsLinux ? Finding.Skipped(Device, "what this system knows of the port was not looked at; opening it tells more")
                : Exists(path) ? Finding.Skipped(Device, $"{path} is no port of a device (a pseudo-terminal, perhaps): there is no driver to look at")
                : Finding.Wrong(Device, "portNotFound", $"there is no {path}: not plugged in, no power, or back under another name", "vescboot ports");
            yield break;
        }

        string what = port.VendorId is { } vendor ? $"USB {vendor:x4}:{port.ProductId:x4}" : "not USB";
        yield return Finding.Well(Device, $"{path} is {what}{(port.Product is { } product ? $", {product}" : "")}{(port.LooksLikeVesc ? ": the numbers of a VESC" : "")}");
    }

    /// <summary>What may stand between a known port and this user.</summary>
    public static IEnumerable<Finding> Examine(Machine machine, SerialPortInfo port)
    {
        yield return port.Driver is { } driver ? Finding.Well(Driver, $"{driver} serves {port.Path}") : Finding.Skipped(Driver, "the system does not tell which driver serves it");
        yield return ExamineRights(port);
        yield return ExamineModems(machine, port);
        yield return ExamineHolder(port);
    }

    private static bool Exists(string path) => Path.Exists(path);

    private static Finding NoBoard(Machine machine, IReadOnlyList<SerialPortInfo> ports, IReadOnlyList<UsbDevice>? usb)
    {
        string looked = usb is null
            ? machine.IsLinux ? "; USB itself could not be looked at (no /sys/bus/usb here: a container?)" : "; USB itself is not looked at on this system"
            : $", and none of {usb.Count} USB devices is 0483:5740";
        string others = ports.Count == 0 ? "this machine has no serial port" : $"of {ports.Count} serial {(ports.Count == 1 ? "port" : "ports")} none is a VESC's own USB ({string.Join(", ", ports.Select(p => p.Path))})";
        string uart = ports.Count == 0 ? "" : " A board on a UART or a bridge is found by its port only: vescboot doctor -p PORT.";
        return Finding.Wrong(
            Device,
            "noPort",
            $"no VESC is plugged in: {others}{looked}. Try another cable (many only charge), give the board power, and watch it come. A board that lights but never comes has no firmware, or a dead USB part: then it needs a debug probe (SWD), or a second VESC as one.{uart}",
            Watch);
    }

    private static Finding ExamineRights(SerialPortInfo port) => port.Access.MayOpen
        ? Finding.Well(Rights, $"you may open {port.Path}")
        : Finding.Wrong(Rights, "portNoPermission", port.Access.Reason!.TrimEnd('.'), port.Access.Mend ?? InstallRule);

    private static Finding ExamineModems(Machine machine, SerialPortInfo port)
    {
        if (!machine.IsLinux)
        {
            return Finding.Skipped(Modems, "only Linux has ModemManager");
        }

        if (port.VendorId is null)
        {
            return Finding.Skipped(Modems, "ModemManager leaves ports alone that are not USB");
        }

        if (machine.ModemManager is not { } manager)
        {
            return Finding.Well(Modems, "ModemManager does not run");
        }

        if (machine.IsIgnoredByModemManager(port))
        {
            return Finding.Well(Modems, "ModemManager runs and is told to leave it alone");
        }

        string text = $"{manager} runs and was not told to leave {port.Path} alone: after each plugging and each restart of the board it sends it modem commands for some 20 s";
        return port.LooksLikeVesc
            ? Finding.Wrong(Modems, "modemManager", text, InstallRule)
            : Finding.Noted(Modems, "modemManager", $"{text}; it may need a rule of your own, as for VESC: vescboot doctor --print-rule");
    }

    private static Finding ExamineHolder(SerialPortInfo port) => port.Holders switch
    {
        [] => Finding.Well(Holder, $"no program that this user can see has {port.Path} open"),
        [var first, ..] => Finding.Wrong(Holder, "portBusy", $"{port.Path} is held by {string.Join(", ", port.Holders)}", $"kill {first.ProcessId}"),
    };
}
