using VescUartBoot.Links;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Simulator;

/// <summary>USB and UART: what is lost, what waits, and when the port is away.</summary>
public sealed class TransportTests
{
    private static readonly byte[] Data = [.. Enumerable.Range(0, 384).Select(i => (byte)i)];

    private static async Task SendWrites(RawClient client, int count)
    {
        for (int i = 0; i < count; i++)
        {
            await client.Send([3, .. RawClient.Int(0x60000 + (i * 384)), .. Data]);
        }
    }

    private static async Task<int> Replies(RawClient client)
    {
        int count = 0;
        while (await client.Receive(5) is not null)
        {
            count++;
        }

        return count;
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(20)]
    public void Writes_that_wait_while_flash_is_at_work_stay_with_the_host_and_none_is_lost(int count) =>
        Bench.On("", async (client, bench) =>
    {
        await SendWrites(client, count);
        Assert.Equal(count, await Replies(client));
    });

    [Theory]
    [InlineData(5, true)]
    [InlineData(6, false)]
    public void During_a_wait_for_the_motor_the_ring_of_2048_bytes_wraps_and_data_is_lost(int behind, bool all) =>
        Bench.On("motor=held", async (client, bench) =>
        {
            bench.Board.Inject(new Fault(new OnTime(TimeSpan.FromSeconds(1)), new SetMotor(false, 0)));
            await SendWrites(client, behind + 1);
            Assert.Equal(all, await Replies(client) == behind + 1);
            Assert.Equal(all, bench.Board.Report().BytesLost == 0);
        });

    [Fact]
    public void A_USB_port_is_away_from_the_reset_to_the_start_and_opening_fails_meanwhile() => Bench.On("", async (client, bench) =>
    {
        await client.Send(29);
        Assert.Null(await client.Receive(1));
        Assert.NotNull(client.LostBecause);
        var failure = await Assert.ThrowsAsync<LinkOpenException>(bench.Open);
        Assert.Equal(LinkOpenFailure.NotFound, failure.Failure);
        await Assert.ThrowsAsync<LinkLostException>(async () => await client.Send(0));
        await Task.Delay(TimeSpan.FromSeconds(1.9), bench.Clock);
        await Assert.ThrowsAsync<LinkOpenException>(bench.Open);
        await Task.Delay(TimeSpan.FromSeconds(0.2), bench.Clock);
        Assert.NotNull(await (await bench.Open()).Ask(0));
    });

    [Fact]
    public void A_port_may_come_back_under_another_name_and_its_old_one_stays_unknown() => Bench.On("rename=yes", async (client, bench) =>
    {
        await client.Send(29);
        await Task.Delay(TimeSpan.FromSeconds(3), bench.Clock);
        Assert.True(bench.Board.IsPortThere);
        Assert.Equal(LinkOpenFailure.NotFound, (await Assert.ThrowsAsync<LinkOpenException>(bench.Open)).Failure);
        var again = await RawClient.Open(bench.Board.CreateLinkSource(), bench.Clock);
        Assert.NotNull(await again.Ask(0));
    });

    [Fact]
    public void One_client_at_a_time() => Bench.On("", async (client, bench) =>
    {
        Assert.Equal(LinkOpenFailure.Busy, (await Assert.ThrowsAsync<LinkOpenException>(bench.Open)).Failure);
        await client.Close();
        Assert.NotNull(await (await bench.Open()).Ask(0));
    });

    [Fact]
    public void What_an_earlier_client_left_half_sent_and_unread_waits_for_the_next() => Bench.On("", async (client, bench) =>
    {
        await client.Send(0);
        await client.SendBytes(2, 100, 1, 2, 3);
        await client.Close();
        await Task.Delay(TimeSpan.FromSeconds(1), bench.Clock);
        var next = await bench.Open();
        Assert.Equal(0, (await next.Receive(1))![0]);
        Assert.Null(await next.Ask(0));
        await next.SendBytes(new byte[520]);
        Assert.NotNull(await next.Ask(0));
    });

    [Fact]
    public void A_write_waits_for_room_while_flash_is_at_work() => Bench.On("bootloader=garbage", async (client, bench) =>
    {
        await client.Send(73);
        await Task.Delay(TimeSpan.FromMilliseconds(10), bench.Clock);
        double seconds = await bench.Seconds(async () =>
        {
            for (int i = 0; i < 12; i++)
            {
                await client.SendBytes(new byte[512]);
            }
        });
        Assert.Equal(0.99, seconds, 0.02);
    });

    [Fact]
    public void A_pulled_cable_ends_the_link_and_the_board_works_on() => Bench.On("bootloader=garbage", async (client, bench) =>
    {
        await client.Send(73);
        await Task.Delay(TimeSpan.FromMilliseconds(100), bench.Clock);
        bench.Board.Suffer(new PullCable(TimeSpan.FromSeconds(2)));
        var (again, time) = await RawClient.OpenWhenBack(bench.Source, bench.Clock);
        Assert.Equal(2, time.TotalSeconds, 0.06);
        Assert.NotNull(await again.Ask(0));
        Assert.True(bench.Flash.IsBlank(0xE0000, 0x20000));
        Assert.Empty(bench.Board.Report().Resets);
    });

