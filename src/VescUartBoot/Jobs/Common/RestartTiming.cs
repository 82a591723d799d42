using VescUartBoot.Chip;

namespace VescUartBoot.Jobs.Common;

/// <summary>Times of a restart through the bootloader sector, by the watchdog of each firmware.</summary>
/// <remarks>
/// A bootloader without a staged image leaves in less than a second, and the application answers 2 s later (3.x: 3 s). A blank sector hangs
/// until the watchdog restarts the board: never up to 3.48, 7.6 to 21 s on 3.49, 21.8 to 60.3 s later, due to the tolerance of its
/// oscillator; then 2 s to boot.
/// </remarks>
internal static class RestartTiming
{
    /// <summary>The first firmware with the long watchdog time.</summary>
    public static readonly FirmwareVersion LongWatchdogSince = new(3, 50);

    private static readonly TimeSpan _bootloaderLeaves = TimeSpan.FromSeconds(9);
    private static readonly TimeSpan _longWatchdog = TimeSpan.FromSeconds(21.8);
    private static readonly TimeSpan _shortWatchdog = TimeSpan.FromSeconds(7.6);
    private static readonly FirmwareVersion _shortWatchdogSince = new(3, 49);

    /// <summary>Whether the watchdog of this firmware ends a hang.</summary>
    public static bool WatchdogBites(FirmwareVersion firmware) => firmware >= _shortWatchdogSince;

    /// <summary>
    /// Whether the watchdog may restart the board while a bootloader erases and copies. The bootloader does not feed it, and a copy of even
    /// 384 KiB takes 11 s on typical flash; the watchdog time is 7.6 to 21 s on 3.49, and at least 21.8 s on later firmware.
    /// </summary>
    public static bool WatchdogMayCutCopy(FirmwareVersion firmware) => WatchdogBites(firmware) && firmware < LongWatchdogSince;

    /// <summary>What a return after <paramref name="elapsed"/> shows, with <paramref name="firmware"/> on the board before the
    /// jump.</summary>
    public static RestartTimingVerdict Of(FirmwareVersion firmware, TimeSpan elapsed) =>
        elapsed <= _bootloaderLeaves ? RestartTimingVerdict.BootloaderLeft
        : !WatchdogBites(firmware) ? RestartTimingVerdict.Unclear
        : elapsed >= (firmware < LongWatchdogSince ? _shortWatchdog : _longWatchdog) ? RestartTimingVerdict.Watchdog
        : RestartTimingVerdict.Unclear;
}
