using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Simulator;

/// <summary>Erase and write: every row of the facts' table, and above all what the device does not check.</summary>
public sealed class FlashCommandTests
{
    private static readonly byte[] Data = [.. Enumerable.Range(0, 384).Select(i => (byte)i)];

    [Theory]
    [InlineData("3.58", 0L, 0)]
    [InlineData("6.05", 0L, 0)]
    [InlineData("6.05", 1L, 1)]
    [InlineData("6.05", 131072L, 1)]
    [InlineData("6.05", 131073L, 2)]
    [InlineData("6.05", 262144L, 2)]
    [InlineData("6.05", 262145L, 3)]
    [InlineData("6.05", 5000000L, 3)]
    [InlineData("6.05", 0xFFFFFFF0L, 0)]
    public void ERASE_NEW_APP_erases_the_sectors_that_begin_before_the_size(string firmware, long size, int sectors) =>
        Bench.On($"fw={firmware}", async (client, bench) =>
        {
            bench.Flash.Load(0x80000, new byte[0x80000]);
            byte[]? reply = null;
            double seconds = await bench.Seconds(async () => reply = await client.Ask([2, .. RawClient.Int(size)]));
            Assert.Equal([2, 1], reply);
            Assert.Equal(sectors, seconds, 1);
            for (int sector = 8; sector < 12; sector++)
            {
                Assert.Equal(sector < 8 + sectors ? 1 : 0, bench.Flash.Erases(sector));
            }
        });

    [Fact]
    public void ERASE_NEW_APP_without_a_size_takes_what_is_left_in_the_buffer() => Bench.On("", async (client, bench) =>
    {
        bench.Flash.Load(0x80000, new byte[10]);
        // Behind the command lie its CRC, the stop byte, and a zero that earlier traffic left: 0x20420300 bytes.
        await client.SendBytes(new byte[30]);
        Assert.Equal([2, 1], await client.Ask(2));
        Assert.True(bench.Flash.Erases(8) == 1 && bench.Flash.Erases(10) == 1);
    });

