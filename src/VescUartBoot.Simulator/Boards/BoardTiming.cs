using VescUartBoot.Simulator.Flash;

namespace VescUartBoot.Simulator.Boards;

/// <summary>Durations of operations on a simulated board.</summary>
public sealed record BoardTiming
{
    /// <summary>Typical values of the data sheet and of USB. This is the default.</summary>
    public static BoardTiming Real { get; } = new();

    /// <summary>The longest times that the data sheet allows, with a slow watchdog oscillator.</summary>
    public static BoardTiming Worst { get; } = new()
    {
        ProgramByte = TimeSpan.FromMicroseconds(100),
        Erase16K = TimeSpan.FromMilliseconds(600),
        Erase64K = TimeSpan.FromMilliseconds(1400),
        Erase128K = TimeSpan.FromMilliseconds(2600),
        MassErase = TimeSpan.FromSeconds(16),
        StartToPorts = TimeSpan.FromSeconds(2.4),
        WatchdogFrequency = 17_000,
    };

    /// <summary>No delays except those of the slow watchdog: whether a board returns at once or after half a minute distinguishes its
    /// state.</summary>
    public static BoardTiming Off { get; } = new()
    {
        UsbTurnaround = TimeSpan.Zero,
        ProgramByte = TimeSpan.Zero,
        Erase16K = TimeSpan.Zero,
        Erase64K = TimeSpan.Zero,
        Erase128K = TimeSpan.Zero,
        MassErase = TimeSpan.Zero,
        SwdByte = TimeSpan.Zero,
        WatchdogReprogramming = TimeSpan.Zero,
        MotorWait = TimeSpan.Zero,
        StartToPorts = TimeSpan.Zero,
        SlowStart = TimeSpan.Zero,
        PortsToBlockingThread = TimeSpan.Zero,
        StoreSettings = TimeSpan.Zero,
        SupplyWait = TimeSpan.Zero,
        CanFrame = TimeSpan.Zero,
        CanPingWait = TimeSpan.Zero,
        CanBroadcastPause = TimeSpan.Zero,
        FirstStart = TimeSpan.Zero,
        FaultLoop = TimeSpan.Zero,
        StagedCheck = TimeSpan.Zero,
        BootloaderExit = TimeSpan.Zero,
        Blink = TimeSpan.Zero,
        PacesUart = false,
    };

    /// <summary>Time from the end of a request to the start of its reply over USB on an idle board. Default 1 ms.</summary>
    public TimeSpan UsbTurnaround { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>Processing time of each request before its reply, in addition to flash work. Data received in this time waits. Default
    /// 0.</summary>
    public TimeSpan Handling { get; init; }

    /// <summary>Time to program one byte of flash. Default 16 µs; the data sheet's maximum is 100 µs.</summary>
    public TimeSpan ProgramByte { get; init; } = TimeSpan.FromMicroseconds(16);

    /// <summary>Time to erase a sector of 16 KiB. Default 250 ms.</summary>
    public TimeSpan Erase16K { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Time to erase a sector of 64 KiB. Default 550 ms.</summary>
    public TimeSpan Erase64K { get; init; } = TimeSpan.FromMilliseconds(550);

    /// <summary>Time to erase a sector of 128 KiB. Default 1 s.</summary>
    public TimeSpan Erase128K { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Time of a mass erase by a debug probe. Default 8 s; the data sheet's maximum is 16 s.</summary>
    public TimeSpan MassErase { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>Time to read one byte of a target over SWD. Default 2 µs.</summary>
    public TimeSpan SwdByte { get; init; } = TimeSpan.FromMicroseconds(2);

    /// <summary>Time to slow the watchdog down and restore it around each flash operation. Default 0.6 ms.</summary>
    public TimeSpan WatchdogReprogramming { get; init; } = TimeSpan.FromMilliseconds(0.6);

    /// <summary>Time that a board waits for one motor to stop. Default 3 s.</summary>
    public TimeSpan MotorWait { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Time from a reset of the application to its first reply. Default 2 s.</summary>
    public TimeSpan StartToPorts { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Additional start time of firmware 3.x. Default 1 s.</summary>
    public TimeSpan SlowStart { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Time from the first reply to the start of the blocking thread. Default 0.5 s.</summary>
    public TimeSpan PortsToBlockingThread { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Time from storing a configuration to the reply. Default 0.2 s.</summary>
    public TimeSpan StoreSettings { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Time that a motor switched to FOC waits while the supply is too low. Default 10 s.</summary>
    public TimeSpan SupplyWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time of an 8-byte CAN frame at 500 kbit/s; other frames in proportion to their bits. Default 0.29 ms.</summary>
    public TimeSpan CanFrame { get; init; } = TimeSpan.FromMilliseconds(0.29);

    /// <summary>Time that PING_CAN waits for each id that does not reply. Default 10 ms.</summary>
    public TimeSpan CanPingWait { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Wait of an erase after it was sent to all CAN nodes. Default 1.5 s.</summary>
    public TimeSpan CanBroadcastPause { get; init; } = TimeSpan.FromMilliseconds(1500);

    /// <summary>Time that the first start of a new application takes to compute its CRC before it resets again. Default 0.2 s.</summary>
    public TimeSpan FirstStart { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Time from a fault to the reset by the fast watchdog. Default 20 ms.</summary>
    public TimeSpan FaultLoop { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Time that the bootloader takes to check a staged image. Default 50 ms.</summary>
    public TimeSpan StagedCheck { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Time from the end of the bootloader to the reset that it triggers. Default 3.6 ms.</summary>
    public TimeSpan BootloaderExit { get; init; } = TimeSpan.FromMilliseconds(3.6);

    /// <summary>Time of one on-off blink of a bootloader with LEDs. Default 0.27 s.</summary>
    public TimeSpan Blink { get; init; } = TimeSpan.FromMilliseconds(270);

    /// <summary>Frequency of the watchdog oscillator in Hz: 17000 to 47000, typically 32000.</summary>
    public int WatchdogFrequency { get; init; } = 32_000;

    /// <summary>Whether UART bytes take their transmission time. Default yes.</summary>
    public bool PacesUart { get; init; } = true;

    /// <summary>Returns the erase time of a sector.</summary>
    public TimeSpan Erase(FlashSector sector) => sector.Size switch
    {
        16 * 1024 => Erase16K,
        64 * 1024 => Erase64K,
        _ => Erase128K,
    };

    /// <summary>Returns the time-out of a watchdog with this reload value; <see langword="null"/> if there is no watchdog.</summary>
    public TimeSpan? Watchdog(int reload) => reload == 0 ? null : TimeSpan.FromSeconds((reload + 1) * 256.0 / WatchdogFrequency);
}
