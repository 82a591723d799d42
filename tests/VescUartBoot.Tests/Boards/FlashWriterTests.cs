using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Messages;
using VescUartBoot.Simulator.Faults;

namespace VescUartBoot.Tests.Boards;

/// <summary>Writing staged content, with one and with several writes under way.</summary>
public sealed class FlashWriterTests
{
    private const byte WriteCommand = 3;
    private const int Staging = 0x80000;

    public static TheoryData<string> Links() => ["fw=6.05&kind=usb", "fw=6.05&kind=unknown", "fw=6.05&transport=uart",
        "fw=4.02&kind=unknown", "fw=4.02&kind=usb"];

    [Fact]
    public void Content_goes_in_the_longest_chunks() => Assert.Equal([(0, 507), (507, 507), (1014, 1)], FlashWriter.Split(Filled(1015)));

    [Fact]
    public void Nothing_is_written_of_what_is_blank()
    {
        Assert.Empty(FlashWriter.Split([]));
        Assert.Empty(FlashWriter.Split(Blanks(2000)));
    }

    [Fact]
    public void Blank_bytes_at_both_ends_are_left_out() =>
        Assert.Equal([(700, 10)], FlashWriter.Split([.. Blanks(700), .. Filled(10), .. Blanks(900)]));

    [Fact]
    public void A_short_blank_end_of_a_chunk_is_left_out_too() =>
        Assert.Equal([(0, 10)], FlashWriter.Split([.. Filled(10), .. Blanks(3)]));

    [Theory]
    [InlineData(63, new[] { 0, 83 })]
    [InlineData(64, new[] { 0, 10, 74, 10 })]
    [InlineData(65, new[] { 0, 10, 75, 10 })]
    public void A_run_of_blank_bytes_is_left_out_where_a_request_of_its_own_costs_less(int run, int[] pieces) =>
        Assert.Equal(
            pieces.Chunk(2).Select(p => (p[0], p[1])),
            FlashWriter.Split([.. Filled(10), .. Blanks(run), .. Filled(10)]));

    [Fact]
    public void Short_runs_stay_inside_their_chunk() =>
        Assert.Equal([(0, 50)], FlashWriter.Split([.. Filled(10), .. Blanks(10), .. Filled(10), .. Blanks(10), .. Filled(10)]));

    [Fact]
    public void A_run_behind_short_ones_is_left_out() =>
        Assert.Equal([(0, 30), (130, 10)], FlashWriter.Split([.. Filled(10), .. Blanks(10), .. Filled(10), .. Blanks(100), .. Filled(10)]));

    [Theory]
    [MemberData(nameof(Links))]
    public void Everything_is_written_and_told(string query)
    {
        using var bench = BoardBench.On(query);
        byte[] content = [.. Filled(5000), .. Blanks(1000), .. Filled(3000), .. Blanks(400)];
        var told = new Told();

        Assert.Null(Write(bench, content, told));

        Assert.Equal(content, bench.Simulated.Flash.Read(Staging, content.Length));
        Assert.Equal(content.Length, told.Values[^1]);
        Assert.Equal(FlashWriter.Split(content).Select(p => (long)(p.Start + p.Length)).Append(content.Length), told.Values);
        Assert.Equal(8000, bench.Simulated.Flash.BytesProgrammed);
    }

    [Theory]
    [MemberData(nameof(Links))]
    public void What_is_lost_is_written_again(string query)
    {
        using var bench = BoardBench.On(query);
        byte[] content = Filled(20_000);
        for (int i = 3; i < 40; i += 11)
        {
            bench.Simulated.Inject(Fault.ToReply(WriteCommand, i, new Lose()));
            bench.Simulated.Inject(Fault.ToRequest(WriteCommand, i + 5, new Lose()));
        }

        var told = new Told();
        Assert.Null(Write(bench, content, told));

        Assert.Equal(content, bench.Simulated.Flash.Read(Staging, content.Length));
        Assert.NotEmpty(bench.Told);
        Assert.Equal(told.Values.Order(), told.Values);
    }

    [Fact]
    public void Firmware_that_repeats_no_offset_gets_one_write_at_a_time_for_its_answers_cannot_be_told_apart()
    {
        byte[] content = Filled(10_000);
        using var clean = BoardBench.On("fw=4.02&kind=usb");
        Assert.Null(Write(clean, content, new Told()));
        Assert.Equal(1, MostWritesUnderWay(clean));

        // With three under way the answer of the chunk behind it would stand for the one that the board never got.
        using var bench = BoardBench.On("fw=4.02&kind=usb");
        bench.Simulated.Inject(Fault.ToRequest(WriteCommand, 4, new Lose()));
        Assert.Null(Write(bench, content, new Told()));
        Assert.Equal(content, bench.Simulated.Flash.Read(Staging, content.Length));
    }

    [Fact]
    public void A_doubled_answer_of_old_firmware_is_not_taken_for_the_next_chunks()
    {
        using var bench = BoardBench.On("fw=4.02&kind=unknown");
        bench.Simulated.Inject(Fault.ToReply(WriteCommand, 3, new DoubleIt()));
        bench.Simulated.Inject(Fault.ToRequest(WriteCommand, 4, new Lose()));
        byte[] content = Filled(3000);

        Assert.Null(Write(bench, content, new Told()));

        Assert.Equal(content, bench.Simulated.Flash.Read(Staging, content.Length));
    }

