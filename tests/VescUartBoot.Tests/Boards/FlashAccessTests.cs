using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Messages;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Time;
using CodeStore = VescUartBoot.Messages.CodeStore;

namespace VescUartBoot.Tests.Boards;

/// <summary>What the stores of a board say of themselves, and when flash may be read through them.</summary>
public sealed class FlashAccessTests
{
    private const byte ReadQml = 118;
    private const byte ReadLisp = 130;

    // The beginning of a firmware: its stack, its reset vector, two more.
    private static readonly byte[] _vectors = [0, 0x10, 0, 0x20, 0x01, 0x01, 0x01, 0x08, 1, 2, 3, 4, 5, 6, 7, 8];

    [Theory]
    [InlineData("fw=5.02", "")]
    [InlineData("fw=5.03", "Qml Nothing")]
    [InlineData("fw=6.05", "Lisp Nothing, Qml Nothing")]
    [InlineData("fw=fork", "")]
    [InlineData("fw=5.03&qmlapp=compiled", "Qml Foreign")]
    [InlineData("fw=6.05&qmlapp=compiled", "Lisp Nothing, Qml Foreign")]
    public void Stores_without_code_say_what_they_are(string query, string states)
    {
        using var bench = BoardBench.On(query);
        Assert.Equal(states, Probe(bench));
        Assert.Empty(bench.Told);
    }

    [Theory]
    [InlineData("fw=5.03", "Qml Stored")]
    [InlineData("fw=6.05", "Lisp Nothing, Qml Stored")]
    public void Stored_QML_is_found(string query, string states)
    {
        using var bench = BoardBench.Readable(query);
        Assert.Equal(states, Probe(bench));
    }

    [Fact]
    public void The_first_store_with_code_ends_the_search()
    {
        using var bench = BoardBench.On("fw=6.05", o => o with { Lisp = BoardBench.Code, Qml = BoardBench.Code });
        Assert.Equal("Lisp Stored", Probe(bench));
        Assert.DoesNotContain(bench.Link.Frames, f => f.Payload[0] == ReadQml);
    }

