using VescUartBoot.Chip;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Tests.Jobs.Upgrade;

/// <summary>What the time of a board's return says, at the ends of each span.</summary>
public sealed class RestartTimingTests
{
    [Theory]
    [InlineData(5, 2, 0.5, nameof(RestartTimingVerdict.BootloaderLeft))]
    [InlineData(5, 2, 9, nameof(RestartTimingVerdict.BootloaderLeft))]
    [InlineData(5, 2, 9.001, nameof(RestartTimingVerdict.Unclear))]
    [InlineData(5, 2, 21.799, nameof(RestartTimingVerdict.Unclear))]
    [InlineData(5, 2, 21.8, nameof(RestartTimingVerdict.Watchdog))]
    [InlineData(5, 2, 60, nameof(RestartTimingVerdict.Watchdog))]
    [InlineData(3, 50, 9.001, nameof(RestartTimingVerdict.Unclear))]
    [InlineData(3, 50, 21.8, nameof(RestartTimingVerdict.Watchdog))]
    [InlineData(3, 49, 9, nameof(RestartTimingVerdict.BootloaderLeft))]
    [InlineData(3, 49, 9.001, nameof(RestartTimingVerdict.Watchdog))]
    [InlineData(3, 48, 9, nameof(RestartTimingVerdict.BootloaderLeft))]
    [InlineData(3, 48, 9.001, nameof(RestartTimingVerdict.Unclear))]
    [InlineData(3, 48, 60, nameof(RestartTimingVerdict.Unclear))]
    public void The_time_is_judged_by_the_watchdog_that_the_firmware_leaves_running(byte major, byte minor, double seconds,
        string meaning) =>
        Assert.Equal(meaning, RestartTiming.Of(new FirmwareVersion(major, minor), TimeSpan.FromSeconds(seconds)).ToString());

    [Theory]
    [InlineData(3, 48, false)]
    [InlineData(3, 49, true)]
    [InlineData(3, 50, true)]
    [InlineData(7, 0, true)]
    public void From_3_49_on_a_hang_ends_by_itself(byte major, byte minor, bool bites) =>
        Assert.Equal(bites, RestartTiming.WatchdogBites(new FirmwareVersion(major, minor)));
}
