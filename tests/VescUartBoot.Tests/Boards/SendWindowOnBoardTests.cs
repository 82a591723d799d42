using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Simulator.Faults;

namespace VescUartBoot.Tests.Boards;

/// <summary>How many reads are under way on a simulated board, before and after something is lost.</summary>
public sealed class SendWindowOnBoardTests
{
    private const byte ReadQml = 118;

    private static readonly FlashRange _much = FlashMap.Application.First(60 * 502);

    [Fact]
    public void The_VESCs_own_USB_has_three_reads_under_way_from_the_first_on()
    {
        using var bench = BoardBench.Readable("fw=6.05&kind=usb");

        ReadMuch(bench);

        Assert.Equal(3, bench.Link.ReadsUnderWay().Max());
    }

    [Fact]
    public void After_a_loss_sixteen_clean_reads_one_by_one_earn_the_pace_again()
    {
        using var bench = BoardBench.Readable("fw=6.05&kind=usb");
        bench.Simulated.Inject(Fault.ToReply(ReadQml, 10, new Lose()));

        ReadMuch(bench);

        Assert.Single(bench.Told, t => t.StartsWith("a read", StringComparison.Ordinal));
        var underWay = bench.Link.ReadsUnderWay();
        Assert.Equal(3, underWay[10]);
        int back = underWay.FindIndex(10, n => n == 1);
        Assert.Equal(Enumerable.Repeat(1, 16), underWay.Skip(back).Take(16));
        Assert.Equal(3, underWay[(back + 16)..].Max());
    }

    [Fact]
    public void What_is_lost_after_the_pace_was_earned_again_is_read_again_too()
    {
        using var bench = BoardBench.Readable("fw=6.05&kind=usb");
        bench.Simulated.Inject(Fault.ToReply(ReadQml, 10, new Lose()));
        bench.Simulated.Inject(Fault.ToReply(ReadQml, 40, new Lose()));

        // Compares every byte.
        ReadMuch(bench);

        Assert.Equal(2, bench.Told.Count(t => t.StartsWith("a read", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("&baud=921600")]
    [InlineData("&baud=3000000")]
    public void A_UART_never_has_more_than_one_under_way_whatever_its_baud_rate(string baud)
    {
        using var bench = BoardBench.Readable($"fw=6.05&transport=uart{baud}");

        ReadMuch(bench);

        Assert.Equal(1, bench.Link.ReadsUnderWay().Max());
    }

    [Theory]
    [InlineData(38400)]
    [InlineData(9600)]
    public void On_a_UART_a_reply_of_full_length_is_waited_for_before_its_round_trip_was_ever_measured(int baud)
    {
        using var bench = BoardBench.Readable($"fw=6.05&transport=uart&baud={baud}");

        ReadMuch(bench);

        Assert.Equal(2, bench.Link.Frames.Count(f => f.Sent && f.Payload[0] == 0));
    }

    private static void ReadMuch(BoardBench bench)
    {
        byte[] content = bench.Run(async board =>
        {
            var probes = await FlashAccess.ProbeAsync(board, TestContext.Current.CancellationToken);
            var path = await FlashAccess.UseAsync(board, probes.Single(p => p.State == StoreState.Stored).Code,
                TestContext.Current.CancellationToken);
            return await path!.ReadAsync(_much, progress: null, TestContext.Current.CancellationToken);
        });

        Assert.Equal(bench.Simulated.Flash.Read(_much.Start.Offset, _much.Length), content);
    }
}
