using VescUartBoot.Hosting.Words;
using VescUartBoot.Links;

namespace VescUartBoot.Cli.Doctor;

/// <summary>Checks of the system for a board that is not found, from USB to the node in <c>/dev</c>.</summary>
internal static class SystemSteps
{
    public const string Device = "device";
    public const string Driver = "driver";
    public const string Rights = "rights";
    public const string Modems = "modems";
    public const string Holder = "holder";

    private const string Watch = "vescboot ports --watch";
    private const string InstallRule = "sudo vescboot doctor --install-rule";

    /// <summary>Without a named port: checks whether any board is connected.</summary>
    public static IEnumerable<DoctorFinding> FindBoards(SystemInspector machine, IReadOnlyList<SerialPortInfo> ports)
    {
        var boards = ports.Where(p => p.LooksLikeVesc).ToList();
        var usb = machine.UsbDevices;
        if (boards.Count > 0)
        {
            yield return DoctorFinding.Well(Device,
                $"{string.Join(", ", boards.Select(b => b.Path))} {(boards.Count == 1 ? "has" : "have")} the USB numbers of a VESC "
                    + "(0483:5740)");
            yield break;
        }

        if (usb?.FirstOrDefault(d => d.LooksLikeVesc) is { } board)
        {
            yield return DoctorFinding.Well(Device,
                $"USB 0483:5740 is plugged in ({board.Product ?? "without a name"}, {Path.GetFileName(board.Folder)})");
            yield return DoctorFinding.Wrong(Driver, "noDriver",
                "the system sees the board on USB, but no driver makes a serial port of it", "sudo modprobe cdc_acm");
            yield break;
        }

        if (usb?.Any(d => d.IsStmRom) == true)
        {
            yield return DoctorFinding.Wrong(
                Device,
                "romBootloader",
                "an STM32 is plugged in that runs the boot loader in its ROM (USB 0483:df11) and no firmware: BOOT0 was pulled up when it "
                    + "started; release it, and switch all power off and on",
                Watch);
            yield break;
        }

        yield return NoBoard(machine, ports, usb);
    }

    /// <summary>With a named serial port: checks whether the system knows it.</summary>
    public static IEnumerable<DoctorFinding> FindPort(SystemInspector machine, string path, SerialPortInfo? port)
    {
        if (port is null)
        {
            // A dangling link counts as missing.
            yield return !machine.IsLinux
                ? DoctorFinding.Skipped(Device, "not checked on this system")
                : Exists(path) ? DoctorFinding.Skipped(Device,
                    $"{path} is not a port of a device (perhaps a pseudo-terminal) and has no driver")
                : DoctorFinding.Wrong(Device, "portNotFound", $"there is no {path}: not plugged in, no power, or back under another name",
                    "vescboot ports");
            yield break;
        }

        string what = port.VendorId is { } vendor ? $"USB {vendor:x4}:{port.ProductId:x4}" : "not USB";
        yield return DoctorFinding.Well(Device,
            $"{path} is {what}{(port.Product is { } product ? $", {product}" : "")}"
                + $"{(port.LooksLikeVesc ? ": the numbers of a VESC" : "")}");
    }

    /// <summary>Checks what prevents this user from using a known port.</summary>
    public static IEnumerable<DoctorFinding> Examine(SystemInspector machine, SerialPortInfo port)
    {
        yield return port.Driver is { } driver ? DoctorFinding.Well(Driver, $"{driver}, for {port.Path}")
            : DoctorFinding.Skipped(Driver, "the system does not report its driver");
        yield return ExamineRights(port);
        yield return ExamineModems(machine, port);
        yield return ExamineHolder(port);
    }

    private static bool Exists(string path) => Path.Exists(path);

    private static DoctorFinding NoBoard(SystemInspector machine, IReadOnlyList<SerialPortInfo> ports, IReadOnlyList<UsbDevice>? usb)
    {
        string looked = usb is null
            ? machine.IsLinux ? "; the list of USB devices cannot be read (no /sys/bus/usb here: a container?)"
                : "; the list of USB devices is not read on this system"
            : $", and none of {usb.Count} USB devices is 0483:5740";
        string others = ports.Count == 0 ? "this machine has no serial port"
            : $"none of the serial ports here is one "
                + $"({string.Join(", ", ports.Select(p => p.Path))})";
        return DoctorFinding.Wrong(Device, "noPort", $"no VESC is plugged in: {others}{looked}", Watch) with
        {
            Next =
                $"try another cable (many only charge), power the board, and watch whether a port appears: {Watch}. A board on a UART or "
                + "a bridge is only found by its port: vescboot doctor -p PORT. A board that lights up but never appears has no firmware "
                + "or a broken USB port: vescboot explain blueOnly",
        };
    }

    private static DoctorFinding ExamineRights(SerialPortInfo port) => port.Access.MayOpen
        ? DoctorFinding.Well(Rights, $"you may open {port.Path}")
        : DoctorFinding.Wrong(Rights, "portNoPermission", PortAdvice.Sentence(port.Access, port.Path)!.TrimEnd('.'),
            PortAdvice.CommandFor(port.Access) ?? InstallRule);

    private static DoctorFinding ExamineModems(SystemInspector machine, SerialPortInfo port)
    {
        if (!machine.IsLinux)
        {
            return DoctorFinding.Skipped(Modems, "only Linux has ModemManager");
        }

        if (port.VendorId is null)
        {
            return DoctorFinding.Skipped(Modems, "ModemManager uses USB ports only");
        }

        if (machine.ModemManager is not { } manager)
        {
            return DoctorFinding.Well(Modems, "ModemManager does not run");
        }

        if (machine.IsIgnoredByModemManager(port))
        {
            return DoctorFinding.Well(Modems, "ModemManager runs and leaves it alone");
        }

        string text =
            $"{manager} runs and was not told to leave {port.Path} alone: after each plugging and each restart of the board it sends it "
                + "modem commands for some 20 s";
        return port.LooksLikeVesc
            ? DoctorFinding.Wrong(Modems, "modemManager", text, InstallRule)
            : DoctorFinding.Noted(Modems, "modemManager",
                $"{text}; it may need a rule of your own, as for VESC: vescboot doctor --print-rule");
    }

    private static DoctorFinding ExamineHolder(SerialPortInfo port) => port.Holders switch
    {
        [] => DoctorFinding.Well(Holder, $"no program that this user can see has {port.Path} open"),
        [var first, ..] => DoctorFinding.Wrong(Holder, "portBusy", $"{port.Path} is held by {string.Join(", ", port.Holders)}",
            $"kill {first.ProcessId}"),
    };
}
