using VescUartBoot.Links;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Simulator.Swd;

namespace VescUartBoot.Simulator.Boards;

/// <summary>What a simulated board is and carries when it is made. The default is a 60_MK6 with 6.05 that misses its bootloader.</summary>
public sealed partial record SimulatedBoardOptions
{
    /// <summary>The firmware, a row of <see cref="FirmwareProfiles"/>. Default 6.05.</summary>
    public string Firmware { get; init; } = "6.05";

    /// <summary>The hardware name, 1 to 26 ASCII characters. Default 60_MK6.</summary>
    public string Hardware { get; init; } = "60_MK6";

    /// <summary>The 12 bytes of the UUID. A second motor's ends one higher (from 5.00.5).</summary>
    public ReadOnlyMemory<byte> Uuid { get; init; } = new byte[] { 0x3A, 0x00, 0x2B, 0x00, 0x0F, 0x51, 0x38, 0x30, 0x36, 0x34, 0x37, 0x31 };

    /// <summary>What kind of device answers. Only <see cref="SimulatedFamily.Vesc"/> is simulated in full. Default Vesc.</summary>
    public SimulatedFamily Family { get; init; }

    /// <summary>The bytes at the start of the bootloader sector; empty is a blank sector. Default empty.</summary>
    public ReadOnlyMemory<byte> Bootloader { get; init; }

    /// <summary>QML code that is stored on the board; empty is none. Default none.</summary>
    public ReadOnlyMemory<byte> Qml { get; init; }

    /// <summary>Lisp code that is stored on the board; empty is none. Default none.</summary>
    public ReadOnlyMemory<byte> Lisp { get; init; }

    /// <summary>Bytes from the start of sector 8 on: an upload that waits (see <see cref="SimulatedImage.Staged"/>). Default
    /// none.</summary>
    /// <remarks>Stored QML and Lisp lie over it, as an upload of code after an upload of firmware would.</remarks>
    public ReadOnlyMemory<byte> Staging { get; init; }

    /// <summary>What a native package has stored, at the start of the sector that this firmware keeps for that. Default none.</summary>
    public ReadOnlyMemory<byte> PackageData { get; init; }

    /// <summary>Where package data begins in its sector, in bytes. Default 0.</summary>
    public int PackageDataOffset { get; init; }

    /// <summary>The XML text in which a package describes its configuration; it runs while <see cref="Lisp"/> is stored. Default: no
    /// package has one.</summary>
    public ReadOnlyMemory<byte> PackageLayout { get; init; }

    /// <summary>The configuration of that package, its signature first. Default: a few values.</summary>
    public ReadOnlyMemory<byte> PackageConfiguration { get; init; }

    /// <summary>The whole flash, 1 MiB: it replaces everything that the options above would put there. Default none.</summary>
    public ReadOnlyMemory<byte> Flash { get; init; }

    /// <summary>Says which firmware an image is that the simulator did not make (a real one, by its hash): version of the table and
    /// hardware. Default knows none.</summary>
    public Func<ReadOnlyMemory<byte>, (string Version, string Hardware)?>? KnownFirmware { get; init; }

    /// <summary>How long things take. Default <see cref="BoardTiming.Real"/>.</summary>
    public BoardTiming Timing { get; init; } = BoardTiming.Real;

    /// <summary>How the host is connected. Default USB.</summary>
    public SimulatedTransport Transport { get; init; }

    /// <summary>The baud rate of a UART, both of the board and of the link. Default 115200.</summary>
    public int Baud { get; init; } = 115_200;

    /// <summary>Whether the port comes back under another name after a restart or a pulled cable, as a system may do while the old
    /// one is still open. Default no.</summary>
    public bool RenamesPort { get; init; }

    /// <summary>What <see cref="ILink.Kind"/> a link to this board reports. Default in process; unknown over a UART.</summary>
    public LinkKind? LinkKind { get; init; }

    /// <summary>The board's CAN id. Default 42.</summary>
    public byte CanId { get; init; } = 42;

    /// <summary>Whether a second motor on the same chip answers at the next CAN id. Default no.</summary>
    public bool DualMotor { get; init; }

