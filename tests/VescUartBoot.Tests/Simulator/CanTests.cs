using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Simulator;

/// <summary>Two motors on a chip, and boards behind the first.</summary>
public sealed class CanTests
{
    private const string Two = "id=10&can=12:5.03:410,20:7.00";

    private static byte[] To(byte id, params byte[] payload) => [34, id, .. payload];

    [Fact]
    public void The_second_motor_answers_at_the_next_id_with_the_next_UUID_and_its_own_values() =>
        Bench.On("dual=yes&id=42&erpm2=555", async (client, bench) =>
        {
            byte[] first = (await client.Ask(0))!;
            byte[] second = (await client.Ask(To(43, 0)))!;
            Assert.Equal(first[21] + 1, second[21]);
            Assert.Equal(first[..21], second[..21]);
            byte[] erpm = (await client.Ask(To(43, [50, .. RawClient.Int((1 << 7) | (1 << 17))])))!;
            Assert.Equal([.. RawClient.Int(555), 43], erpm[5..]);
            byte[] conf = (await client.Ask(14))!;
            byte[] changed = [13, .. conf[1..]];
            changed[77] ^= 1;
            Assert.Equal([13], await client.Ask(To(43, changed)));
            Assert.Equal(conf, await client.Ask(14));
            Assert.Equal(changed[1..], (await client.Ask(To(43, 14)))![1..]);
        });

    [Fact]
    public void Id_254_wraps_to_0_and_a_board_with_one_motor_has_no_second()
    {
        Bench.On("dual=yes&id=254", async (client, bench) => Assert.Equal(0, (await client.Ask(To(0, 0)))![0]));
        Bench.On("id=42", async (client, bench) => Assert.True(await client.StaysSilent(To(43, 0))));
    }

    [Fact]
    public void A_command_for_the_second_motor_acts_on_the_shared_flash() => Bench.On("dual=yes", async (client, bench) =>
    {
        Assert.Equal([3, 1, 0, 6, 0, 0], await client.Ask(To(43, [3, .. RawClient.Int(0x60000), 1, 2])));
        Assert.Equal([1, 2], bench.Flash.Read(0xE0000, 2));
    });

    [Fact]
    public void Boards_behind_the_first_are_full_boards_with_their_own_version_and_flash() => Bench.On(Two, async (client, bench) =>
    {
        Assert.Equal([0, 5, 3], (await client.Ask(To(12, 0)))![..3]);
        Assert.Equal([0, 7, 0], (await client.Ask(To(20, 0)))![..3]);
        byte[] data = [.. Enumerable.Range(0, 384).Select(i => (byte)i)];
        Assert.Equal([3, 1, 0, 6, 0, 0], await client.Ask(To(12, [3, .. RawClient.Int(0x60000), .. data])));
        Assert.Equal(data, bench.Board.CanBoardFlash(0).Read(0xE0000, 384));
        Assert.True(bench.Flash.IsBlank(0xE0000, 384) && bench.Board.CanBoardFlash(1).IsBlank(0xE0000, 384));
        Assert.Equal([73, 1], await client.Ask(To(12, 73)));
        Assert.Equal(1, bench.Board.CanBoardFlash(0).Erases(11));
        Assert.Equal("5.03", bench.Board.Report().CanBoards[0].Firmware);
    });

    [Fact]
    public void A_write_of_389_bytes_is_60_frames_and_takes_17_milliseconds_there() => Bench.On(Two, async (client, bench) =>
    {
        double seconds = await bench.Seconds(async () => await client.Ask(To(20, [3, .. RawClient.Int(0x60000), .. new byte[384]])));
        Assert.InRange(seconds, 0.0168 + 0.0061, 0.0168 + 0.0061 + 0.003);
    });

