namespace VescUartBoot.Simulator;

/// <summary>What a simulated board is doing.</summary>
public enum BoardState
{
    /// <summary>It has no power.</summary>
    Off,

    /// <summary>The application starts; the ports are not there yet.</summary>
    Starting,

    /// <summary>The application runs and answers.</summary>
    Running,

    /// <summary>It hangs, until a watchdog bites or the power goes.</summary>
    Hung,

    /// <summary>The bootloader runs.</summary>
    Bootloader,

    /// <summary>What the application sectors hold does not run. Only a debug probe helps.</summary>
    Bricked,
}

/// <summary>Why a simulated board started.</summary>
public enum ResetCause
{
    /// <summary>The power came.</summary>
    PowerOn,

    /// <summary>The application asked for it: REBOOT, or the second start after an upgrade.</summary>
    Software,

    /// <summary>The independent watchdog bit.</summary>
    Watchdog,

    /// <summary>The window watchdog bit, by which a bootloader ends.</summary>
    WindowWatchdog,

    /// <summary>A processor fault whose handler resets (6.06 and later).</summary>
    Fault,

    /// <summary>The reset pin.</summary>
    Pin,
}

/// <summary>What a bootloader reported with its LEDs.</summary>
public enum BootloaderResult
{
    /// <summary>-1: the length in front of the staged image is too large, or the sector is blank, or it is packed and this build does not know that. Red three times.</summary>
    BadLength,

    /// <summary>-2: length 0. Red four times.</summary>
    NoLength,

    /// <summary>-3: the CRC does not fit. Red five times.</summary>
    BadCrc,

    /// <summary>9: written. Green three times.</summary>
    Written,

    /// <summary>An erase or a write failed. Red once, and again from the start; after five times red eight times.</summary>
    FlashError,

    /// <summary>The power, the watchdog or the reset pin ended it half-way.</summary>
    Interrupted,
}
