namespace VescUartBoot.Simulator.Firmware;

/// <summary>How a version of the firmware behaves. Every difference between versions is a field here; nothing else asks for a
/// number.</summary>
/// <remarks>The rows are in <see cref="FirmwareProfiles"/>; where each value is known from: <c>docs/simulator.md</c>.</remarks>
public sealed record FirmwareProfile
{
    /// <summary>The name of the row: <c>6.05</c>, <c>7.01-test1</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The first version byte.</summary>
    public required byte Major { get; init; }

    /// <summary>The second version byte, binary: 40 for 3.40, 5 for 6.05.</summary>
    public required byte Minor { get; init; }

    /// <summary>FW_TEST_VERSION_NUMBER, 0 for a release.</summary>
    public byte Test { get; init; }

    /// <summary>How many of the fields behind the UUID a FW_VERSION reply has, in their order: pairing, test, type, custom
    /// configurations, phase filters, QML of the hardware, QML of the application, NRF, name, CRC. 0 to 10.</summary>
    public required int ReplyFields { get; init; }

    /// <summary>The commands of this firmware beyond those of the oldest.</summary>
    public required FirmwareCommands Commands { get; init; }

    /// <summary>Whether the reply to a write repeats the offset (5.01 and later).</summary>
    public bool EchoesOffset { get; init; }

    /// <summary>Whether the receiver looks again at bytes it has swallowed (3.48 and later), else it is a plain state machine.</summary>
    public required bool Resynchronises { get; init; }

    /// <summary>After how long a half frame is forgotten; <see langword="null"/> is never (5.03 and later).</summary>
    public TimeSpan? ReceiverIdle { get; init; }

    /// <summary>The longest payload in bytes: 1024 up to 3.40, then 512.</summary>
    public required int MaxPayload { get; init; }

    /// <summary>The longest payload that the board sends in the short form: 255, by mistake 256 up to 3.40.</summary>
    public int ShortFormLimit { get; init; } = 255;

    /// <summary>Whether it sends a frame around nothing as well (up to 3.40).</summary>
    public bool SendsEmptyFrames { get; init; }

    /// <summary>Which motors must come to rest before flash is touched.</summary>
    public MotorWait MotorWait { get; init; }

    /// <summary>Whether an error flag of the flash controller leaves the lock count raised and the watchdog slow until a restart (up to
    /// 5.02).</summary>
    public bool StaysLockedOnFlashError { get; init; }

    /// <summary>The sector of QML code: 7 in 5.03, 9 from 6.00, 0 where there is none.</summary>
    public int QmlSector { get; init; }

    /// <summary>The sector of Lisp code: 10 from 6.00, 0 where there is none.</summary>
    public int LispSector { get; init; }

    /// <summary>The sector of the const heap that LISP_ERASE_CODE erases as well (8 from 6.06), 0 where it does not.</summary>
    public int LispHeapSector { get; init; }

    /// <summary>The sector in which native packages store data: 8 in 6.02 and 6.05, 11 (the bootloader's) from 6.06, 0 where there is
    /// none.</summary>
    public int NvmSector { get; init; }

    /// <summary>Whether a read of code is answered with total 0 where none is stored (6.00 and later), else there is no answer
    /// (5.03).</summary>
    public bool AnswersEmptyCode { get; init; }

    /// <summary>Whether the erase of code looks at the first byte only and skips the sector when that is 0xFF (6.06 and later).</summary>
    public bool ErasesCodeByFirstByte { get; init; }

    /// <summary>Bytes of an application image: 393208 up to 5.03, 524280 from 6.00.</summary>
    public required int ImageSize { get; init; }

    /// <summary>Whether the first start writes a CRC into the application and resets once more (3.55 and later).</summary>
    public bool ChecksItself { get; init; } = true;

    /// <summary>What sectors 1 and 2 of an image hold: zeros from 6.00, else 0xFF.</summary>
    public byte SettingsFill { get; init; } = 0xFF;

    /// <summary>The watchdog's reload value while it is slow: 4000; 1400 in 3.49; 0 where there is no watchdog (up to 3.48).</summary>
    public int SlowWatchdogReload { get; init; } = 4000;

    /// <summary>Whether a fault resets at once (6.06 and later), else the watchdog ends it after 12 to 33 ms.</summary>
    public bool FaultResetsAtOnce { get; init; }

    /// <summary>Whether the firmware reports a start after a watchdog reset as fault 10 (3.49 and later).</summary>
    public bool ReportsWatchdogReset { get; init; } = true;

    /// <summary>Whether <c>crash_diag</c> is a terminal command (7.01).</summary>
    public bool HasCrashDiagnosis { get; init; }

    /// <summary>Whether a start takes a second more before the ports open (3.x).</summary>
    public bool StartsSlowly { get; init; }

    /// <summary>After how long the USB write gives up on a host that does not read; <see langword="null"/> is never (up to 3.56).</summary>
    public TimeSpan? UsbWriteTimeout { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Bytes of the UART's receive queue: 1024 up to 3.40, 128 later.</summary>
    public int UartQueue { get; init; } = 128;

    /// <summary>Bytes of a node's reassembly buffer on CAN: 1024 up to 3.40, 512 later.</summary>
    public int CanBuffer { get; init; } = 512;

    /// <summary>Reassembly buffers of a node on CAN, chosen by the offset that they expect: 3 from 6.00; before, one that takes any
    /// order.</summary>
    public int CanBuffers => Major >= 6 ? 3 : 1;

    /// <summary>Whether id and baud rate on CAN are kept in memory over a reset without power loss (7.00).</summary>
    public bool KeepsCanOverReset => Major == 7;

    /// <summary>Whether commands that change flash are dropped when they come over CAN for the second motor's id (2020-04 and
    /// later).</summary>
    public bool GuardsSecondMotor { get; init; }

    /// <summary>Whether the second motor of a chip answers FW_VERSION with a UUID that ends one higher (5.00.5 and later).</summary>
    public bool SecondMotorHasOwnUuid { get; init; }

    /// <summary>How long a motor configuration or that of the application waits for each motor before it is stored; one that does not let
    /// go leaves it unstored, and acknowledged. None up to 5.01, 2 s to 6.05, then 3 s.</summary>
    internal TimeSpan StoreWait { get; init; }

    /// <summary>Whether a chip with two motors takes no other type than FOC (5.00 and later).</summary>
    internal bool ForcesFocOnTwoMotors { get; init; }

    /// <summary>Whether the extra samples of hall sensors are limited by the rate of the control loop (5.02 and later).</summary>
    internal bool LimitsHallSamples { get; init; }

    /// <summary>Whether hardware 75_300 allows 400 A (3.66 and later), else 300 A.</summary>
    internal bool HasLargeCurrents { get; init; }

    /// <summary>Whether the slow form of the absolute current limit is turned off (7.00).</summary>
    internal bool ForbidsSlowCurrentLimit { get; init; }

    /// <summary>Whether this is a vendor's own firmware, with its own numbers.</summary>
    public bool IsFork { get; init; }

    /// <summary>The version as it is written in a marker of an image: unique in the table.</summary>
    public override string ToString() => Name;
}
