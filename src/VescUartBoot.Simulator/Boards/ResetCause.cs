namespace VescUartBoot.Simulator.Boards;

/// <summary>Cause of a start of a simulated board.</summary>
public enum ResetCause
{
    /// <summary>Power on.</summary>
    PowerOn,

    /// <summary>Software reset: REBOOT, or the second start after an upgrade.</summary>
    Software,

    /// <summary>The independent watchdog.</summary>
    Watchdog,

    /// <summary>The window watchdog, with which a bootloader ends.</summary>
    WindowWatchdog,

    /// <summary>A processor fault whose handler resets (6.06 and later).</summary>
    Fault,

    /// <summary>The reset pin.</summary>
    Pin,
}