    [Fact]
    public void A_board_that_the_cable_powers_loses_its_power_with_it() => Bench.On("power=usb&bootloader=garbage", async (client, bench) =>
    {
        await client.Send(73);
        await Task.Delay(TimeSpan.FromMilliseconds(500), bench.Clock);
        bench.Board.Suffer(new PullCable(TimeSpan.FromSeconds(2)));
        Assert.Equal(BoardState.Off, bench.Board.State);
        var (again, time) = await RawClient.OpenWhenBack(bench.Source, bench.Clock);
        Assert.Equal(4, time.TotalSeconds, 0.06);
        Assert.NotNull(await again.Ask(0));
        Assert.Equal(ResetCause.PowerOn, Assert.Single(bench.Board.Report().Resets).Cause);
        Assert.False(bench.Flash.IsBlank(0xE0000, 0x20000));
    });

    [Fact]
    public void A_cable_that_stays_out_is_put_in_again_by_hand() => Bench.On("", async (client, bench) =>
    {
        bench.Board.Suffer(new PullCable(null));
        await Task.Delay(TimeSpan.FromHours(1), bench.Clock);
        await Assert.ThrowsAsync<LinkOpenException>(bench.Open);
        bench.Board.Replug();
        Assert.NotNull(await (await bench.Open()).Ask(0));
    });

    [Theory]
    [InlineData(115200, 0.003993)]
    [InlineData(9600, 0.047917)]
    public void A_UART_takes_ten_bit_times_a_byte(int baud,
        double seconds) => Bench.On($"transport=uart&baud={baud}", async (client, bench) =>
        Assert.Equal(seconds, await bench.Seconds(async () => Assert.NotNull(await client.Ask(0))), 4));

    [Fact]
    public void A_UART_link_is_of_unknown_kind_and_says_its_baud_rate()
    {
        using var bench = new Bench("transport=uart&baud=250000");
        bench.Clock.Run(async () =>
        {
            var link = await bench.Source.OpenAsync(CancellationToken.None);
            Assert.Equal((LinkKind.Unknown, 250000), (link.Kind, link.BaudRate));
        });
        using var usb = new Bench("kind=usb");
        usb.Clock.Run(async () =>
        {
            var link = await usb.Source.OpenAsync(CancellationToken.None);
            Assert.Equal((LinkKind.VescUsb, null), (link.Kind, link.BaudRate));
        });
    }

    [Fact]
    public void A_UART_receives_nothing_while_flash_is_at_work() => Bench.On("transport=uart", async (client, bench) =>
    {
        await SendWrites(client, 2);
        Assert.Equal(1, await Replies(client));
        // 6.7 ms of work: about 77 bytes are lost, but for the one that the hardware holds.
        Assert.InRange(bench.Board.Report().BytesLost, 70, 85);
        await client.SendBytes(new byte[520]);
        Assert.NotNull(await client.Ask(0));
    });

    [Fact]
    public void A_UART_loses_what_its_queue_of_128_bytes_does_not_hold_while_the_thread_waits()
    {
        Bench.On("transport=uart&motor=held", async (client, bench) =>
        {
            await client.Send([2, .. RawClient.Int(0)]);
            await client.SendBytes(new byte[200]);
            Assert.Equal([2, 0], await client.Receive());
            Assert.Equal(200 - 128, bench.Board.Report().BytesLost);
        });
    }

    [Fact]
    public void A_UART_port_stays_when_the_board_restarts() => Bench.On("transport=uart", async (client, bench) =>
    {
        await client.Send(29);
        Assert.Null(await client.Receive(1));
        Assert.Null(client.LostBecause);
        await client.Send(0);
        Assert.Null(await client.Receive(0.5));
        await Task.Delay(TimeSpan.FromSeconds(1), bench.Clock);
        Assert.NotNull(await client.Ask(0));
    });

    [Fact]
    public void A_board_that_switches_itself_off_counts_writes_and_ALIVE_but_not_reads() =>
        Bench.On("off-after=10", async (client, bench) =>
    {
        for (int i = 0; i < 15; i++)
        {
            await client.Send(30);
            await Task.Delay(TimeSpan.FromSeconds(1), bench.Clock);
        }

        Assert.Equal(BoardState.Running, bench.Board.State);
        for (int i = 0; i < 8; i++)
        {
            Assert.NotNull(await client.Read(118, 8, -8));
            Assert.Equal([73, 1], await client.Ask(73));
        }

        await Task.Delay(TimeSpan.FromSeconds(2), bench.Clock);
        Assert.Equal(BoardState.Off, bench.Board.State);
        Assert.NotNull(client.LostBecause);
    });

    [Fact]
    public void Packets_that_nobody_asked_for_come_between_replies() => Bench.On("chatter=100", async (client, bench) =>
    {
        var kinds = new HashSet<byte>();
        for (int i = 0; i < 50; i++)
        {
            kinds.Add((await client.Receive())![0]);
        }

        Assert.Equal(new HashSet<byte> { 21, 22, 75 }, kinds);
    });

    [Fact]
    public void The_blocking_thread_drops_what_comes_while_it_is_busy() => Bench.On("", async (client, bench) =>
    {
        await client.Send(62);
        await client.Send([20, .. "faults"u8]);
        Assert.Equal([62], await client.Receive());
        Assert.Equal(1, bench.Board.Report().Dropped["blocking thread busy"]);
        Assert.Equal(21, (await client.Ask([20, .. "faults"u8]))![0]);
    });

    [Fact]
    public void FW_VERSION_is_answered_while_the_blocking_thread_is_busy() => Bench.On("", async (client, bench) =>
    {
        await client.Send(62);
        Assert.Equal(0, (await client.Ask(0))![0]);
    });
}
