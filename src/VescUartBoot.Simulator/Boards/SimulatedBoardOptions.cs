using VescUartBoot.Links;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Simulator.Swd;

namespace VescUartBoot.Simulator.Boards;

/// <summary>Properties and initial content of a simulated board. The default is a 60_MK6 with 6.05 and no bootloader.</summary>
public sealed partial record SimulatedBoardOptions
{
    /// <summary>The firmware, a row of <see cref="FirmwareProfiles"/>. Default 6.05.</summary>
    public string Firmware { get; init; } = "6.05";

    /// <summary>The hardware name, 1 to 26 ASCII characters. Default 60_MK6.</summary>
    public string Hardware { get; init; } = "60_MK6";

    /// <summary>The 12 bytes of the UUID. The UUID of a second motor ends one higher (from 5.00.5).</summary>
    public ReadOnlyMemory<byte> Uuid { get; init; } = new byte[] { 0x3A, 0x00, 0x2B, 0x00, 0x0F, 0x51, 0x38, 0x30, 0x36, 0x34, 0x37, 0x31 };

    /// <summary>Family of the device. Only <see cref="SimulatedFamily.Vesc"/> is simulated in full. Default Vesc.</summary>
    public SimulatedFamily Family { get; init; }

    /// <summary>Bytes at the start of the bootloader sector; empty is a blank sector. Default empty.</summary>
    public ReadOnlyMemory<byte> Bootloader { get; init; }

    /// <summary>QML code stored on the board; empty is none. Default none.</summary>
    public ReadOnlyMemory<byte> Qml { get; init; }

    /// <summary>Lisp code stored on the board; empty is none. Default none.</summary>
    public ReadOnlyMemory<byte> Lisp { get; init; }

    /// <summary>Bytes from the start of sector 8: a staged upload (see <see cref="SimulatedImage.Staged"/>). Default none.</summary>
    /// <remarks>Stored QML and Lisp overwrite it, as an upload of code after an upload of firmware does.</remarks>
    public ReadOnlyMemory<byte> Staging { get; init; }

    /// <summary>Data stored by a native package, at the start of the sector that this firmware uses for it. Default none.</summary>
    public ReadOnlyMemory<byte> PackageData { get; init; }

    /// <summary>Offset of the package data in its sector, in bytes. Default 0.</summary>
    public int PackageDataOffset { get; init; }

    /// <summary>XML description of a package's configuration; the package runs while <see cref="Lisp"/> is stored. Default none.</summary>
    public ReadOnlyMemory<byte> PackageLayout { get; init; }

    /// <summary>Configuration of that package, signature first. Default: a few values.</summary>
    public ReadOnlyMemory<byte> PackageConfiguration { get; init; }

    /// <summary>The whole flash, 1 MiB. It replaces the content set by the options above. Default none.</summary>
    public ReadOnlyMemory<byte> Flash { get; init; }

    /// <summary>Identifies an image that the simulator did not create (a real one, by its hash): version in the table and hardware.
    /// Default: identifies none.</summary>
    public Func<ReadOnlyMemory<byte>, (string Version, string Hardware)?>? KnownFirmware { get; init; }

    /// <summary>Durations of operations. Default <see cref="BoardTiming.Real"/>.</summary>
    public BoardTiming Timing { get; init; } = BoardTiming.Real;

    /// <summary>Connection to the host. Default USB.</summary>
    public SimulatedTransport Transport { get; init; }

    /// <summary>Baud rate of a UART, of both the board and the link. Default 115200.</summary>
    public int Baud { get; init; } = 115_200;

    /// <summary>Whether the port returns under another name after a restart or a pulled cable, as systems do while the old port is still
    /// open. Default no.</summary>
    public bool RenamesPort { get; init; }

    /// <summary>The <see cref="ILink.Kind"/> that a link to this board reports. Default in process; unknown over a UART.</summary>
    public LinkKind? LinkKind { get; init; }

    /// <summary>CAN id of the board. Default 42.</summary>
    public byte CanId { get; init; } = 42;

    /// <summary>Whether a second motor on the same chip answers at the next CAN id. Default no.</summary>
    public bool DualMotor { get; init; }