    [Fact]
    public void A_silent_store_of_5_03_is_empty_after_three_silences_in_which_all_else_was_answered()
    {
        using var bench = BoardBench.On("fw=5.03");

        Assert.Equal("Qml Nothing", Probe(bench));

        Assert.Equal(3, bench.Link.Frames.Count(f => f.Sent && f.Payload[0] == ReadQml));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Fewer_silences_prove_it_where_the_board_has_just_confirmed_the_erase(int silences)
    {
        using var bench = BoardBench.On("fw=5.03");

        var state = bench.Run(board => FlashAccess.ProbeAsync(board, board.Capabilities.Qml!, CancellationToken.None, silences));

        Assert.Equal(StoreState.Nothing, state);
        Assert.Equal(silences, bench.Link.Frames.Count(f => f.Sent && f.Payload[0] == ReadQml));
    }

    [Fact]
    public void A_silence_in_which_a_corrupt_reply_came_is_none()
    {
        // The board answers, and each answer is damaged on its way.
        using var bench = BoardBench.Readable("fw=5.03");
        bench.Simulated.Inject(Fault.ToReply(ReadQml, 0, new Flip(12, 0x40)));

        Assert.Equal("Qml Silent", Probe(bench));

        Assert.Equal(5, bench.Link.Frames.Count(f => f.Sent && f.Payload[0] == ReadQml));
    }

    [Fact]
    public void A_store_of_6_00_and_later_that_does_not_answer_is_silent_which_proves_nothing()
    {
        using var bench = BoardBench.Readable("fw=6.05");
        bench.Simulated.Inject(Fault.ToReply(ReadQml, 0, new Lose()));

        Assert.Equal("Lisp Nothing, Qml Silent", Probe(bench));

        Assert.Equal(5, bench.Link.Frames.Count(f => f.Sent && f.Payload[0] == ReadQml));
    }

    [Fact]
    public void A_lost_reply_is_asked_for_again()
    {
        using var bench = BoardBench.Readable("fw=6.05");
        bench.Simulated.Inject(Fault.ToReply(ReadLisp, 1, new Lose()));
        bench.Simulated.Inject(Fault.ToReply(ReadQml, 1, new Lose()));

        Assert.Equal("Lisp Nothing, Qml Stored", Probe(bench));
    }

    [Fact]
    public void A_cable_that_is_pulled_at_the_question_is_waited_for()
    {
        using var bench = BoardBench.Readable("fw=6.05&kind=usb");
        bench.Simulated.Inject(Fault.ToRequest(ReadQml, 1, new PullCable(TimeSpan.FromSeconds(1))));

        Assert.Equal("Lisp Nothing, Qml Stored", Probe(bench));
        Assert.Contains("returned", bench.Told);
    }

    [Fact]
    public void A_board_whose_link_is_lost_at_every_question_stays_silent()
    {
        using var bench = BoardBench.Readable("fw=6.05&kind=usb");
        bench.Simulated.Inject(Fault.ToRequest(ReadQml, 0, new PullCable(TimeSpan.FromSeconds(1))));

        Assert.Equal("Lisp Nothing, Qml Silent", Probe(bench));
        Assert.Equal(5, bench.Told.Count(t => t == "returned"));
    }

    [Theory]
    [InlineData("fw=5.03")]
    [InlineData("fw=6.05")]
    public void Eight_zero_bytes_are_an_empty_QML_through_which_all_of_flash_can_be_read(string query)
    {
        using var bench = BoardBench.On(query);
        bench.Run(async board =>
        {
            var probes = await FlashAccess.ProbeAsync(board, CancellationToken.None);
            Assert.True(FlashAccess.MayOpen(board, probes));
            Assert.True(await FlashAccess.WriteEmptyQmlAsync(board, CancellationToken.None));

            probes = await FlashAccess.ProbeAsync(board, CancellationToken.None);
            Assert.Equal(StoreState.EmptyQml, probes[^1].State);
            Assert.False(FlashAccess.MayOpen(board, probes));

            var path = await FlashAccess.UseAsync(board, probes[^1].Code, CancellationToken.None);
            Assert.Equal(board.Capabilities.Qml, path!.Code);
            Assert.Equal(bench.Simulated.Flash.Read(0x4000, 1000),
                await path.ReadAsync(FlashMap.Settings.First(1000), progress: null, CancellationToken.None));
            Assert.True(await path.HoldsOnlyOurOwnAsync(path.Code, default, progress: null, CancellationToken.None));
        });
    }

    [Theory]
    [InlineData("fw=6.05&motor=held")]
    public void A_motor_that_does_not_let_go_refuses_the_eight_zero_bytes(string query)
    {
        using var bench = BoardBench.On(query);
        Assert.False(bench.Run(board => FlashAccess.WriteEmptyQmlAsync(board, CancellationToken.None)));
    }

    [Theory]
    [InlineData("fw=6.05&qmlapp=compiled")]
    [InlineData("fw=5.02")]
    public void Where_nothing_is_proved_to_be_stored_nothing_may_be_written(string query)
    {
        using var bench = BoardBench.On(query);
        bench.Run(async board => Assert.False(FlashAccess.MayOpen(board, await FlashAccess.ProbeAsync(board, CancellationToken.None))));
    }

    [Fact]
    public void A_store_that_is_empty_while_the_board_tells_of_a_QML_app_is_not_written_to()
    {
        using var bench = BoardBench.Readable("fw=6.05");
        bench.Run(board =>
        {
            Assert.False(FlashAccess.MayOpen(board, [(board.Capabilities.Qml!, StoreState.Nothing)]));
            return Task.CompletedTask;
        });
    }

    [Theory]
    [InlineData(StoreState.Nothing, CodeStore.Qml, true)]
    [InlineData(StoreState.Silent, CodeStore.Qml, false)]
    [InlineData(StoreState.Foreign, CodeStore.Qml, false)]
    [InlineData(StoreState.Nothing, CodeStore.Lisp, false)]
    public void Only_a_QML_store_that_holds_nothing_may_be_opened(object state, object store, bool may)
    {
        using var bench = BoardBench.On("fw=6.05");
        bench.Run(board =>
        {
            Assert.Equal(may,
                FlashAccess.MayOpen(board, [(board.Capabilities.CodeSectors.Single(s => s.Store.Equals(store)), (StoreState)state)]));
            return Task.CompletedTask;
        });
    }

    [Fact]
    public void A_path_that_the_firmware_has_closed_fails_its_self_test()
    {
        using var bench = BoardBench.Readable("fw=6.05&readpath=closed");
        bench.Run(async board => Assert.Null(await FlashAccess.UseAsync(board, board.Capabilities.Qml!, CancellationToken.None)));
        Assert.Equal(5, bench.Link.Frames.Count(f => f.Sent && f.Payload[0] == ReadQml));
    }

    [Theory]
    [InlineData(0, (byte)0x20, true)]
    [InlineData(2, (byte)0x01, true)]
    [InlineData(3, (byte)0x10, true)]
    [InlineData(3, (byte)0x30, false)]
    [InlineData(2, (byte)0x02, false)]
    [InlineData(7, (byte)0x09, false)]
    [InlineData(6, (byte)0x00, true)]
    [InlineData(7, (byte)0x07, false)]
    [InlineData(6, (byte)0x08, false)]
    [InlineData(6, (byte)0x07, true)]
    [InlineData(4, (byte)0x00, false)]
    public void What_the_path_shows_must_look_like_the_vectors_of_a_firmware(int at, byte value, bool passes)
    {
        byte[] vectors = [.. _vectors];
        vectors[at] = value;

        Assert.Equal(passes, PassesSelfTest(vectors, vectors));
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    [InlineData(15, false)]
    public void An_alias_that_differs_from_flash_fails_the_self_test(int differsAt, bool passes)
    {
        byte[] alias = [.. _vectors];
        if (differsAt >= 0)
        {
            alias[differsAt] ^= 1;
        }

        Assert.Equal(passes, PassesSelfTest(alias, _vectors));
    }

    [Fact]
    public void A_lost_reply_of_the_self_test_is_asked_for_again()
    {
        using var bench = BoardBench.Readable("fw=6.05&kind=usb");
        bench.Simulated.Inject(Fault.ToReply(ReadQml, 1, new Lose()));
        bench.Simulated.Inject(Fault.ToReply(ReadQml, 3, new Lose()));

        bench.Run(async board =>
        {
            Assert.NotNull(await FlashAccess.UseAsync(board, board.Capabilities.Qml!, CancellationToken.None));
            Assert.Equal(1, board.Pace.Window);
        });
        Assert.Equal(2, bench.Told.Count(t => t == "GET_QML_UI_APP 2: the reply was lost"));
    }

    [Fact]
    public void A_read_of_the_self_test_at_which_the_link_is_lost_twice_is_the_boards_own_fault()
    {
        using var once = BoardBench.Readable("fw=6.05&kind=usb");
        once.Simulated.Inject(Fault.ToRequest(ReadQml, 1, new PullCable(TimeSpan.FromSeconds(1))));
        once.Run(async board => Assert.NotNull(await FlashAccess.UseAsync(board, board.Capabilities.Qml!, CancellationToken.None)));

        using var twice = BoardBench.Readable("fw=6.05&kind=usb");
        twice.Simulated.Inject(Fault.ToRequest(ReadQml, 0, new PullCable(TimeSpan.FromSeconds(1))));
        twice.Run(async board => Assert.Null(await FlashAccess.UseAsync(board, board.Capabilities.Qml!, CancellationToken.None)));
        Assert.Equal(2, twice.Told.Count(t => t == "returned"));
    }

    [Theory]
    [InlineData(8, 0, true)]
    [InlineData(8, 1, false)]
    [InlineData(8, 100, false)]
    [InlineData(8 + 501, 1, false)]
    [InlineData(8 + 502, 1546, true)]
    [InlineData(8 + 502, 1547, false)]
    [InlineData(8 + 2048, 1, false)]
    [InlineData(0x20000 - 8, 8, false)]
    public void A_sector_with_content_of_somebody_else_is_not_ours_unless_it_fits_between_two_samples(int at, int bytes, bool ours)
    {
        using var bench = BoardBench.On("fw=6.05");
        bench.Run(async board =>
        {
            await FlashAccess.WriteEmptyQmlAsync(board, CancellationToken.None);
            for (int done = 0; done < bytes; done += 384)
            {
                var area = WriteNewAppDataRequest.Program(WriteArea.Staging, 0x20000 + at + done,
                    new byte[Math.Min(384, bytes - done)]);
                await board.SendAsync(area, CancellationToken.None);
            }

            var path = await FlashReaderTests.PathOf(board);
            Assert.Equal(ours, await path.HoldsOnlyOurOwnAsync(path.Code, default, progress: null, CancellationToken.None));
        });
    }

    [Fact]
    public void Of_an_erased_sector_one_full_read_is_done_in_each_2_KB_and_one_at_its_end()
    {
        using var bench = BoardBench.On("fw=6.05");
        bench.Run(async board =>
        {
            await FlashAccess.WriteEmptyQmlAsync(board, CancellationToken.None);
            var path = await FlashReaderTests.PathOf(board);
            int before = bench.Link.Frames.Count;

            Assert.True(await path.HoldsOnlyOurOwnAsync(path.Code, default, progress: null, CancellationToken.None));

            Assert.Equal(65, bench.Link.Frames.Skip(before).Count(f => f.Sent && f.Payload[0] == ReadQml));
        });
    }

    [Theory]
    [InlineData(0x20000, 0x20000, true)]
    [InlineData(0x20100, 0x20100, true)]
    [InlineData(0x20100, 0x200FF, false)]
    [InlineData(0x20100, 0x20101, false)]
    [InlineData(0x40000, 0x40000, true)]
    [InlineData(0x48000, 0x48000, true)]
    public void What_we_staged_in_a_sector_is_ours(int written, int staged, bool ours)
    {
        byte[] content = [.. Enumerable.Range(0, Math.Max(written, staged)).Select(i => (byte)(i * 7 % 251))];
        using var before = BoardBench.On("fw=6.05");
        byte[] flash = before.Simulated.Flash.ToArray();
        content.AsSpan(0, written).CopyTo(flash.AsSpan(0x80000));
        flash.AsSpan(0xA0000, 8).Clear();
        using var bench = BoardBench.On("fw=6.05", o => o with { Flash = flash });

        bench.Run(async board =>
        {
            var path = await FlashReaderTests.PathOf(board);
            Assert.Equal(CodeStore.Qml, path.Code.Store);
            Assert.Equal(ours,
                await path.HoldsOnlyOurOwnAsync(path.Code, content.AsMemory(0, staged), progress: null, CancellationToken.None));
        });
    }

    [Fact]
    public void The_cache_is_displaced_by_reading_a_kilobyte_elsewhere()
    {
        using var bench = BoardBench.Readable("fw=6.05");
        bench.Run(async board =>
        {
            var path = await FlashReaderTests.PathOf(board);
            int before = bench.Link.Frames.Count;
            await path.DisplaceCacheAsync(CancellationToken.None);
            int length = bench.Link.Frames.Skip(before).Where(f => !f.Sent && f.Payload[0] == ReadQml).Sum(f => f.Payload.Length - 9);
            Assert.Equal(1024, length);
        });
    }

    [Fact]
    public void A_header_is_displaced_by_reading_just_in_front_of_the_code_and_nothing_far()
    {
        using var bench = BoardBench.Readable("fw=6.05");
        bench.Run(board => FlashAccess.DisplaceHeaderAsync(board, board.Capabilities.Qml!, CancellationToken.None));

        var offsets = bench.Link.Frames.Where(f => f.Sent && f.Payload[0] == ReadQml)
            .Select(f => BitConverter.ToInt32([.. f.Payload[5..9].Reverse()]));
        Assert.Equal([-8 - 502, -8 - 1004, -8 - 1506], offsets);
    }

    [Fact]
    public void A_header_that_the_cache_still_holds_from_before_is_asked_for_again()
    {
        using var bench = BoardBench.On("fw=6.05&cache=stale");
        bench.Run(async board =>
        {
            await FlashAccess.ProbeAsync(board, CancellationToken.None);
            await FlashAccess.WriteEmptyQmlAsync(board, CancellationToken.None);

            Assert.Equal(StoreState.EmptyQml, await FlashAccess.ProbeAsync(board, board.Capabilities.Qml!, CancellationToken.None));
        });
    }

    private static bool PassesSelfTest(byte[] alias, byte[] direct)
    {
        var answers = new Queue<byte[]>([alias, direct]);
        var port = new ScriptedPort
        {
            OnRequest = (link, request) =>
                link.Answer(request[0] == 0 ? ScriptedPort.Version605 : [ReadQml, 0, 0, 0, 0, .. request[5..9], .. answers.Dequeue()]),
        };
        var clock = new ManualClock();
        return clock.Run(async () =>
        {
            await using var board = await Board.ConnectAsync(port, new BoardOptions(), clock, cancellationToken: CancellationToken.None);
            return await FlashAccess.UseAsync(board, board.Capabilities.Qml!, CancellationToken.None) is not null;
        });
    }

    private static string Probe(BoardBench bench) => bench.Run(async board =>
    {
        var probes = await FlashAccess.ProbeAsync(board, CancellationToken.None);
        return string.Join(", ", probes.Select(p => $"{p.Code.Store} {p.State}"));
    });
}