    [Fact]
    public void A_fault_at_a_write_also_counts_forwarded_writes()
    {
        var options = SimulatedBoardOptions.Parse(Two) with { Faults = FaultScript.Parse("at write 2: lose") };
        Bench.On(options, async (client, bench) =>
        {
            Assert.NotNull(await client.Ask(To(12, [3, .. RawClient.Int(0x60000), 1])));
            Assert.Null(await client.Ask(To(12, [3, .. RawClient.Int(0x60001), 2])));
            Assert.Equal([1, 0xFF], bench.Board.CanBoardFlash(0).Read(0xE0000, 2));
        });
    }

    [Fact]
    public void A_wrong_id_and_the_boards_own_are_answered_by_silence() => Bench.On(Two, async (client, bench) =>
    {
        Assert.True(await client.StaysSilent(To(99, 0)));
        Assert.True(await client.StaysSilent(To(10, 0)));
    });

    [Fact]
    public void PING_CAN_lists_the_nodes_after_some_seconds()
    {
        Bench.On(Two, async (client, bench) =>
            Assert.Equal(2.5, await bench.Seconds(async () => Assert.Equal([62, 12, 20], await client.Ask(62))), 0.1));
        Bench.On("", async (client, bench) =>
            Assert.Equal(3.8, await bench.Seconds(async () => Assert.Equal([62], await client.Ask(62))), 0.1));
    }

    [Fact]
    public void A_reply_longer_than_a_reassembly_buffer_and_a_lost_frame_are_silence()
    {
        // 3.40 forwards up to 1022 bytes; a buffer of 3.48 and later holds 512.
        Bench.On("fw=3.40&id=10&can=20:7.00",
            async (client, bench) => Assert.True(await client.StaysSilent(To(20, [3, .. RawClient.Int(0x60000), .. new byte[508]]))));
        Bench.On("id=10&can=12&can-loss=1", async (client, bench) => Assert.True(await client.StaysSilent(To(12, 0))));
    }

    [Fact]
    public void A_short_command_to_a_node_whose_flash_is_at_work_is_answered_afterwards() => Bench.On(Two, async (client, bench) =>
    {
        await client.Send(To(20, 73));
        await Task.Delay(TimeSpan.FromMilliseconds(200), bench.Clock);
        await client.Send(To(20, 0));
        Assert.Equal([73, 1], await client.Receive());
        Assert.Equal(0, (await client.Receive())![0]);
    });

    [Fact]
    public void A_long_command_to_a_node_whose_flash_is_at_work_is_lost_and_the_next_one_works() => Bench.On(Two, async (client, bench) =>
    {
        await client.Send(To(20, 73));
        await Task.Delay(TimeSpan.FromMilliseconds(200), bench.Clock);
        await client.Send(To(20, [3, .. RawClient.Int(0x60000), .. new byte[384]]));
        Assert.Equal([73, 1], await client.Receive());
        Assert.Null(await client.Receive());
        Assert.Equal([3, 1, 0, 6, 0, 0], await client.Ask(To(20, [3, .. RawClient.Int(0x60000), .. new byte[200]])));
    });

    [Fact]
    public void Two_long_writes_in_one_go_lose_the_second() => Bench.On(Two, async (client, bench) =>
    {
        byte[] write = RawClient.Frame(To(20, [3, .. RawClient.Int(0x60000), .. new byte[384]]));
        await client.SendBytes([.. write, .. write]);
        Assert.Equal([3, 1, 0, 6, 0, 0], await client.Receive());
        Assert.Null(await client.Receive());
    });

    [Fact]
    public void With_two_boards_a_command_waits_in_the_mailboxes_until_the_other_one_has_power() =>
        Bench.On("id=10&can=12", async (client, bench) =>
    {
        bench.Board.SufferOnCan(0, new CutPower(TimeSpan.FromSeconds(4)));
        await client.Send(To(12, [2, .. RawClient.Int(131_072)]));
        await Task.Delay(TimeSpan.FromSeconds(5), bench.Clock);
        Assert.Equal(0, bench.Board.CanBoardFlash(0).Erases(8));
        Assert.Equal([2, 1], await client.Receive());
        Assert.Equal(1, bench.Board.CanBoardFlash(0).Erases(8));
    });

