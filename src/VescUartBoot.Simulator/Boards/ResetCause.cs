namespace VescUartBoot.Simulator.Boards;

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