    [Fact]
    public void ERASE_BOOTLOADER_erases_sector_11_always_and_nothing_else() => Bench.On("bootloader=none", async (client, bench) =>
    {
        Assert.Equal([73, 1], await client.Ask(73));
        Assert.Equal([73, 1], await client.Ask(73));
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2], bench.Board.Report().Erases);
    });

    [Theory]
    [InlineData("3.40", false)]
    [InlineData("4.02", false)]
    [InlineData("23.46", false)]
    [InlineData("5.02", true)]
    [InlineData("7.00", true)]
    public void The_reply_to_a_write_repeats_the_offset_since_5_01(string firmware, bool echoed) =>
        Bench.On($"fw={firmware}", async (client, bench) =>
        {
            byte[] expected = echoed ? [3, 1, 0, 6, 1, 0x80] : [3, 1];
            Assert.Equal(expected, await client.Write(0x60180, 1, 2, 3));
            Assert.Equal([1, 2, 3, 0xFF], bench.Flash.Read(0xE0180, 4));
        });

    [Fact]
    public void A_write_of_384_bytes_takes_6_milliseconds_of_programming() => Bench.On("", async (client, bench) =>
    {
        double seconds = await bench.Seconds(async () => await client.Write(0x60000, Data));
        Assert.InRange(seconds, 0.0071, 0.0078);
        Assert.Equal(Data, bench.Flash.Read(0xE0000, 384));
    });

    [Fact]
    public void A_write_of_no_data_changes_nothing_and_answers_ok() => Bench.On("bootloader=garbage", async (client, bench) =>
    {
        byte[] before = bench.Flash.ToArray();
        Assert.Equal([3, 1, 0, 6, 0, 0], await client.Write(0x60000));
        Assert.Equal(before, bench.Flash.ToArray());
        Assert.Equal(0, bench.Flash.BytesProgrammed);
    });

    [Fact]
    public void Bits_only_go_from_1_to_0_and_ok_says_nothing_about_that() => Bench.On("", async (client, bench) =>
    {
        Assert.Equal(1, (await client.Write(0x60000, 0xF0, 0x55))![1]);
        Assert.Equal(1, (await client.Write(0x60000, 0x3C, 0xAA))![1]);
        Assert.Equal([0x30, 0x00], bench.Flash.Read(0xE0000, 2));
        Assert.Equal(2, bench.Board.Report().ZeroToOneAttempts);
    });

    [Fact]
    public void The_same_chunk_twice_is_safe() => Bench.On("", async (client, bench) =>
    {
        await client.Write(0x60000, Data);
        await client.Write(0x60000, Data);
        Assert.Equal(Data, bench.Flash.Read(0xE0000, 384));
        Assert.Equal(0, bench.Board.Report().ZeroToOneAttempts);
    });

    [Fact]
    public void Any_length_and_alignment_is_programmed_up_to_507_bytes_a_frame() => Bench.On("", async (client, bench) =>
    {
        byte[] odd = [.. Enumerable.Range(0, 507).Select(i => (byte)(i * 7))];
        Assert.Equal(1, (await client.Write(0x60001, odd))![1]);
        Assert.Equal(odd, bench.Flash.Read(0xE0001, 507));
    });

    [Fact]
    public void An_offset_that_wraps_hits_the_running_application_and_the_board_is_bricked()
    {
        Bench.On("fw=6.05&bootloader=present", async (client, bench) =>
        {
            Assert.Equal(1, (await client.Write(0xFFF90000, 0, 0))![1]);
            Assert.Equal([0, 0], bench.Flash.Read(0x10000, 2));
            Assert.Contains("into the running application", Assert.Single(bench.Board.Report().Violations), StringComparison.Ordinal);
            await Task.Delay(TimeSpan.FromSeconds(10), bench.Clock);
            Assert.Equal(BoardState.Bricked, bench.Board.State);
            Assert.NotNull(client.LostBecause);
        });
    }

    [Fact]
    public void An_offset_beyond_flash_hangs_the_board_until_the_slow_watchdog() => Bench.On("", async (client, bench) =>
    {
        Assert.Null(await client.Write(0x80000, 1));
        Assert.Equal(BoardState.Hung, bench.Board.State);
        Assert.Null(client.LostBecause);
        await Task.Delay(TimeSpan.FromSeconds(21.9), bench.Clock);
        Assert.Null(client.LostBecause);
        await Task.Delay(TimeSpan.FromSeconds(2.3), bench.Clock);
        Assert.Equal([new BoardStart(32.0085, ResetCause.Watchdog)], bench.Board.Report().Resets);
        Assert.NotNull(await (await bench.Open()).Ask(0));
    });

    [Fact]
    public void A_write_across_the_end_of_flash_programs_what_fits_and_then_hangs() => Bench.On("", async (client, bench) =>
    {
        Assert.Null(await client.Write(0x7FFFE, 1, 2, 3));
        Assert.Equal([1, 2], bench.Flash.Read(0xFFFFE, 2));
        Assert.Equal(BoardState.Hung, bench.Board.State);
    });

    [Theory]
    [InlineData(3)]
    [InlineData(81)]
    public void A_write_shorter_than_its_header_underflows_and_destroys_flash_from_a_stale_offset(byte command) =>
        Bench.On("bootloader=present", async (client, bench) =>
        {
            byte[] image = SimulatedImage.Bootloader();
            Assert.Equal(1, (await client.Write(0x60000, image[..100]))![1]);
            // The second frame lies over the first; of its offset only two bytes are its own.
            await client.Send(command, 0, 6);
            Assert.Null(await client.Receive(20));
            Assert.False(bench.Flash.Read(0xE2000, 0x100).AsSpan().SequenceEqual(image.AsSpan(0, 0x100)));
            Assert.False(bench.Flash.IsBlank(0xF0000, 0x10000));
            Assert.Contains("underflows", bench.Board.Report().Violations[0], StringComparison.Ordinal);
            Assert.Equal(BoardState.Hung, bench.Board.State);
        });

    [Theory]
    [InlineData("3.59", 0, 1)]
    [InlineData("5.02", 0, 1)]
    [InlineData("5.03", 3, 0)]
    [InlineData("6.05", 3, 0)]
    public void A_motor_that_does_not_let_go_costs_3_seconds_and_ok_0_since_5_03(string firmware, int wait, byte ok) =>
        Bench.On($"fw={firmware}&motor=held", async (client, bench) =>
        {
            byte[]? reply = null;
            double seconds = await bench.Seconds(async () => reply = await client.Write(0x60000, 1));
            Assert.Equal(ok, reply![1]);
            Assert.Equal(wait, seconds, 1);
            Assert.Equal(ok == 1, bench.Flash.Read(0xE0000, 1)[0] == 1);
        });

    [Theory]
    [InlineData("5.03", "motor2", 1, 0)]
    [InlineData("6.00", "motor2", 0, 3)]
    [InlineData("6.00", "motor", 0, 3)]
    [InlineData("6.00", "motor=held&motor2", 0, 6)]
    public void Since_6_00_both_motors_are_waited_for_one_after_the_other(string firmware, string held, byte ok, int wait) =>
        Bench.On($"fw={firmware}&dual=yes&{held}=held", async (client, bench) =>
        {
            byte[]? reply = null;
            double seconds = await bench.Seconds(async () => reply = await client.Ask([2, .. RawClient.Int(0)]));
            Assert.Equal([2, ok], reply);
            Assert.Equal(wait, seconds, 1);
        });

    [Fact]
    public void A_motor_that_only_spins_counts_as_released() => Bench.On("erpm=9000", async (client, bench) =>
        Assert.Equal([73, 1], await client.Ask(73)));

    [Fact]
    public void The_wait_ends_when_the_motor_lets_go() => Bench.On("motor=held", async (client, bench) =>
    {
        bench.Board.Inject(new Fault(new OnTime(TimeSpan.FromSeconds(1)), new SetMotor(false, 0)));
        double seconds = await bench.Seconds(async () => Assert.Equal([73, 1], await client.Ask(73)));
        Assert.InRange(seconds, 2.0, 2.2);
    });

    [Theory]
    [InlineData("3.59")]
    [InlineData("5.02")]
    [InlineData("5.03")]
    [InlineData("7.00")]
    public void A_flash_error_is_ok_0_and_the_board_lives_on(string firmware) =>
        Bench.On($"fw={firmware}&bootloader=garbage", async (client, bench) =>
    {
        bench.Board.Inject(Fault.ToRequest(73, 1, new Refuse()));
        bench.Board.Inject(Fault.ToRequest(3, 1, new Refuse()));
        byte[] before = bench.Flash.ToArray();
        Assert.Equal([73, 0], await client.Ask(73));
        Assert.Equal(0, (await client.Write(0x60000, 1))![1]);
        Assert.Equal(before, bench.Flash.ToArray());
        Assert.Equal([73, 1], await client.Ask(73));
        await Task.Delay(TimeSpan.FromSeconds(120), bench.Clock);
        Assert.Equal(BoardState.Running, bench.Board.State);
        Assert.Empty(bench.Board.Report().Resets);
    });

    [Theory]
    [InlineData(false, "5.02", BoardState.Bricked)]
    [InlineData(true, "5.02", BoardState.Hung)]
    [InlineData(true, "5.03", BoardState.Bricked)]
    public void Up_to_5_02_a_flash_error_leaves_the_watchdog_slow_until_a_restart(bool error, string firmware, BoardState soon) =>
        Bench.On($"fw={firmware}&bootloader=present", async (client, bench) =>
        {
            if (error)
            {
                bench.Board.Inject(Fault.ToRequest(73, 1, new Refuse()));
                Assert.Equal([73, 0], await client.Ask(73));
            }

            // Damage to the running application ends in a fault, and in the watchdog.
            Assert.Equal(1, (await client.Write(0xFFF90000, 0, 0))![1]);
            await Task.Delay(TimeSpan.FromSeconds(2), bench.Clock);
            Assert.Equal(soon, bench.Board.State);
            await Task.Delay(TimeSpan.FromSeconds(60), bench.Clock);
            Assert.Equal(BoardState.Bricked, bench.Board.State);
        });

    [Fact]
    public void Below_3_59_a_blank_bootloader_sector_can_be_written_and_never_erased() => Bench.On("fw=3.58", async (client, bench) =>
    {
        Assert.Equal([3, 1], await client.Write(0x60000, Data));
        Assert.True(await client.StaysSilent(73));
        Assert.Equal(Data, bench.Flash.Read(0xE0000, 384));
    });

    [Fact]
    public void After_an_erase_of_staging_code_counts_as_valid_and_its_size_is_read_from_blank_flash()
    {
        Bench.On(new SimulatedBoardOptions { Qml = new byte[100] }, async (client, bench) =>
        {
            Assert.Equal(17, (await client.Read(118, 8, -8))!.Length);
            Assert.Equal([2, 1], await client.Ask([2, .. RawClient.Int(393216)]));
            // FFFFFFFF is a total of -1, which every read goes beyond: it is refused in silence, where "nothing stored" would be answered.
            Assert.Null(await client.Read(118, 8, -8));
        });
    }

    [Fact]
    public void A_packed_write_is_unpacked_and_answered_as_a_plain_one() => Bench.On("", async (client, bench) =>
    {
        // LZO1X: 21 - 17 = 4 literals "abcd", then the end mark.
        byte[] lzo = [21, .. "abcd"u8, 0x11, 0, 0];
        Assert.Equal([3, 1, 0, 6, 0, 0], await client.Ask([81, .. RawClient.Int(0x60000), 0, 4, .. lzo]));
        Assert.Equal("abcd"u8.ToArray(), bench.Flash.Read(0xE0000, 4));
        // A bad stream is programmed as far as it goes, and acknowledged.
        Assert.Equal([3, 1, 0, 6, 1, 0], await client.Ask([81, .. RawClient.Int(0x60100), 0, 4, 21, .. "ab"u8]));
        Assert.Equal([(byte)'a', (byte)'b', 0xFF], bench.Flash.Read(0xE0100, 3));
    });

    [Fact]
    public void Three_writes_under_way_are_answered_in_order_while_flash_is_at_work() => Bench.On("", async (client, bench) =>
    {
        double seconds = await bench.Seconds(async () =>
        {
            for (int i = 0; i < 3; i++)
            {
                await client.Send([3, .. RawClient.Int(0x60000 + (i * 384)), .. Data]);
            }

            for (int i = 0; i < 3; i++)
            {
                Assert.Equal([3, 1, .. RawClient.Int(0x60000 + (i * 384))], await client.Receive());
            }
        });
        // The turn-around is paid once: latency, not work.
        Assert.InRange(seconds, 0.0200, 0.0215);
        Assert.Equal([.. Data, .. Data, .. Data], bench.Flash.Read(0xE0000, 1152));
    });
}
