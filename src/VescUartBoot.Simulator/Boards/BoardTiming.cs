using VescUartBoot.Simulator.Flash;

namespace VescUartBoot.Simulator.Boards;

/// <summary>How long things take on a simulated board.</summary>
public sealed record BoardTiming
{
    /// <summary>Typical values of the data sheet and of USB: the default.</summary>
    public static BoardTiming Real { get; } = new();

    /// <summary>The longest that the data sheet allows, and a slow watchdog oscillator.</summary>
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

    /// <summary>No delays but the slow watchdog's: whether a board comes back at once or after half a minute is its meaning.</summary>
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

    /// <summary>From the end of a request to the start of its reply over USB, when the board has nothing else to do. Default 1
    /// ms.</summary>
    public TimeSpan UsbTurnaround { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>How long the processor is busy with each request before it answers, on top of its flash work: what comes meanwhile waits.
    /// Default 0.</summary>
    public TimeSpan Handling { get; init; }

    /// <summary>Programming one byte of flash. Default 16 µs; the data sheet's maximum is 100 µs.</summary>
    public TimeSpan ProgramByte { get; init; } = TimeSpan.FromMicroseconds(16);

    /// <summary>Erasing a sector of 16 KiB. Default 250 ms.</summary>
    public TimeSpan Erase16K { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Erasing a sector of 64 KiB. Default 550 ms.</summary>
    public TimeSpan Erase64K { get; init; } = TimeSpan.FromMilliseconds(550);

    /// <summary>Erasing a sector of 128 KiB. Default 1 s.</summary>
    public TimeSpan Erase128K { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Erasing all sectors by a debug probe. Default 8 s; the data sheet's maximum is 16 s.</summary>
    public TimeSpan MassErase { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>Reading one byte of a target over SWD. Default 2 µs.</summary>
    public TimeSpan SwdByte { get; init; } = TimeSpan.FromMicroseconds(2);

    /// <summary>Slowing the watchdog down and up again around each flash operation. Default 0.6 ms.</summary>
    public TimeSpan WatchdogReprogramming { get; init; } = TimeSpan.FromMilliseconds(0.6);

    /// <summary>How long a board waits for one motor to come to rest. Default 3 s.</summary>
    public TimeSpan MotorWait { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>From a reset of the application to its first answer. Default 2 s.</summary>
    public TimeSpan StartToPorts { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>What firmware 3.x takes longer to start. Default 1 s.</summary>
    public TimeSpan SlowStart { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>From the first answer to the start of the blocking thread. Default 0.5 s.</summary>
    public TimeSpan PortsToBlockingThread { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>From a configuration that was stored to the reply. Default 0.2 s.</summary>
    public TimeSpan StoreSettings { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long a motor that becomes FOC waits for a supply that is too low. Default 10 s.</summary>
    public TimeSpan SupplyWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>One frame of 8 bytes on CAN at 500 kbit/s; others in proportion to their bits. Default 0.29 ms.</summary>
    public TimeSpan CanFrame { get; init; } = TimeSpan.FromMilliseconds(0.29);

    /// <summary>How long PING_CAN waits for each id that does not answer. Default 10 ms.</summary>
    public TimeSpan CanPingWait { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>How long an erase waits after it was sent to all CAN nodes. Default 1.5 s.</summary>
    public TimeSpan CanBroadcastPause { get; init; } = TimeSpan.FromMilliseconds(1500);

    /// <summary>What the first start of a new application takes to compute its CRC, before it resets once more. Default 0.2 s.</summary>
    public TimeSpan FirstStart { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long a fault takes to become a reset where the fast watchdog ends it. Default 20 ms.</summary>
    public TimeSpan FaultLoop { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>How long the bootloader takes to check a staged image. Default 50 ms.</summary>
    public TimeSpan StagedCheck { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>From the end of the bootloader to the reset that it provokes. Default 3.6 ms.</summary>
    public TimeSpan BootloaderExit { get; init; } = TimeSpan.FromMilliseconds(3.6);

    /// <summary>One blink of a bootloader that has LEDs, on and off. Default 0.27 s.</summary>
    public TimeSpan Blink { get; init; } = TimeSpan.FromMilliseconds(270);

    /// <summary>The watchdog's oscillator in Hz: 32000 typical, 17000 to 47000.</summary>
    public int WatchdogFrequency { get; init; } = 32_000;

    /// <summary>Whether bytes of a UART take their time. Default yes.</summary>
    public bool PacesUart { get; init; } = true;

    /// <summary>How long a sector takes to erase.</summary>
    public TimeSpan Erase(FlashSector sector) => sector.Size switch
    {
        16 * 1024 => Erase16K,
        64 * 1024 => Erase64K,
        _ => Erase128K,
    };

    /// <summary>When a watchdog with this reload value bites; <see langword="null"/> where there is none.</summary>
    public TimeSpan? Watchdog(int reload) => reload == 0 ? null : TimeSpan.FromSeconds((reload + 1) * 256.0 / WatchdogFrequency);
}
