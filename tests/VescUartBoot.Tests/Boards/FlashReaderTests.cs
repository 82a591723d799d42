using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Simulator.Faults;

namespace VescUartBoot.Tests.Boards;

/// <summary>Reading flash, with one and with several reads under way, and what is lost on the way.</summary>
public sealed class FlashReaderTests
{
    private const byte ReadQml = 118;

    public static TheoryData<string> Links() => ["fw=6.05&kind=usb", "fw=6.05&kind=unknown", "fw=6.05", "fw=6.05&transport=uart",
        "fw=5.03&kind=usb"];

    [Theory]
    [MemberData(nameof(Links))]
    public void Every_length_is_read_to_the_byte_and_its_progress_told(string query)
    {
        using var bench = BoardBench.Readable(query);
        bench.Run(async board =>
        {
            var path = await PathOf(board);
            foreach (int length in (int[])[1, 501, 502, 503, 1004, 5020, 5021])
            {
                var told = new Told();
                byte[] content = await path.ReadAsync(FlashRange.From(FlashAddress.At(0x08000123), length), told, CancellationToken.None);

                Assert.Equal(bench.Simulated.Flash.Read(0x123, length), content);
                Assert.Equal(Enumerable.Range(1, (length + 501) / 502).Select(n => Math.Min(502L * n, length)), told.Values);
            }
        });
    }

    [Theory]
    [MemberData(nameof(Links))]
    public void What_is_lost_is_read_again_and_nothing_else_is_wrong(string query)
    {
        using var bench = BoardBench.Readable(query);
        for (int i = 5; i < 60; i += 7)
        {
            bench.Simulated.Inject(Fault.ToReply(ReadQml, i, new Lose()));
        }

        var told = new Told();
        byte[] content = bench.Run(
            async board => await (await PathOf(board)).ReadAsync(FlashMap.Application.First(30_000), told, CancellationToken.None));

        Assert.Equal(bench.Simulated.Flash.Read(0, 30_000), content);
        Assert.NotEmpty(bench.Told);
        Assert.Equal(30_000, told.Values[^1]);
        Assert.Equal(told.Values.Order(), told.Values);
        Assert.Equal(told.Values.Distinct(), told.Values);
    }

    [Fact]
    public void A_cable_that_is_pulled_with_several_reads_under_way_costs_a_wait_and_no_byte()
    {
        using var bench = BoardBench.Readable("fw=6.05&kind=usb");
        bench.Simulated.Inject(Fault.ToReply(ReadQml, 20, new PullCable(TimeSpan.FromSeconds(2))));

        byte[] content = bench.Run(async board => await (await PathOf(board)).ReadAsync(FlashMap.Application.First(30_000), progress: null,
            CancellationToken.None));

        Assert.Equal(bench.Simulated.Flash.Read(0, 30_000), content);
        Assert.Contains("returned", bench.Told);
    }

    [Fact]
    public void A_range_beyond_the_end_of_flash_is_refused_before_anything_is_asked()
    {
        using var bench = BoardBench.Readable("fw=6.05");
        bench.Run(async board =>
        {
            var path = await PathOf(board);
            int before = bench.Link.Frames.Count;

            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
                () => path.ReadAsync(FlashAddress.At(0x080FFFFF), new byte[2], progress: null, CancellationToken.None));

            Assert.Equal(before, bench.Link.Frames.Count);
        });
    }

    [Theory]
    [InlineData("fw=6.05&kind=usb")]
    [InlineData("fw=6.05&kind=unknown")]
    public void A_stop_lets_what_is_under_way_end_and_asks_nothing_more(string query)
    {
        using var bench = BoardBench.Readable(query);
        bench.Run(async board =>
        {
            var path = await PathOf(board);
            using var stop = new CancellationTokenSource();
            var told = new Told { On = bytes => bytes >= 5020 ? stop.CancelAsync() : Task.CompletedTask };

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => path.ReadAsync(FlashMap.Application, told, stop.Token));

            int sent = bench.Link.Frames.Count;
            Assert.InRange(told.Values[^1], 5020, 5020 + (2 * 502));
            await Task.Delay(TimeSpan.FromSeconds(3), bench.Clock, CancellationToken.None);
            Assert.Equal(sent, bench.Link.Frames.Count);
        });
        Assert.Empty(bench.Told);
    }

    [Fact]
    public void Stored_code_is_read_from_its_beginning_on()
    {
        using var bench = BoardBench.Readable("fw=6.05");
        byte[] code = new byte[BoardBench.Code.Length];

        bench.Run(async board =>
        {
            var told = new Told();
            await new FlashReader(board, board.Capabilities.Qml!).ReadCodeAsync(code, told, CancellationToken.None);
            Assert.Equal(code.Length, told.Values[^1]);
        });

        Assert.Equal(BoardBench.Code, code);
    }

    [Fact]
    public void A_read_that_is_never_answered_ends_the_reading()
    {
        using var bench = BoardBench.Readable("fw=6.05");
        bench.Run(async board =>
        {
            var path = await PathOf(board);
            bench.Simulated.Inject(Fault.ToReply(ReadQml, 0, new Lose()));
            await Assert.ThrowsAsync<ReplyTimeoutException>(() => path.ReadAsync(FlashMap.Vectors, progress: null, CancellationToken.None));
        });
    }

    [Fact]
    public void ALIVE_finds_its_moment_while_three_reads_are_under_way()
    {
        using var bench = BoardBench.Readable("fw=6.05&kind=usb");
        bench.Options = new BoardOptions { AliveEvery = TimeSpan.FromMilliseconds(50) };

        bench.Run(async board =>
        {
            board.KeepAlive();
            await (await PathOf(board)).ReadAsync(FlashMap.Application, progress: null, CancellationToken.None);
        });

        var alive = bench.Link.Frames.Where(f => f.Sent && f.Payload[0] == 30).Select(f => f.At).ToList();
        Assert.InRange(alive.Count, 6, 8);
        Assert.All(alive.Zip(alive.Skip(1)), pair => Assert.InRange((pair.Second - pair.First).TotalMilliseconds, 40, 60));
        Assert.Equal(3, bench.Link.ReadsUnderWay().Max());
    }

    [Fact]
    public void Only_reads_of_full_length_prove_a_link()
    {
        using var bench = BoardBench.Readable("fw=6.05&kind=unknown");
        bench.Run(async board =>
        {
            var path = await PathOf(board);
            for (int i = 0; i < 40; i++)
            {
                await path.ReadAsync(FlashMap.Vectors.First(501), progress: null, CancellationToken.None);
            }

            Assert.Equal(1, board.Pace.Window);
            await path.ReadAsync(FlashMap.Vectors.First(16 * 502), progress: null, CancellationToken.None);
            Assert.Equal(3, board.Pace.Window);
        });
    }

    internal static async Task<FlashAccess> PathOf(Board board)
    {
        var probes = await FlashAccess.ProbeAsync(board, CancellationToken.None);
        return Assert.IsType<FlashAccess>(await FlashAccess.UseAsync(board, probes[^1].Code, CancellationToken.None));
    }
}

/// <summary>Keeps what a progress was told.</summary>
internal sealed class Told : IProgress<long>
{
    public List<long> Values { get; } = [];

    public Func<long, Task> On { get; set; } = _ => Task.CompletedTask;

    public void Report(long value)
    {
        Values.Add(value);
        On(value).GetAwaiter().GetResult();
    }
}
