namespace VescUartBoot.Jobs.Common;

/// <summary>What the time between a jump to the bootloader sector and the answer shows.</summary>
internal enum RestartTimingVerdict
{
    /// <summary>Nothing certain.</summary>
    Unclear,

    /// <summary>A bootloader ran, had nothing to install and left at once.</summary>
    BootloaderLeft,

    /// <summary>Nothing ran, and the watchdog restarted the board.</summary>
    Watchdog,
}