    /// <summary>Further boards on the CAN bus behind this one. Default none.</summary>
    public IReadOnlyList<SimulatedBoardOptions> CanBoards { get; init; } = [];

    /// <summary>The board that is wired to the SWD pins of this one. Default none.</summary>
    public SimulatedTarget? Target { get; init; }

    /// <summary>The CAN id that the firmware takes without settings; it leaves out some low ones. Default: <see cref="CanId"/>, as hardware
    /// that fixes it.</summary>
    public byte? DefaultCanId { get; init; }

    /// <summary>The baud rate on CAN, as the configuration numbers it: 0 is 125, 1 is 250, 2 is 500 kbit/s, 3 is 1 Mbit/s. Only with
    /// <see cref="DefaultCanId"/>. Default 2.</summary>
    public byte CanBaud { get; init; } = 2;

    /// <summary>The mode on CAN: 0 the VESC's own, 1 UAVCAN. Only with <see cref="DefaultCanId"/>. Default 0.</summary>
    public byte CanMode { get; init; }

    /// <summary>Whether the board sends the status frames 1 to 4 on CAN, as a vehicle with several motors needs. Only with
    /// <see cref="DefaultCanId"/>. Default yes.</summary>
    public bool CanStatus { get; init; } = true;

    /// <summary>The probability that a frame on the bus is lost. Of the first board; it holds for the whole bus. Default 0.</summary>
    public double CanLoss { get; init; }

    /// <summary>The probability that a frame on the bus comes twice. Of the first board; it holds for the whole bus. Default 0.</summary>
    public double CanDoubled { get; init; }

    /// <summary>The probability that a frame on the bus comes 2 ms late, after others. Of the first board; it holds for the whole bus.
    /// Default 0.</summary>
    public double CanDelayed { get; init; }

    /// <summary>After how long without a WRITE or ALIVE the board switches itself off, as boards with a soft power switch do. Default
    /// never.</summary>
    public TimeSpan? OffAfter { get; init; }

    /// <summary>Electrical speed of the motor. Default 0.</summary>
    public int Erpm { get; init; }

    /// <summary>Electrical speed of the second motor. Default 0.</summary>
    public int SecondErpm { get; init; }

    /// <summary>Whether the motor is driven and does not let go. (A motor that only spins counts as at rest for the firmware.) Default
    /// no.</summary>
    public bool MotorHeld { get; init; }

    /// <summary>Whether the second motor is driven and does not let go. Default no.</summary>
    public bool SecondMotorHeld { get; init; }

    /// <summary>Input voltage. Default 42 V; 4.2 V on USB power.</summary>
    public double? InputVoltage { get; init; }

    /// <summary>Whether the cable is all that powers the board: a few volts, fault 2, and no power once the cable is out. Default
    /// no.</summary>
    public bool UsbPowered { get; init; }

    /// <summary>The fault code that GET_VALUES reports. Default 0, and 2 on USB power.</summary>
    public byte? FaultCode { get; init; }

    /// <summary>Whether negative offsets of reads are refused by silence, as a future firmware may do. Default no.</summary>
    public bool ClosedReadPath { get; init; }

    /// <summary>Whether the QML application is compiled into the firmware, so that reads start at an unknown address. Default no.</summary>
    public bool CompiledInQml { get; init; }

    /// <summary>Whether reads may get stale lines of the data cache after flash was changed. Default no.</summary>
    public bool StaleCache { get; init; }

    /// <summary>Whether the board sends prints and samples that nobody asked for, at these distances. Default never.</summary>
    public TimeSpan? UnsolicitedEvery { get; init; }

    /// <summary>The longest payload in bytes that the way to the board passes; longer ones are lost, as by a bridge with a small buffer.
    /// Default all.</summary>
    public int LongestRequest { get; init; } = int.MaxValue;

    /// <summary>The longest payload in bytes that the way back passes. Default all.</summary>
    public int LongestReply { get; init; } = int.MaxValue;

    /// <summary>Whether the device only imitates a firmware: it tells its version and its values, and knows no other command. Default
    /// no.</summary>
    public bool Imitates { get; init; }

    /// <summary>What goes wrong. Default nothing.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>Decides everything that is left to chance. The same seed, the same run. Default 1.</summary>
    public int Seed { get; init; } = 1;
}
