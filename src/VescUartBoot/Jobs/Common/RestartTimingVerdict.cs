namespace VescUartBoot.Jobs.Common;

/// <summary>What the time says that a board takes to answer after a jump into its bootloader sector.</summary>
internal enum RestartTimingVerdict
{
    /// <summary>Nothing certain.</summary>
    Unclear,

    /// <summary>A bootloader ran, found nothing to do and left at once.</summary>
    BootloaderLeft,

    /// <summary>Nothing ran, and the watchdog restarted the board.</summary>
    Watchdog,
}
