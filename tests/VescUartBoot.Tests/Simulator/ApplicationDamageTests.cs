using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Simulator.Flash;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Simulator;

/// <summary>Writes that hit what they should not, and what the application makes of its own damage.</summary>
public sealed class ApplicationDamageTests
{
    private static long OffsetOf(long flashOffset) => flashOffset - SimulatedFlash.StagingOffset;

    [Fact]
    public void A_write_of_what_is_there_already_is_recorded_and_harms_nothing() => Bench.On("", async (client, bench) =>
    {
        Assert.Equal(1, (await client.Write(OffsetOf(0x10000), bench.Flash.Read(0x10000, 64)))![1]);
        Assert.Contains("into the running application", Assert.Single(bench.Board.Report().Violations), StringComparison.Ordinal);
        await Task.Delay(TimeSpan.FromSeconds(10), bench.Clock);
        Assert.NotNull(await client.Ask(0));
        Assert.Empty(bench.Board.Report().Resets);
    });

    [Fact]
    public void A_write_into_the_settings_is_recorded_and_loses_them() => Bench.On("", async (client, bench) =>
    {
        byte[] factory = (await client.Ask(14))!;
        byte[] changed = [13, .. factory[1..]];
        changed[50] ^= 0xFF;
        Assert.Equal([13], await client.Ask(changed));
        Assert.Equal(1, (await client.Write(OffsetOf(0x4000), new byte[16]))![1]);
        Assert.Contains("into the settings", Assert.Single(bench.Board.Report().Violations), StringComparison.Ordinal);
        await client.Send(29);
        var (again, _) = await RawClient.OpenWhenBack(bench.Source, bench.Clock);
        Assert.Equal(BeforeOffsets(factory), BeforeOffsets((await again.Ask(14))!));
    });

    [Theory]
    [InlineData("5.03", 0x5FFF7)]
    [InlineData("7.00", 0x7FFF7)]
    [InlineData("7.00", 0x7FFF0)]
    public void A_changed_check_word_keeps_the_application_from_starting(string firmware, int at) =>
        Bench.On($"fw={firmware}&bootloader=present", async (client, bench) =>
        {
            byte before = bench.Flash.Read(at, 1)[0];
            bench.Flash.Load(at, [(byte)(before ^ 0x55)]);
            await client.Send(29);
            await Task.Delay(TimeSpan.FromMinutes(2), bench.Clock);
            Assert.Equal(BoardState.Bricked, bench.Board.State);
        });

    [Theory]
    [InlineData(121, 0xA0000, 0x20000, 0xC0000)]
    [InlineData(131, 0xC0000, 0x20000, 0xE0000)]
    [InlineData(131, 0xC0000, -0x20000, 0xA0000)]
    public void Code_that_is_written_beyond_its_sector_lands_there_and_is_recorded(byte command, int sector, int offset, int lands) =>
        Bench.On("fw=6.05", async (client, bench) =>
        {
            Assert.Equal(sector + offset, lands);
            Assert.Equal([command, 1, .. RawClient.Int(offset)], await client.Ask([command, .. RawClient.Int(offset), 1, 2, 3]));
            Assert.Equal([1, 2, 3], bench.Flash.Read(lands, 3));
            Assert.Contains("beyond its sector", Assert.Single(bench.Board.Report().Violations), StringComparison.Ordinal);
        });

    [Fact]
    public void Code_that_is_written_into_its_sector_is_no_violation()
    {
        foreach (string firmware in (string[])["5.03", "7.00"])
        {
            Bench.On($"fw={firmware}", async (client, bench) =>
            {
                Assert.Equal(1, (await client.Ask([121, .. new byte[12]]))![1]);
                Assert.Equal(1, (await client.Write(0x60000, 1, 2))![1]);
                Assert.Empty(bench.Board.Report().Violations);
            });
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(81)]
    [InlineData(121)]
    public void A_short_write_while_the_motor_is_held_is_refused_and_programs_nothing(byte command) =>
        Bench.On("motor=held&bootloader=present", async (client, bench) =>
        {
            byte[] before = bench.Flash.ToArray();
            byte[] reply = (await client.Ask(command, 0, 6))!;
            Assert.Equal([command == 81 ? (byte)3 : command, 0], reply[..2]);
            Assert.Equal(before, bench.Flash.ToArray());
            Assert.Equal(0, bench.Flash.BytesProgrammed);
        });

    [Fact]
    public void A_power_cut_before_the_first_start_has_written_its_check_words_leaves_them_blank()
    {
        byte[] image = SimulatedImage.Firmware("7.00", "60_MK6");
        var options = new SimulatedBoardOptions
        {
            Bootloader = SimulatedImage.Bootloader(),
            Staging = SimulatedImage.Staged(image, packed: true)
        };
        Bench.On(options, async (client, bench) =>
        {
            await client.Send(1);
            while (bench.Board.Report().Resets.Count == 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), bench.Clock);
            }

            bench.Board.Suffer(new CutPower(TimeSpan.FromSeconds(1)));
            Assert.True(bench.Flash.IsBlank(0x7FFF0, 8));
            var (again, _) = await RawClient.OpenWhenBack(bench.Source, bench.Clock);
            Assert.Equal([0, 7, 0], (await again.Ask(0))![..3]);
            Assert.False(bench.Flash.IsBlank(0x7FFF0, 8));
            Assert.Equal([ResetCause.WindowWatchdog, ResetCause.PowerOn, ResetCause.Software],
                bench.Board.Report().Resets.Select(reset => reset.Cause));
        });
    }

    [Fact]
    public void A_power_cut_while_fresh_settings_are_formatted_is_made_good_at_the_next_start() => Bench.On("", async (client, bench) =>
    {
        byte[] factory = (await client.Ask(14))!;
        bench.Flash.Load(0x4000, new byte[0x8000]);
        await client.Send(29);
        await Task.Delay(TimeSpan.FromMilliseconds(100), bench.Clock);
        bench.Board.Suffer(new CutPower(TimeSpan.FromSeconds(1)));
        Assert.Equal(0, bench.Flash.Erases(2));
        Assert.False(bench.Flash.IsBlank(0x4000, 0x4000));
        var (again, _) = await RawClient.OpenWhenBack(bench.Source, bench.Clock);
        Assert.Equal(BeforeOffsets(factory), BeforeOffsets((await again.Ask(14))!));
        Assert.Equal((2, 1), (bench.Flash.Erases(1), bench.Flash.Erases(2)));
    });

    // The current offsets, from byte 275 on, are measured at each start.
    private static byte[] BeforeOffsets(byte[] configuration) => configuration[..270];
}
