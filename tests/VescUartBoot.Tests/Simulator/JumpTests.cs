using System.Text;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Simulator;

/// <summary>The jump into a blank sector, into a bootloader, and into something else: how long the board is away, and what it says
/// afterwards.</summary>
public sealed class JumpTests
{
    private static readonly byte[] Jump = Convert.FromHexString("020101102103");

    private static void After(SimulatedBoardOptions options,
        Func<RawClient, Bench, double, Task> test) => Bench.On(options, async (client, bench) =>
    {
        await client.SendBytes(Jump);
        var (again, time) = await RawClient.OpenWhenBack(bench.Source, bench.Clock);
        await test(again, bench, time.TotalSeconds);
    });

    [Theory]
    [InlineData("3.40")]
    [InlineData("3.48")]
    public void Up_to_3_48_a_jump_into_a_blank_sector_hangs_until_the_power_is_removed(string firmware) =>
        Bench.On($"fw={firmware}", async (client, bench) =>
        {
            await client.SendBytes(Jump);
            await Task.Delay(TimeSpan.FromHours(1), bench.Clock);
            Assert.Equal(BoardState.Hung, bench.Board.State);
            Assert.False(bench.Board.IsPortThere);
            bench.Board.PowerCycle(TimeSpan.FromSeconds(1));
            var (again, _) = await RawClient.OpenWhenBack(bench.Source, bench.Clock);
            Assert.NotNull(await again.Ask(0));
        });

    [Theory]
    [InlineData("3.49", "real", 11.2, 3)]
    [InlineData("3.58", "real", 32.0, 3)]
    [InlineData("4.02", "real", 32.0, 2)]
    [InlineData("5.02", "real", 32.0, 2)]
    [InlineData("5.03", "real", 32.0, 2)]
    [InlineData("6.05", "real", 32.0, 2)]
    [InlineData("6.06", "real", 32.0, 2)]
    [InlineData("7.00", "real", 32.0, 2)]
    [InlineData("7.01", "real", 32.0, 2)]
    [InlineData("7.00", "worst", 60.3, 2.4)]
    public void Later_the_watchdog_ends_it(string firmware, string timing, double watchdog, double start) =>
        After(SimulatedBoardOptions.Parse($"fw={firmware}&timing={timing}"), async (client, bench, seconds) =>
        {
            Assert.Equal(watchdog + start, seconds, 0.2);
            Assert.Equal(ResetCause.Watchdog, Assert.Single(bench.Board.Report().Resets).Cause);
            Assert.NotNull(await client.Ask(0));
        });

    [Theory]
    [InlineData("3.40", 3.0)]
    [InlineData("4.02", 2.0)]
    [InlineData("7.00", 2.0)]
    public void With_a_bootloader_and_blank_staging_the_board_is_back_after_its_start(string firmware, double seconds) =>
        After(SimulatedBoardOptions.Parse($"fw={firmware}&bootloader=present"), (client, bench, away) =>
        {
            Assert.Equal(seconds, away, 0.1);
            var report = bench.Board.Report();
            Assert.Equal([BootloaderResult.BadLength], report.BootloaderResults);
            Assert.Equal(ResetCause.WindowWatchdog, Assert.Single(report.Resets).Cause);
            Assert.All(report.Erases, erases => Assert.Equal(0, erases));
            return Task.CompletedTask;
        });

    [Theory]
    [InlineData(false, 2.00)]
    [InlineData(true, 2.81)]
    public void A_build_with_LEDs_blinks_before_it_resets_and_the_generic_one_is_done_in_milliseconds(bool blinks, double seconds) =>
        Bench.On(new SimulatedBoardOptions { Bootloader = SimulatedImage.Bootloader(blinks: blinks) }, async (client, bench) =>
        {
            await client.SendBytes(Jump);
            await RawClient.OpenWhenBack(bench.Source, bench.Clock);
            Assert.Equal(seconds - 2, Assert.Single(bench.Board.Report().Resets).Seconds, 0.01);
        });

    [Fact]
    public void A_jump_does_not_wait_for_a_motor() =>
        After(SimulatedBoardOptions.Parse("fw=7.00&bootloader=present&motor=held"), (client, bench, seconds) =>
        {
            Assert.Equal(2, seconds, 0.1);
            return Task.CompletedTask;
        });

    [Fact]
    public void After_a_jump_into_a_blank_sector_a_UART_is_there_and_nobody_answers() => Bench.On("transport=uart", async (client, bench) =>
    {
        await client.SendBytes(Jump);
        await Task.Delay(TimeSpan.FromSeconds(10), bench.Clock);
        Assert.Null(await client.Ask(0));
        await Task.Delay(TimeSpan.FromSeconds(20), bench.Clock);
        Assert.NotNull(await client.Ask(0));
        Assert.Null(client.LostBecause);
    });