    [Fact]
    public void With_a_third_board_a_command_to_one_without_power_is_lost() => Bench.On(Two, async (client, bench) =>
    {
        bench.Board.SufferOnCan(0, new CutPower(TimeSpan.FromSeconds(4)));
        Assert.True(await client.StaysSilent(To(12, [2, .. RawClient.Int(131_072)])));
        await Task.Delay(TimeSpan.FromSeconds(10), bench.Clock);
        Assert.Equal(0, bench.Board.CanBoardFlash(0).Erases(8));
    });

    [Fact]
    public void A_forward_without_an_id_hangs_the_board_that_is_asked() => Bench.On(Two, async (client, bench) =>
    {
        Assert.Null(await client.Ask(34));
        Assert.Null(await client.Ask(0));
        Assert.Single(bench.Board.Report().Violations);
    });

    [Fact]
    public void Two_boards_with_one_id_both_do_what_is_asked_and_are_listed_once() => Bench.On("id=10&can=20,20", async (client, bench) =>
    {
        Assert.Equal([62, 20], await client.Ask(62));
        await client.Send(To(20, 73));
        Assert.Equal([73, 1], await client.Receive());
        Assert.Equal([73, 1], await client.Receive());
        Assert.Equal((1, 1), (bench.Board.CanBoardFlash(0).Erases(11), bench.Board.CanBoardFlash(1).Erases(11)));
    });

    [Theory]
    [InlineData(500, 25.2)]
    [InlineData(250, 49.0)]
    [InlineData(1000, 13.2)]
    public void A_read_of_502_bytes_takes_as_long_as_its_bits(int baud, double milliseconds)
    {
        byte[] code = new byte[2000];
        var options = SimulatedBoardOptions.Parse($"id=10&can=20:6.05&can-baud={baud}");
        options = options with { CanBoards = [options.CanBoards[0] with { Lisp = code }] };
        Bench.On(options, async (client, bench) =>
        {
            double seconds = await bench.Seconds(async () => await client.Ask(To(20, [130, .. RawClient.Int(502), .. RawClient.Int(0)])));
            Assert.Equal(milliseconds, seconds * 1000, 1.0);
        });
    }

    [Fact]
    public void A_board_of_another_baud_rate_or_mode_is_not_there() =>
        Bench.On("id=10&can=12:6.05:60:can-mode=uavcan,20:6.05:60:can-baud=250",
            async (client, bench) => Assert.Equal([62], await client.Ask(62)));

    [Fact]
    public void A_changed_id_holds_at_once_and_is_lost_with_the_settings_before_7_00() =>
        Bench.On("id=10&can=33:6.05", async (client, bench) =>
    {
        byte computed = bench.Board.Options.CanBoards[0].DefaultCanId!.Value;
        Assert.Equal([62, 33], await client.Ask(62));
        Assert.Equal(computed, (await client.Ask(To(33, 18)))![5]);
        byte[] conf = (await client.Ask(To(33, 17)))!;
        conf[5] = 34;
        Assert.Equal([16], await client.Ask(To(33, [16, .. conf[1..]])));
        Assert.Equal(34, (await client.Ask(To(34, 17)))![5]);
    });

    [Fact]
    public void Over_CAN_flash_commands_for_a_second_motor_are_dropped_since_2020()
    {
        var behind = new SimulatedBoardOptions { CanId = 20, DualMotor = true, Firmware = "7.00" };
        Bench.On(new SimulatedBoardOptions { CanId = 10, CanBoards = [behind] }, async (client, bench) =>
        {
            Assert.True(await client.StaysSilent(To(21, 73)));
            Assert.Equal(0, (await client.Ask(To(21, 0)))![0]);
            Assert.Equal([73, 1], await client.Ask(To(20, 73)));
        });
    }

