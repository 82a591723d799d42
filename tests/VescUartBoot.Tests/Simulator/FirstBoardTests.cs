using VescUartBoot.Simulator.Firmware;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Simulator;

public sealed class FirstBoardTests
{
    private const long AliasOfBootloaderFromQml = 0x000E0000L - 0x080A0008;

    [Fact]
    public void A_board_answers_to_FW_VERSION_after_one_millisecond() => Bench.On("", async (client, bench) =>
    {
        byte[]? reply = null;
        double seconds = await bench.Seconds(async () => reply = await client.Ask(0));
        Assert.Equal("0006053630 5F4D4B3600".Replace(" ", "", StringComparison.Ordinal), Convert.ToHexString(reply!)[..20]);
        Assert.Equal(0.001, seconds, 6);
    });

    [Fact]
    public void A_bootloader_is_erased_written_and_read_back() => Bench.On("bootloader=garbage&qml=none", async (client, bench) =>
    {
        byte[] image = SimulatedImage.Bootloader();
        Assert.Equal(1.0, await bench.Seconds(async () => Assert.Equal([73, 1], await client.Ask(73))), 2);
        Assert.True(bench.Flash.IsBlank(0xE0000, 0x20000));
        for (int at = 0; at < image.Length; at += 384)
        {
            byte[] chunk = image[at..Math.Min(at + 384, image.Length)];
            Assert.Equal([3, 1, .. RawClient.Int(0x60000 + at)], await client.Write(0x60000 + at, chunk));
        }

        Assert.Equal([118, 0, 0, 0, 0, 0, 0, 0, 0], await client.Read(118, 8, -8));
        Assert.Equal([121, 1, 0, 0, 0, 0], await client.Ask([121, .. new byte[12]]));
        byte[] back = (await client.Read(118, 500, AliasOfBootloaderFromQml))!;
        Assert.Equal(image[..500], back[9..]);
        Assert.Equal([120, 1], await client.Ask(120));
        Assert.Equal([118, 0, 0, 0, 0, 0, 0, 0, 0], await client.Read(118, 8, -8));
        Assert.Equal(1, bench.Flash.Erases(11));
        Assert.Equal(1, bench.Flash.Erases(9));
    });

    [Fact]
    public void Replies_come_from_the_timer_never_inside_the_write() => Bench.On("timing=off", async (client, bench) =>
    {
        await client.Send(0);
        Assert.Empty(client.Stream);
        Assert.NotNull(await client.Receive());
        Assert.Equal(TimeSpan.Zero, bench.Clock.Elapsed);
    });
}