    [Fact]
    public void A_reset_pin_wakes_no_board_without_power() => Bench.On("", async (client, bench) =>
    {
        bench.Board.Suffer(new CutPower(null));
        bench.Board.Suffer(new ResetBoard());
        await Task.Delay(TimeSpan.FromMinutes(1), bench.Clock);
        Assert.Equal(BoardState.Off, bench.Board.State);
    });

    [Fact]
    public void A_failed_jump_writes_nothing() => Bench.On("", async (client, bench) =>
    {
        byte[] before = bench.Flash.ToArray();
        await client.SendBytes(Jump);
        await RawClient.OpenWhenBack(bench.Source, bench.Clock);
        Assert.Equal(before, bench.Flash.ToArray());
    });

    [Fact]
    public void Unknown_content_and_a_bootloader_with_one_bit_changed_hang_as_a_blank_sector_does()
    {
        byte[] damaged = SimulatedImage.Bootloader();
        damaged[1000] ^= 4;
        byte[] half = SimulatedImage.Bootloader()[..2000];
        foreach (byte[] content in (byte[][])[damaged, half, "package data"u8.ToArray()])
        {
            After(new SimulatedBoardOptions { Bootloader = content }, (client, bench, seconds) =>
            {
                Assert.Equal(34, seconds, 0.2);
                Assert.Equal("other", bench.Board.Report().Bootloader);
                return Task.CompletedTask;
            });
        }
    }

    [Fact]
    public void Package_data_behind_a_bootloader_does_not_hinder_it() =>
        After(new SimulatedBoardOptions
        {
            Firmware = "7.00",
            Bootloader = SimulatedImage.Bootloader(),
            PackageData = new byte[100],
            PackageDataOffset = 0x10000
        }, (client, bench, seconds) =>
        {
            Assert.Equal(2, seconds, 0.1);
            return Task.CompletedTask;
        });

    [Theory]
    [InlineData("6.05", false)]
    [InlineData("7.00", true)]
    public void A_package_that_wipes_its_storage_wipes_the_bootloader_since_6_06(string firmware, bool gone) =>
        Bench.On($"fw={firmware}&bootloader=present", async (client, bench) =>
        {
            bench.Board.StorePackageData(1, new byte[] { 0 });
            Assert.Equal(gone ? "other" : "bootloader", bench.Board.Report().Bootloader);
            bench.Board.WipePackageData();
            Assert.Equal(gone, bench.Flash.IsBlank(0xE0000, 0x20000));
            Assert.NotNull(await client.Ask(0));
        });

    [Theory]
    [InlineData("none", "FAULT_CODE_BOOTING_FROM_WATCHDOG_RESET", true, " IWDG")]
    [InlineData("present", "No faults registered since startup", false, " WWDG")]
    public void Afterwards_the_terminal_tells_which_reset_it_was(string bootloader, string faults, bool listed, string flags) =>
        After(SimulatedBoardOptions.Parse($"fw=7.01&bootloader={bootloader}"), async (client, bench, _) =>
        {
            // The blocking thread is not there for the first half second.
            Assert.True(await client.StaysSilent([20, .. "faults"u8]));
            await Task.Delay(TimeSpan.FromMilliseconds(500), bench.Clock);
            string text = Encoding.ASCII.GetString(await client.Ask([20, .. "faults"u8]) ?? []);
            Assert.Contains(faults, text, StringComparison.Ordinal);
            Assert.Equal(listed, text.Contains("WATCHDOG", StringComparison.Ordinal));
            Assert.Contains(flags, Encoding.ASCII.GetString((await client.Ask([64, .. "crash_diag"u8]))!), StringComparison.Ordinal);
            byte[] uptime = (await client.Ask([51, .. RawClient.Int(1 << 21)]))!;
            Assert.InRange((uptime[7] << 8) | uptime[8], 500, 3000);
        });

    [Fact]
    public void Before_7_01_there_is_no_crash_diagnosis_and_before_5_03_no_uptime_field() => Bench.On("fw=5.02", async (client, bench) =>
    {
        Assert.Contains("Invalid command", Encoding.ASCII.GetString((await client.Ask([64, .. "crash_diag"u8]))!),
            StringComparison.Ordinal);
        Assert.True(await client.StaysSilent([51, .. RawClient.Int(1 << 21)]));
    });

    [Fact]
    public void A_reboot_takes_two_seconds() => Bench.On("", async (client, bench) =>
    {
        await client.Send(29);
        var (again, time) = await RawClient.OpenWhenBack(bench.Source, bench.Clock);
        Assert.Equal(2.0, time.TotalSeconds, 0.1);
        Assert.Equal(ResetCause.Software, Assert.Single(bench.Board.Report().Resets).Cause);
        Assert.NotNull(await again.Ask(0));
    });
}
