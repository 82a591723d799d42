using System.Globalization;
using VescUartBoot.Links;
using VescUartBoot.Simulator.Can;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Simulator.Flash;
using VescUartBoot.Simulator.Swd;

namespace VescUartBoot.Simulator.Boards;

public sealed partial record SimulatedBoardOptions
{
    private static readonly SimulatedBoardWord[] Table = MakeTable();

    /// <summary>Words of a query, in the order in which they are applied.</summary>
    public static IReadOnlyList<SimulatedBoardWord> Words => Table;

    /// <summary>Parses <c>sim://?fw=6.05&amp;bootloader=none</c>, with or without <c>sim://?</c>. Words may be in any order.</summary>
    /// <exception cref="SimulatorException">A word or a value is unknown, a word is repeated, or a file cannot be read; the message names
    /// it.</exception>
    public static SimulatedBoardOptions Parse(string query)
    {
        ArgumentNullException.ThrowIfNull(query);
        string words = query.StartsWith("sim://", StringComparison.OrdinalIgnoreCase) ? query[6..] : query;
        words = words.TrimStart('/').TrimStart('?');
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string pair in words.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? pair : pair[..equals];
            string value = equals < 0 ? "yes" : Uri.UnescapeDataString(pair[(equals + 1)..]);
            if (!Array.Exists(Table, word => word.Name == name))
            {
                throw new SimulatorException(
                    $"A simulated board has no \"{name}\". Known words: {string.Join(", ", Table.Select(word => word.Name))}.");
            }

            if (!given.TryAdd(name, value))
            {
                throw new SimulatorException($"\"{name}\" occurs twice in {query}.");
            }
        }

