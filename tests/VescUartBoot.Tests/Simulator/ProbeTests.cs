using VescUartBoot.Simulator.Boards;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Simulator;

/// <summary>A helper and its target, as the facts of the debug probe have them.</summary>
public sealed class ProbeTests
{
    private const string Blank = "fw=7.00&helper=blank";

    [Fact]
    public void Bytes_are_in_flash_once_another_block_begins_or_something_is_read() => Bench.On(Blank, async (client, bench) =>
    {
        var flash = bench.Board.Target!.Flash;
        await client.Ask(71);
        Assert.Equal([66, 0, 1], await client.Ask(66));

        Assert.Equal([68, 0, 1], await client.Ask(68, 8, 0, 0, 0, 0x12));
        Assert.True(flash.IsBlank(0, 1024));
        Assert.Equal([68, 0, 1], await client.Ask(68, 8, 0, 4, 0, 0x34));
        Assert.Equal(0x12, flash.Read(0, 1)[0]);
        Assert.True(flash.IsBlank(1024, 1));
        Assert.Equal([80, 0, 1, 0x34], await client.Ask(80, 8, 0, 4, 0, 0, 1));
        Assert.Equal(0x34, flash.Read(1024, 1)[0]);
    });

    [Fact]
    public void Connecting_halts_the_target_and_a_restart_lets_it_run() => Bench.On("fw=7.00&helper=6.05", async (client, bench) =>
    {
        await client.Ask(71);
        await client.Ask(66);
        Assert.Equal(BoardState.Halted, bench.Board.Target!.State);

        Assert.Equal([69, 0, 1], await client.Ask(69));
        Assert.NotEqual(BoardState.Halted, bench.Board.Target.State);
        Assert.Equal([70], await client.Ask(70));
        Assert.Equal([80, 0xFF, 0xFF], await client.Ask(80, 8, 0, 0, 0, 0, 1));
    });

    [Fact]
    public void A_mass_erase_takes_its_time_and_blocks_the_thread() => Bench.On("fw=7.00&helper=6.05", async (client, bench) =>
    {
        await client.Ask(71);
        await client.Ask(66);
        await client.Send(67);
        await client.Send(80, 8, 0, 0, 0, 0, 1);
        var before = bench.Clock.Elapsed;

        Assert.Equal([67, 0, 1], await client.Receive(20));
        Assert.True(bench.Board.Target!.Flash.IsBlank(0, 1 << 20));
        Assert.Equal(1, bench.Board.Report().Dropped["blocking thread busy"]);
        Assert.True(bench.Clock.Elapsed - before > TimeSpan.FromSeconds(7.9));
    });

    [Theory]
    [InlineData("helper=none", "42FFFF")]
    [InlineData("helper=blank:wires=loose", "42FFFF")]
    [InlineData("helper=blank:chip=unknown", "42FFFE")]
    [InlineData("helper=blank:chip=l476", "42000A")]
    public void What_is_not_connected_says_so(string target, string answer) => Bench.On($"fw=7.00&{target}", async (client, _) =>
    {
        await client.Ask(71);
        Assert.Equal(answer, Convert.ToHexString((await client.Ask(66))!));
    });
}
