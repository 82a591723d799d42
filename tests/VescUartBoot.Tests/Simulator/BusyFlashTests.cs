using VescUartBoot.Simulator.Boards;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Simulator;

/// <summary>While flash is at work the processor stands still: it sends nothing of its own either.</summary>
public sealed class BusyFlashTests
{
    [Theory]
    [InlineData("")]
    [InlineData("&transport=uart")]
    public void Nothing_is_sent_while_flash_is_at_work(string transport) =>
        Bench.On("chatter=50&bootloader=garbage" + transport, async (client, bench) =>
    {
        var start = bench.Clock.Elapsed;
        await client.Send(73);
        var early = new List<double>();
        while (await client.Receive() is { } packet)
        {
            double seconds = (bench.Clock.Elapsed - start).TotalSeconds;
            if (packet[0] == 73)
            {
                Assert.InRange(seconds, 1.0, 1.1);
                break;
            }

            early.Add(seconds);
        }

        Assert.DoesNotContain(early, seconds => seconds is > 0.1 and < 0.99);
    });

    [Fact]
    public void The_blocking_thread_stands_still_as_well() => Bench.On("bootloader=garbage", async (client, bench) =>
    {
        await client.Send(62);
        await Task.Delay(TimeSpan.FromSeconds(3.5), bench.Clock);
        double seconds = await bench.Seconds(async () =>
        {
            await client.Send(73);
            byte[] first = (await client.Receive())!;
            Assert.Contains(first[0], (byte[])[62, 73]);
        });
        Assert.InRange(seconds, 0.99, 1.1);
    });

    [Fact]
    public void USB_brings_a_reply_in_packets_of_64_bytes() =>
        Bench.On(new SimulatedBoardOptions { Lisp = new byte[600] }, async (client, bench) =>
    {
        Assert.Equal(409, (await client.Read(130, 400, 0))!.Length);
        Assert.Equal([64, 64, 64, 64, 64, 64, 31], client.Packets);
    });

    [Fact]
    public void Replies_that_wait_share_packets() => Bench.On("", async (client, bench) =>
    {
        for (int i = 0; i < 4; i++)
        {
            await client.Send(0);
        }

        for (int i = 0; i < 4; i++)
        {
            Assert.NotNull(await client.Receive());
        }

        Assert.Equal([64, 64, 32], client.Packets);
    });
}