    /// <summary>Further boards on the CAN bus behind this one. Default none.</summary>
    public IReadOnlyList<SimulatedBoardOptions> CanBoards { get; init; } = [];

    /// <summary>The board wired to the SWD pins of this board. Default none.</summary>
    public SimulatedTarget? Target { get; init; }

    /// <summary>CAN id of the firmware without settings; some low ids are excluded. Default: <see cref="CanId"/>, as on hardware with a
    /// fixed id.</summary>
    public byte? DefaultCanId { get; init; }

    /// <summary>CAN baud rate by its number in the configuration: 0 is 125, 1 is 250, 2 is 500 kbit/s, 3 is 1 Mbit/s. Only with
    /// <see cref="DefaultCanId"/>. Default 2.</summary>
    public byte CanBaud { get; init; } = 2;

    /// <summary>CAN mode: 0 is the VESC protocol, 1 is UAVCAN. Only with <see cref="DefaultCanId"/>. Default 0.</summary>
    public byte CanMode { get; init; }

    /// <summary>Whether the board sends the CAN status frames 1 to 4, as vehicles with several motors require. Only with
    /// <see cref="DefaultCanId"/>. Default yes.</summary>
    public bool CanStatus { get; init; } = true;

    /// <summary>Probability that a frame on the bus is lost. Set on the first board for the whole bus. Default 0.</summary>
    public double CanLoss { get; init; }

    /// <summary>Probability that a frame on the bus is duplicated. Set on the first board for the whole bus. Default 0.</summary>
    public double CanDoubled { get; init; }

    /// <summary>Probability that a frame on the bus is delayed by 2 ms, after others. Set on the first board for the whole bus. Default
    /// 0.</summary>
    public double CanDelayed { get; init; }

    /// <summary>Time without a WRITE or ALIVE after which the board switches itself off, as boards with a soft power switch do. Default
    /// never.</summary>
    public TimeSpan? OffAfter { get; init; }

    /// <summary>Electrical speed of the motor. Default 0.</summary>
    public int Erpm { get; init; }

    /// <summary>Electrical speed of the second motor. Default 0.</summary>
    public int SecondErpm { get; init; }

    /// <summary>Whether the motor is driven and not released. (For the firmware, a motor that only spins is at rest.) Default no.</summary>
    public bool MotorHeld { get; init; }

    /// <summary>Whether the second motor is driven and not released. Default no.</summary>
    public bool SecondMotorHeld { get; init; }

    /// <summary>Input voltage. Default 42 V; 4.2 V on USB power.</summary>
    public double? InputVoltage { get; init; }

    /// <summary>Whether only the cable powers the board: a few volts, fault 2, and no power without the cable. Default no.</summary>
    public bool UsbPowered { get; init; }

    /// <summary>The fault code that GET_VALUES reports. Default 0, and 2 on USB power.</summary>
    public byte? FaultCode { get; init; }

    /// <summary>Whether reads with negative offsets get no reply, as a future firmware may do. Default no.</summary>
    public bool ClosedReadPath { get; init; }

    /// <summary>Whether the QML application is compiled into the firmware, so that reads start at an unknown address. Default no.</summary>
    public bool CompiledInQml { get; init; }

    /// <summary>Whether reads may return stale data cache lines after a change of flash. Default no.</summary>
    public bool StaleCache { get; init; }

    /// <summary>Intervals of unsolicited prints and samples. Default never.</summary>
    public TimeSpan? UnsolicitedEvery { get; init; }

    /// <summary>Longest payload in bytes that reaches the board; longer ones are lost, as in a bridge with a small buffer. Default
    /// unlimited.</summary>
    public int LongestRequest { get; init; } = int.MaxValue;

    /// <summary>Longest payload in bytes that reaches the host. Default unlimited.</summary>
    public int LongestReply { get; init; } = int.MaxValue;

    /// <summary>Whether the device only imitates a firmware: it reports its version and its values, and ignores all other commands. Default
    /// no.</summary>
    public bool Imitates { get; init; }

    /// <summary>Injected faults. Default none.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>Seed of all random decisions. The same seed gives the same run. Default 1.</summary>
    public int Seed { get; init; } = 1;
}