        return Apply(given);
    }

    /// <summary>Returns the default board with these words set.</summary>
    /// <exception cref="SimulatorException">A word or a value is unknown, or a file cannot be read.</exception>
    public static SimulatedBoardOptions Apply(IReadOnlyDictionary<string, string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var options = new SimulatedBoardOptions();
        foreach (var word in Table)
        {
            if (words.TryGetValue(word.Name, out string? value))
            {
                options = word.Apply(options, value);
            }
        }

        return options;
    }

    private static SimulatedBoardWord[] MakeTable() =>
    [
        new("fw", string.Join('|', FirmwareProfiles.All.Select(row => row.Name)), "6.05", "Firmware version.",
            (o, v) => o with { Firmware = FirmwareProfiles.Named(v).Name }),
        new("hw", "NAME", "60_MK6", "Hardware name.", (o, v) => o with { Hardware = v }),
        new("uuid", "24 hex digits", "3a002b000f51383036343731", "UUID.",
            (o, v) => o with { Uuid = v.Length == 24 ? Convert.FromHexString(v) : throw new FormatException() }),
        new("family", "vesc|bms|module|express", "vesc", "Device family.",
            (o, v) => o with { Family = OneOf(v, ("vesc", SimulatedFamily.Vesc), ("bms", SimulatedFamily.Bms),
                ("module", SimulatedFamily.Module), ("express", SimulatedFamily.Express)) }),
        new("bootloader", "none|present|old|garbage|FILE", "none",
            "The bootloader sector.\npresent and old are simulated; old does not unpack images",
            (o, v) => o with { Bootloader = BootloaderNamed(v) }),
        new("qml", "FILE", "none", "Stored QML code.", (o, v) => o with { Qml = Bytes(v) }),
        new("lisp", "FILE", "none", "Stored Lisp code.", (o, v) => o with { Lisp = Bytes(v) }),
        new("staged", "VERSION|FILE", "none",
            "An upload in sector 8, simulated or a file.",
            (o, v) => o with { Staging = StagedNamed(v, o.Hardware) }),
        new("package", "FILE|yes", "none", "Data of a native package; yes: a few bytes.",
            (o, v) => o with { PackageData = v == "yes" ? "native package data"u8.ToArray() : Bytes(v) }),
        new("package-at", "BYTES", "0", "Offset of the package data in its sector.",
            (o, v) => o with { PackageDataOffset = Number(v) >= 0 ? Number(v) : throw new FormatException() }),
        new("package-layout", "FILE", "none", "XML of the package's settings (code: --lisp).",
            (o, v) => o with { PackageLayout = Bytes(v) }),
        new("timing", "real|worst|off", "real", "Delays (not of the watchdog).",
            (o, v) => o with { Timing = OneOf(v, ("real", BoardTiming.Real), ("worst", BoardTiming.Worst), ("off", BoardTiming.Off)) }),
        new("transport", "usb|uart", "usb", "How the host is connected.",
            (o, v) => o with { Transport = OneOf(v, ("usb", SimulatedTransport.Usb), ("uart", SimulatedTransport.Uart)) }),
        new("baud", "N", "115200", "The baud rate of a UART.",
            (o, v) => o with { Baud = Number(v) > 0 ? Number(v) : throw new FormatException() }),
        new("rename", "yes|no", "no", "Another port name when it returns.",
            (o, v) => o with { RenamesPort = YesNo(v) }),
        new("kind", "inprocess|usb|unknown", "inprocess", "Kind of link.",
            (o, v) => o with { LinkKind = OneOf(v, ("inprocess", VescUartBoot.Links.LinkKind.InProcess),
                ("usb", VescUartBoot.Links.LinkKind.VescUsb), ("unknown", VescUartBoot.Links.LinkKind.Unknown)) }),
        new("id", "0-254", "42", "The CAN id.", (o, v) => o with { CanId = Id(v) }),
        new("dual", "yes|no", "no", "A second motor, at the next CAN id.",
            (o, v) => o with { DualMotor = YesNo(v) }),
        new("can", "ID:FW:HW:WORD=VALUE…,…", "none",
            "Boards on the CAN bus.\nFW and HW are optional; words such as dual=yes may follow",
            (o, v) => o with { CanBoards = CanNamed(v, o), DefaultCanId = v == "none" ? o.DefaultCanId : o.OnBus().DefaultCanId }),
        new("can-baud", "125|250|500|1000", "500", "CAN rate in kbit/s.",
            (o, v) => o.WithCanBaud((byte)OneOf(v, ("125", 0), ("250", 1), ("500", 2), ("1000", 3)))),
        new("can-mode", "vesc|uavcan", "vesc", "CAN protocol.",
            (o, v) => o.OnBus() with { CanMode = OneOf(v, ("vesc", byte.MinValue), ("uavcan", CanRate.Uavcan)) }),
        new("can-status", "yes|no", "yes", "Send CAN status frames.",
            (o, v) => o with { CanStatus = YesNo(v) }),
        new("can-loss", "0-1", "0", "Chance that a CAN frame is lost.", (o, v) => o with { CanLoss = Chance(v) }),
        new("can-double", "0-1", "0", "Chance that a CAN frame is doubled.",
            (o, v) => o with { CanDoubled = Chance(v) }),
        new("can-delay", "0-1", "0", "Chance that a CAN frame is 2 ms late.",
            (o, v) => o with { CanDelayed = Chance(v) }),
        new("helper", "FW:HW:WORD=VALUE…|blank:…", "none",
            "Board on the SWD pins.\nmore words: chip, protection, wires, erase, broken",
            (o, v) => o with { Target = v == "none" ? null : TargetNamed(v, o) }),
        new("off-after", "SECONDS", "never", "Off without WRITE or ALIVE.",
            (o, v) => o with { OffAfter = TimeSpan.FromSeconds(Number(v) > 0 ? Number(v) : throw new FormatException()) }),
        new("motor", "off|held", "off", "held: driven and not released.",
            (o, v) => o with { MotorHeld = OneOf(v, ("off", false), ("held", true)), Erpm = v == "held" ? 3000 : o.Erpm }),
        new("motor2", "off|held", "off", "The same for the second motor.",
            (o, v) => o with { SecondMotorHeld = OneOf(v, ("off", false), ("held", true)),
                SecondErpm = v == "held" ? 3000 : o.SecondErpm }),
        new("erpm", "N", "0", "Electrical speed of the motor.",
            (o, v) => o with { Erpm = Number(v) }),
        new("erpm2", "N", "0", "The same for the second motor.", (o, v) => o with { SecondErpm = Number(v) }),
        new("power", "battery|usb", "battery", "The supply.\nusb: low voltage, fault 2, off without the cable",
            (o, v) => o with { UsbPowered = OneOf(v, ("battery", false), ("usb", true)) }),
        new("voltage", "VOLTS", "42", "Input voltage.",
            (o, v) => o with { InputVoltage = double.Parse(v, CultureInfo.InvariantCulture) }),
        new("fault", "0-255", "0", "Reported fault code.",
            (o, v) => o with { FaultCode = byte.Parse(v, CultureInfo.InvariantCulture) }),
        new("readpath", "open|closed", "open", "closed: flash is not read.",
            (o, v) => o with { ClosedReadPath = OneOf(v, ("open", false), ("closed", true)) }),
        new("longest-request", "BYTES|all", "all", "Longest payload of a bridge.",
            (o, v) => o with { LongestRequest = Longest(v) }),
        new("longest-reply", "BYTES|all", "all", "The same for replies.",
            (o, v) => o with { LongestReply = Longest(v) }),
        new("imitation", "yes|no", "no",
            "A device that imitates a VESC.\nit reports version and values and has no other command",
            (o, v) => o with { Imitates = YesNo(v) }),
        new("qmlapp", "stored|compiled", "stored", "compiled: QML in firmware.",
            (o, v) => o with { CompiledInQml = OneOf(v, ("stored", false), ("compiled", true)) }),
        new("cache", "fresh|stale", "fresh", "stale: reads may be outdated.",
            (o, v) => o with { StaleCache = OneOf(v, ("fresh", false), ("stale", true)) }),
        new("chatter", "MS", "none", "Interval of unsolicited packets.",
            (o, v) => o with { UnsolicitedEvery = TimeSpan.FromMilliseconds(Number(v) > 0 ? Number(v) : throw new FormatException()) }),
        new("seed", "N", "1", "Seed of all random choices.", (o, v) => o with { Seed = Number(v) }),
        new("loss", "0-1", "0", "Chance that a byte is lost.",
            (o, v) => o with { Faults = [.. o.Faults, Fault.LoseBytes(FaultDirection.ToBoard, Chance(v)),
                Fault.LoseBytes(FaultDirection.ToHost, Chance(v))] }),
        new("flip", "0-1", "0", "Chance that a bit of a byte is flipped.",
            (o, v) => o with { Faults = [.. o.Faults, Fault.FlipBytes(FaultDirection.ToBoard, Chance(v)),
                Fault.FlipBytes(FaultDirection.ToHost, Chance(v))] }),
        new("double", "0-1", "0", "Chance that a byte is doubled.",
            (o, v) => o with { Faults = [.. o.Faults, Fault.DoubleBytes(FaultDirection.ToBoard, Chance(v)),
                Fault.DoubleBytes(FaultDirection.ToHost, Chance(v))] }),
        new("script", "FILE", "none", "Fault script (at write 7: pull cable for 2s).",
            (o, v) => o with { Faults = [.. o.Faults, .. FaultScript.Parse(File.ReadAllText(v))] }),
    ];

    private static T OneOf<T>(string value, params ReadOnlySpan<(string Name, T Value)> known)
    {
        foreach (var (name, meaning) in known)
        {
            if (name == value)
            {
                return meaning;
            }
        }

        throw new FormatException();
    }

    private static bool YesNo(string value) => OneOf(value, ("yes", true), ("no", false));

    private static int Longest(string value) =>
        value == "all" ? int.MaxValue : Number(value) is > 0 and var bytes ? bytes : throw new FormatException();

    private static int Number(string value) => int.Parse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private static byte Id(string value) => byte.Parse(value, CultureInfo.InvariantCulture) is var id and < 255
        ? id
        : throw new FormatException();

    private static double Chance(string value)
    {
        double chance = double.Parse(value, NumberStyles.Float, CultureInfo.InvariantCulture);
        return chance is >= 0 and <= 1 ? chance : throw new FormatException();
    }

    private static byte[] Bytes(string file) => file == "none" ? [] : File.ReadAllBytes(file);

    private static byte[] BootloaderNamed(string value)
    {
        switch (value)
        {
            case "present":
                return SimulatedImage.Bootloader();
            case "old":
                return SimulatedImage.Bootloader(unpacks: false);
            case "garbage":
                byte[] garbage = new byte[5280];
                new SimulatedRandom(0x6A26).Fill(garbage);
                return garbage;
            default:
                return Bytes(value);
        }
    }

    private static byte[] StagedNamed(string value, string hardware)
    {
        if (value == "none" || File.Exists(value))
        {
            return Bytes(value);
        }

        byte[] image = SimulatedImage.Firmware(value, hardware);
        return SimulatedImage.Staged(image, packed: image.Length > 393_208);
    }

    // ID:FW:HW, then words of a board: 20:6.05:60_MK6:dual=yes:bootloader=present.
    private static SimulatedBoardOptions[] CanNamed(string value, SimulatedBoardOptions first) =>
        value == "none" ? [] : [.. value.Split(',').Select((node, index) =>
        {
            string[] parts = node.Split(':');
            string[] words = [.. parts.Skip(1).Where(part => part.Contains('=', StringComparison.Ordinal))];
            string[] places = [.. parts.Skip(1).Except(words)];
            byte[] uuid = first.Uuid.ToArray();
            uuid[0] += (byte)(index + 1);
            var options = new SimulatedBoardOptions
            {
                CanId = Id(parts[0]),
                Firmware = FirmwareProfiles.Named(places.Length > 0 ? places[0] : first.Firmware).Name,
                Hardware = places.Length > 1 ? places[1] : first.Hardware,
                Uuid = uuid,
                Seed = first.Seed + index + 1,
            };
            foreach (string word in words)
            {
                string[] pair = word.Split('=', 2);
                options = Array.Find(Table, w => w.Name == pair[0] && w.Name is not ("can" or "fw" or "hw" or "id")) is { } known
                    ? known.Apply(options, pair[1])
                    : throw new FormatException();
            }

            return options.OnBus();
        })];

    // FW:HW and words, as for a board on CAN; "blank" instead of FW is a chip with blank flash.
    private static SimulatedTarget TargetNamed(string value, SimulatedBoardOptions helper)
    {
        string[] parts = value.Split(':');
        string[] words = [.. parts.Where(part => part.Contains('=', StringComparison.Ordinal))];
        string[] places = [.. parts.Except(words)];
        bool isBlank = places is ["blank", ..];
        byte[] uuid = helper.Uuid.ToArray();
        uuid[0] ^= 0x80;
        byte[] flash = isBlank ? new byte[SimulatedFlash.Size] : [];
        Array.Fill(flash, (byte)0xFF);
        var target = new SimulatedTarget
        {
            Board = new SimulatedBoardOptions
            {
                Firmware = FirmwareProfiles.Named(places.Length > 0 && !isBlank ? places[0] : helper.Firmware).Name,
                Hardware = places.Length > 1 ? places[1] : helper.Hardware,
                Uuid = uuid,
                Flash = flash,
                Seed = helper.Seed + 1,
                KnownFirmware = helper.KnownFirmware,
            },
        };
        foreach (string word in words)
        {
            string[] pair = word.Split('=', 2);
            target = pair[0] switch
            {
                "chip" => target with
                {
                    Chip = OneOf(pair[1], ("f405", SimulatedTarget.F405), ("nrf", (short)2), ("f303", (short)9),
                    ("l476", (short)10), ("g431", (short)11), ("unknown", (short)-2))
                },
                "protection" => target with
                {
                    Protection = OneOf(pair[1], ("none", ReadProtection.None), ("fails", ReadProtection.Fails),
                    ("zeros", ReadProtection.Zeros))
                },
                "wires" => target with { IsLoose = OneOf(pair[1], ("fast", false), ("loose", true)) },
                "erase" => target with { TerminalErases = OneOf(pair[1], ("terminal", true), ("none", false)) },
                "broken" => target with { IsBroken = YesNo(pair[1]) },
                _ => target with
                {
                    Board = Array.Find(Table, w => w.Name == pair[0] && w.Name is not ("can" or "fw" or "hw" or "helper")) is { } known
                        ? known.Apply(target.Board, pair[1])
                        : throw new FormatException(),
                },
            };
        }

        return target;
    }

    // Applies to the boards behind it too: a board with another rate is not on this bus.
    private SimulatedBoardOptions WithCanBaud(byte baud) =>
        OnBus() with { CanBaud = baud, CanBoards = [.. CanBoards.Select(o => o with { CanBaud = baud })] };

    // On a bus a board without settings has the id derived from its UUID.
    private SimulatedBoardOptions OnBus() => this with { DefaultCanId = CanRate.DefaultId(Uuid.Span) };
}
