using VescUartBoot.Chip;

namespace VescUartBoot.Jobs.Common;

/// <summary>The table of return times, by the watchdog that each firmware leaves running.</summary>
/// <remarks>
/// A bootloader that finds nothing leaves in less than a second, and the application answers 2 s later (3.x: 3 s). A blank sector hangs
/// until the watchdog bites: never up to 3.48, 7.6 to 21 s on 3.49, 21.8 to 60.3 s later, by the spread of its oscillator; then 2 s to
/// boot.
/// </remarks>
internal static class RestartTiming
{
    /// <summary>The first firmware that leaves the long watchdog running.</summary>
    public static readonly FirmwareVersion LongWatchdogSince = new(3, 50);

    private static readonly TimeSpan _bootloaderLeaves = TimeSpan.FromSeconds(9);
    private static readonly TimeSpan _longWatchdog = TimeSpan.FromSeconds(21.8);
    private static readonly TimeSpan _shortWatchdog = TimeSpan.FromSeconds(7.6);
    private static readonly FirmwareVersion _shortWatchdogSince = new(3, 49);

    /// <summary>Whether a hang of this firmware ends by itself.</summary>
    public static bool WatchdogBites(FirmwareVersion firmware) => firmware >= _shortWatchdogSince;

    /// <summary>
    /// Whether the watchdog may bite while a bootloader erases and copies. It is not fed there, and the copy of even 384 KiB takes
    /// 11 s on typical flash: 3.49 leaves it running for 7.6 to 21 s, later firmware for 21.8 s at least.
    /// </summary>
    public static bool WatchdogMayCutCopy(FirmwareVersion firmware) => WatchdogBites(firmware) && firmware < LongWatchdogSince;

    /// <summary>What a return after <paramref name="elapsed"/> says of a board whose firmware before the jump was
    /// <paramref name="firmware"/>.</summary>
    public static RestartTimingVerdict Of(FirmwareVersion firmware, TimeSpan elapsed) =>
        elapsed <= _bootloaderLeaves ? RestartTimingVerdict.BootloaderLeft
        : !WatchdogBites(firmware) ? RestartTimingVerdict.Unclear
        : elapsed >= (firmware < LongWatchdogSince ? _shortWatchdog : _longWatchdog) ? RestartTimingVerdict.Watchdog
        : RestartTimingVerdict.Unclear;
}