    [Fact]
    public void ALL_CAN_erases_every_board_and_only_this_one_answers() => Bench.On(Two, async (client, bench) =>
    {
        double seconds = await bench.Seconds(async () => Assert.Equal([73, 1], await client.Ask(74)));
        Assert.Equal(2.5, seconds, 0.1);
        Assert.Null(await client.Receive());
        Assert.Equal((1, 1, 1), (bench.Flash.Erases(11), bench.Board.CanBoardFlash(0).Erases(11), bench.Board.CanBoardFlash(1).Erases(11)));
        Assert.Equal([3, 1, 0, 6, 0, 0], await client.Ask([61, .. RawClient.Int(0x60000), 7]));
        await Task.Delay(TimeSpan.FromSeconds(1), bench.Clock);
        Assert.Equal([7], bench.Board.CanBoardFlash(1).Read(0xE0000, 1));
    });

    [Fact]
    public void A_board_behind_restarts_on_its_own_and_the_port_stays() => Bench.On("id=10&can=12:6.05:60_MK6", async (client, bench) =>
    {
        await client.Send(To(12, 29));
        await Task.Delay(TimeSpan.FromMilliseconds(500), bench.Clock);
        Assert.True(await client.StaysSilent(To(12, 0)));
        await Task.Delay(TimeSpan.FromSeconds(2), bench.Clock);
        Assert.Equal(0, (await client.Ask(To(12, 0)))![0]);
        Assert.Null(client.LostBecause);
    });

    [Fact]
    public void A_board_behind_can_be_upgraded_from_its_own_staging_and_the_first_runs_on()
    {
        byte[] image = SimulatedImage.Staged(SimulatedImage.Firmware("7.00", "410"), packed: true);
        var behind = new SimulatedBoardOptions { CanId = 12, Hardware = "410", Bootloader = SimulatedImage.Bootloader(), Staging = image };
        Bench.On(new SimulatedBoardOptions { CanId = 10, CanBoards = [behind] }, async (client, bench) =>
        {
            await client.Send(To(12, 1));
            Assert.True(await client.StaysSilent(To(12, 0)));
            await Task.Delay(TimeSpan.FromSeconds(18), bench.Clock);
            Assert.Equal([0, 7, 0, .. "410"u8], (await client.Ask(To(12, 0)))![..6]);
            Assert.Equal([0, 6, 5], (await client.Ask(0))![..3]);
            Assert.Null(client.LostBecause);
        });
    }

    [Fact]
    public void ALL_CAN_lets_every_board_jump_and_this_one_a_tenth_of_a_second_later() => Bench.On(Two, async (client, bench) =>
    {
        await client.Send(59);
        double seconds = await bench.Seconds(async () =>
        {
            while (client.LostBecause is null)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(1), bench.Clock);
            }
        });
        Assert.Equal(0.1, seconds, 0.005);
        Assert.All(bench.Board.Report().CanBoards, board => Assert.Equal(BoardState.Hung, board.State));
    });

    [Theory]
    [InlineData(510, 1)]
    [InlineData(511, 0)]
    public void What_is_forwarded_has_510_bytes_at_most(int inner, int replies) => Bench.On(Two, async (client, bench) =>
    {
        await client.Send(To(20, [3, .. RawClient.Int(0x60000), .. new byte[inner - 5]]));
        int came = 0;
        while (await client.Receive(5) is not null)
        {
            came++;
        }

        // The longer one is no frame at all: the board drops it as it comes.
        Assert.Equal(replies, came);
    });

    [Fact]
    public void The_stored_CAN_id_holds_after_a_restart() => Bench.On("id=10&can=12", async (client, bench) =>
    {
        byte[] conf = (await client.Ask(To(12, 17)))!;
        byte[] changed = [16, .. conf[1..]];
        Assert.Equal(12, changed[5]);
        changed[5] = 77;
        Assert.Equal([16], await client.Ask(To(12, changed)));
        await client.Send(To(77, 29));
        await Task.Delay(TimeSpan.FromSeconds(3), bench.Clock);
        Assert.Equal([62, 77], await client.Ask(62));
        Assert.Equal(0, (await client.Ask(To(77, 0)))![0]);
    });
}