    [Theory]
    [InlineData("fw=4.02&kind=unknown", 8)]
    [InlineData("fw=6.05&kind=unknown", 2)]
    public void Only_firmware_that_repeats_no_offset_is_asked_who_it_is_behind_each_chunk(string query, int questions)
    {
        using var bench = BoardBench.On(query);

        Assert.Null(Write(bench, Filled(3000), new Told()));

        Assert.Equal(questions, bench.Link.Frames.Count(f => f.Sent && f.Payload[0] == 0));
    }

    [Theory]
    [InlineData("fw=6.05&kind=usb", 4)]
    [InlineData("fw=6.05&kind=unknown", 3)]
    public void A_chunk_that_is_refused_three_times_with_nothing_else_done_ends_the_writing_where_it_is(string query, int times)
    {
        using var bench = BoardBench.On(query);
        for (int i = 5; i < 40; i++)
        {
            bench.Simulated.Inject(Fault.ToRequest(WriteCommand, i, new Refuse()));
        }

        var told = new Told();
        Assert.Equal(4 * 507, Write(bench, Filled(10_000), told));

        Assert.Equal(4 * 507, told.Values[^1]);
        var tries = bench.Link.Frames.Where(f => f.Sent && f.Payload[0] == WriteCommand
            && BitConverter.ToUInt32([.. f.Payload[1..5].Reverse()]) == 4 * 507);
        Assert.Equal(times, tries.Count());
    }

    [Theory]
    [InlineData("fw=6.05&kind=usb")]
    [InlineData("fw=6.05&kind=unknown")]
    public void Refusals_that_end_are_overcome(string query)
    {
        using var bench = BoardBench.On(query);
        foreach (int i in (int[])[5, 6, 10, 11])
        {
            bench.Simulated.Inject(Fault.ToRequest(WriteCommand, i, new Refuse()));
        }

        byte[] content = Filled(10_000);
        Assert.Null(Write(bench, content, new Told()));

        Assert.Equal(content, bench.Simulated.Flash.Read(Staging, content.Length));
    }

    [Theory]
    [InlineData("fw=6.05&kind=usb")]
    [InlineData("fw=6.05&kind=unknown")]
    public void A_stop_lets_what_is_under_way_be_answered_and_sends_nothing_more(string query)
    {
        using var bench = BoardBench.On(query);
        bench.Run(async board =>
        {
            await board.SendAsync(new EraseNewAppRequest(0x20000), CancellationToken.None);
            using var stop = new CancellationTokenSource();
            var told = new Told { On = bytes => bytes >= 5 * 507 ? stop.CancelAsync() : Task.CompletedTask };

            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => new FlashWriter(board, WriteArea.Staging).WriteAsync(Filled(50_000), told, stop.Token));

            int frames = bench.Link.Frames.Count;
            await Task.Delay(TimeSpan.FromSeconds(30), bench.Clock, CancellationToken.None);
            Assert.Equal(frames, bench.Link.Frames.Count);
            Assert.InRange(told.Values[^1], 5 * 507, 7 * 507);
        });
        Assert.Empty(bench.Told);
    }

    [Fact]
    public void A_cable_that_is_pulled_in_the_middle_costs_a_wait_and_no_byte()
    {
        using var bench = BoardBench.On("fw=6.05&kind=usb");
        bench.Simulated.Inject(Fault.ToRequest(WriteCommand, 8, new PullCable(TimeSpan.FromSeconds(1))));
        byte[] content = Filled(10_000);

        Assert.Null(Write(bench, content, new Told()));

        Assert.Equal(content, bench.Simulated.Flash.Read(Staging, content.Length));
    }

    [Fact]
    public void ALIVE_finds_its_moment_while_three_writes_are_under_way()
    {
        using var bench = BoardBench.On("fw=6.05&kind=usb");
        bench.Options = new BoardOptions { AliveEvery = TimeSpan.FromMilliseconds(100) };
        bench.Run(async board =>
        {
            await board.SendAsync(new EraseNewAppRequest(100_000), CancellationToken.None);
            board.KeepAlive();
            await new FlashWriter(board, WriteArea.Staging).WriteAsync(Filled(100_000), progress: null, CancellationToken.None);
        });

        var alive = bench.Link.Frames.Where(f => f.Sent && f.Payload[0] == 30).Select(f => f.At).ToList();
        Assert.InRange(alive.Count, 10, 20);
        Assert.All(alive.Zip(alive.Skip(1)), pair => Assert.InRange((pair.Second - pair.First).TotalMilliseconds, 70, 130));
        Assert.Equal(3, MostWritesUnderWay(bench));
    }

    [Fact]
    public void Where_the_link_is_slow_one_write_is_under_way()
    {
        using var bench = BoardBench.On("fw=6.05&kind=unknown");

        Assert.Null(Write(bench, Filled(10_000), new Told()));

        Assert.Equal(1, MostWritesUnderWay(bench));
    }

    private static int MostWritesUnderWay(BoardBench bench)
    {
        int open = 0;
        int most = 0;
        foreach (var (_, sent, _) in bench.Link.Frames.Where(f => f.Payload[0] == WriteCommand))
        {
            open += sent ? 1 : -1;
            most = Math.Max(most, open);
        }

        return most;
    }

    private static int? Write(BoardBench bench, byte[] content, Told told) => bench.Run(async board =>
    {
        await board.SendAsync(new EraseNewAppRequest(0x20000), CancellationToken.None);
        return await new FlashWriter(board, WriteArea.Staging).WriteAsync(content, told, CancellationToken.None);
    });

    // Never 0xFF.
    private static byte[] Filled(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7 % 251))];

    private static byte[] Blanks(int length)
    {
        byte[] blanks = new byte[length];
        blanks.AsSpan().Fill(0xFF);
        return blanks;
    }
}
