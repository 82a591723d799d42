namespace VescUartBoot.Simulator.Firmware;

/// <summary>Behaviour of a firmware version. Every difference between versions is a field here; no other code compares version
/// numbers.</summary>
/// <remarks>The rows are in <see cref="FirmwareProfiles"/>; <c>docs/simulator.md</c> lists the source of each value.</remarks>
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

    /// <summary>Number of fields after the UUID in a FW_VERSION reply, in this order: pairing, test, type, custom configurations, phase
    /// filters, QML of the hardware, QML of the application, NRF, name, CRC. 0 to 10.</summary>
    public required int ReplyFields { get; init; }

    /// <summary>Commands of this firmware in addition to those of the oldest.</summary>
    public required FirmwareCommands Commands { get; init; }

    /// <summary>Whether the reply to a write repeats the offset (5.01 and later).</summary>
    public bool EchoesOffset { get; init; }

    /// <summary>Whether the receiver scans the bytes of a broken frame again (3.48 and later); otherwise it is a plain state
    /// machine.</summary>
    public required bool Resynchronises { get; init; }

    /// <summary>Time after which a partial frame is discarded; <see langword="null"/> is never (5.03 and later).</summary>
    public TimeSpan? ReceiverIdle { get; init; }

    /// <summary>Longest payload in bytes: 1024 up to 3.40, then 512.</summary>
    public required int MaxPayload { get; init; }

    /// <summary>Longest payload that the board sends in the short form: 255; 256, by a bug, up to 3.40.</summary>
    public int ShortFormLimit { get; init; } = 255;

    /// <summary>Whether the board also sends empty frames (up to 3.40).</summary>
    public bool SendsEmptyFrames { get; init; }

    /// <summary>Motors that must stop before flash is changed.</summary>
    public MotorWait MotorWait { get; init; }

    /// <summary>Whether an error flag of the flash controller leaves the lock count raised and the watchdog slow until a restart (up to
    /// 5.02).</summary>
    public bool StaysLockedOnFlashError { get; init; }

    /// <summary>Sector of QML code: 7 in 5.03, 9 from 6.00, 0 if there is none.</summary>
    public int QmlSector { get; init; }

    /// <summary>Sector of Lisp code: 10 from 6.00, 0 if there is none.</summary>
    public int LispSector { get; init; }

    /// <summary>Sector of the const heap that LISP_ERASE_CODE also erases (8 from 6.06), otherwise 0.</summary>
    public int LispHeapSector { get; init; }

    /// <summary>Sector in which native packages store data: 8 in 6.02 and 6.05, 11 (the bootloader sector) from 6.06, 0 if there is
    /// none.</summary>
    public int NvmSector { get; init; }

    /// <summary>Whether a read without stored code gets a reply with total 0 (6.00 and later); otherwise there is no reply
    /// (5.03).</summary>
    public bool AnswersEmptyCode { get; init; }

    /// <summary>Whether the erase of code checks only the first byte and skips the sector if it is 0xFF (6.06 and later).</summary>
    public bool ErasesCodeByFirstByte { get; init; }

    /// <summary>Size of an application image in bytes: 393208 up to 5.03, 524280 from 6.00.</summary>
    public required int ImageSize { get; init; }

    /// <summary>Whether the first start writes a CRC into the application and resets again (3.55 and later).</summary>
    public bool ChecksItself { get; init; } = true;

    /// <summary>Content of sectors 1 and 2 of an image: zeros from 6.00, otherwise 0xFF.</summary>
    public byte SettingsFill { get; init; } = 0xFF;

    /// <summary>Reload value of the slow watchdog: 4000; 1400 in 3.49; 0 if there is no watchdog (up to 3.48).</summary>
    public int SlowWatchdogReload { get; init; } = 4000;

    /// <summary>Whether a fault resets at once (6.06 and later); otherwise the watchdog resets after 12 to 33 ms.</summary>
    public bool FaultResetsAtOnce { get; init; }

    /// <summary>Whether the firmware reports a start after a watchdog reset as fault 10 (3.49 and later).</summary>
    public bool ReportsWatchdogReset { get; init; } = true;

    /// <summary>Whether <c>crash_diag</c> is a terminal command (7.01).</summary>
    public bool HasCrashDiagnosis { get; init; }

    /// <summary>Whether a start takes another second before the ports open (3.x).</summary>
    public bool StartsSlowly { get; init; }

    /// <summary>Time-out of a USB write to a host that does not read; <see langword="null"/> is none (up to 3.56).</summary>
    public TimeSpan? UsbWriteTimeout { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Size of the UART receive queue in bytes: 1024 up to 3.40, then 128.</summary>
    public int UartQueue { get; init; } = 128;

    /// <summary>Size of a CAN reassembly buffer in bytes: 1024 up to 3.40, then 512.</summary>
    public int CanBuffer { get; init; } = 512;

    /// <summary>Number of CAN reassembly buffers: 3 from 6.00, selected by the offset that they expect; 1 before, which accepts any
    /// order.</summary>
    public int CanBuffers => Major >= 6 ? 3 : 1;

    /// <summary>Whether CAN id and baud rate stay in memory across a reset without power loss (7.00).</summary>
    public bool KeepsCanOverReset => Major == 7;

    /// <summary>Whether commands that change flash are dropped when received over CAN for the second motor's id (2020-04 and
    /// later).</summary>
    public bool GuardsSecondMotor { get; init; }

    /// <summary>Whether the second motor of a chip replies to FW_VERSION with a UUID that ends one higher (5.00.5 and later).</summary>
    public bool SecondMotorHasOwnUuid { get; init; }

    /// <summary>Time that storing a motor or application configuration waits for each motor. If one is not released, the configuration is
    /// acknowledged but not stored. None up to 5.01, 2 s to 6.05, then 3 s.</summary>
    internal TimeSpan StoreWait { get; init; }

    /// <summary>Whether a chip with two motors accepts only the type FOC (5.00 and later).</summary>
    internal bool ForcesFocOnTwoMotors { get; init; }

    /// <summary>Whether the control loop rate limits the extra hall sensor samples (5.02 and later).</summary>
    internal bool LimitsHallSamples { get; init; }

    /// <summary>Whether hardware 75_300 allows 400 A (3.66 and later); otherwise 300 A.</summary>
    internal bool HasLargeCurrents { get; init; }

    /// <summary>Whether the slow absolute current limit is disabled (7.00).</summary>
    internal bool ForbidsSlowCurrentLimit { get; init; }

    /// <summary>Whether this is vendor firmware with its own version numbers.</summary>
    public bool IsFork { get; init; }

    /// <summary>Version in an image marker; unique in the table.</summary>
    public override string ToString() => Name;
}
