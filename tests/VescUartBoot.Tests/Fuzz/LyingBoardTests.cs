using VescUartBoot.Boards;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Links;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Time;
using VescUartBoot.Tests.Jobs;

namespace VescUartBoot.Tests.Fuzz;

/// <summary>A board that lies, floods, or turns into another one: the job ends, says what is so, and nothing was written for a
/// lie.</summary>
public sealed class LyingBoardTests
{
    private const byte FwVersion = 0;
    private const byte Write = 3;
    private const byte ReadQml = 118;

    private static readonly byte[] _otherBoard =
        [0, 6, 5, .. "60_MK6"u8, 0, .. Enumerable.Repeat((byte)0xEE, 12), 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0];

    [Theory]
    [InlineData("7600000000000000007FFFFFFF0000000000")] // more bytes than there are
    [InlineData("76FFFFFFFFFFFFFFF80000000000000000")] // no length at all
    [InlineData("760001FFF8FFFFFFF80001FFF800000000")] // a header as large as the sector
    [InlineData("760000001000020000AAAAAAAAAAAAAAAA")] // an offset that nobody asked for
    [InlineData("76")]
    [InlineData("7600000000")]
    public void Impossible_lengths_and_offsets_open_no_way_and_erase_nothing(string answer)
    {
        using var bench = JobBench.On("fw=6.05&bootloader=present");
        bench.Clock.RunLimit = TimeSpan.FromMinutes(5);
        bench.Board.Inject(Fault.ToReply(ReadQml, 0, new Lose()));
        bench.Board.Inject(Fault.ToRequest(ReadQml, 0, new SendPacket(Convert.FromHexString(answer))));

        var result = bench.Install(o => o with { Replace = true });

        Assert.NotNull(result.Failure);
        Assert.Equal(0, bench.Board.Flash.Erases(11));
        bench.AssertUnchangedExcept(9);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(30)]
    public void Replies_to_questions_never_asked_change_nothing(int every)
    {
        using var bench = JobBench.On("fw=6.05");
        foreach (byte command in new byte[] { 2, 3, 13, 16, 14, 17, 50, 73, 120, 121, 130, 131, 157, 255 })
        {
            for (int at = every; at < 400; at += 14 * every)
            {
                bench.Board.Inject(new Fault(new OnFrame(FaultDirection.ToBoard, FrameMatch.Any, at + command % 14),
                    new SendPacket(new byte[] { command, 1, 0, 0, 0, 0 })));
            }
        }

        Assert.Null(bench.Install().Failure);
        bench.AssertSectorHolds(JobBench.Image.Content.Span);
        bench.AssertUnchangedExcept(11);
    }

    [Fact]
    public void A_write_acknowledged_by_a_lie_before_it_was_done_is_found_by_reading()
    {
        using var bench = JobBench.On("fw=6.05");
        bench.Board.Inject(Fault.ToReply(Write, 5, new Lose()));
        bench.Board.Inject(new Fault(new OnFrame(FaultDirection.ToHost, FrameMatch.Write, 4), new PrintText("x")));
        bench.Board.Inject(Fault.ToRequest(Write, 6, new SendPacket(new byte[] { Write, 1, 0, 6, 6, 0 })));

        Assert.Null(bench.Install().Failure);
        bench.AssertSectorHolds(JobBench.Image.Content.Span);
    }

    [Fact]
    public void Another_boards_UUID_in_the_middle_of_a_job_is_not_this_boards_answer()
    {
        using var bench = JobBench.On("fw=6.05");
        bench.Board.Inject(Fault.ToRequest(FwVersion, 0, new SendPacket(_otherBoard)));

        // Before the board is known the lie is as good as the truth; after it only one of them answers.
        var result = bench.Install();

        Assert.True(result.Failure is null or { Code: FailureCode.LinkTooBad or FailureCode.BoardChanged }, result.Failure?.Message);
        bench.AssertUnchangedExcept(11);
    }

    [Fact]
    public void Another_board_behind_a_cable_that_was_pulled_ends_the_job()
    {
        using var bench = JobBench.On("fw=6.05");
        bench.Board.Inject(Fault.ToRequest(Write, 4, new PullCable(TimeSpan.FromSeconds(1))));
        bench.OnEvent = e =>
        {
            if (e is JobEvent.PhaseStarted { Phase: JobPhase.Write })
            {
                bench.Board.Inject(Fault.ToReply(FwVersion, 0, new Lose()));
                bench.Board.Inject(Fault.ToRequest(FwVersion, 0, new SendPacket(_otherBoard)));
            }
        };

        // What the lie itself sends is no answer to a question, so it is not lost with the others.
        var result = bench.Install();

        Assert.Contains(result.Failure!.Code, new[] { FailureCode.BoardChanged, FailureCode.LinkLost, FailureCode.BoardSilent });
        Assert.Contains("half written", result.Failure.BoardState, StringComparison.Ordinal);
    }

    [Fact]
    public void Endless_prints_cost_time_and_nothing_else()
    {
        using var bench = JobBench.On("fw=6.05&chatter=2");
        bench.Board.Inject(Fault.ToRequest(null, 0, new PrintText(new string('\u0007', 400))));

        Assert.Null(bench.Install().Failure);
        bench.AssertSectorHolds(JobBench.Image.Content.Span);
        bench.AssertUnchangedExcept(11);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1200)]
    public void Ten_megabytes_of_noise_a_second_end_the_job_in_little_memory(int from)
    {
        var clock = new ManualClock { RunLimit = TimeSpan.FromMinutes(3) };
        using var simulated = new SimulatedBoard(SimulatedBoardOptions.Parse("fw=6.05"), clock);
        var source = new NoisySource(simulated.CreateLinkSource(), clock, TimeSpan.FromMilliseconds(from));
        byte[] before = simulated.Flash.ToArray();
        long allocated = GC.GetAllocatedBytesForCurrentThread();

        var thrown = Record.Exception(() => clock.Run(async () =>
        {
            await using var board = await Board.ConnectAsync(source, new BoardOptions(), clock);
            var result = await CheckBootloader.RunAsync(board, new CheckOptions { Method = CheckMethod.Passive }, CancellationToken.None);
            Assert.NotNull(result.Failure);
        }));

        Assert.True(thrown is null or ReplyTimeoutException, thrown?.ToString());
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - allocated < 64 << 20);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), $"{clock.Elapsed}");
        Assert.Equal(before, simulated.Flash.ToArray());
    }

    private sealed class NoisySource(ILinkSource inner, ManualClock clock, TimeSpan from) : ILinkSource
    {
        public string Name => inner.Name;

        public async ValueTask<ILink> OpenAsync(CancellationToken cancellationToken) =>
            new NoisyLink(await inner.OpenAsync(cancellationToken), clock, from);
    }

    private sealed class NoisyLink(ILink inner, ManualClock clock, TimeSpan from) : ILink
    {
        private readonly byte[] _noise = MakeNoise();
        private ITimer? _timer;

        public string Name => inner.Name;

        public LinkKind Kind => inner.Kind;

        public int? BaudRate => inner.BaudRate;

        public bool ResumesInline => true;

        public void Start(ILinkReceiver receiver)
        {
            var wait = from - clock.Elapsed;
            _timer = clock.CreateTimer(_ => receiver.OnBytes(_noise), null, wait > TimeSpan.Zero ? wait : TimeSpan.Zero,
                TimeSpan.FromMilliseconds(1));
            inner.Start(receiver);
        }

        public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes,
            CancellationToken cancellationToken) => inner.WriteAsync(bytes, cancellationToken);

        public ValueTask DisposeAsync()
        {
            _timer?.Dispose();
            return inner.DisposeAsync();
        }

        private static byte[] MakeNoise()
        {
            byte[] noise = new byte[10_000];
            new Random(3).NextBytes(noise);
            return noise;
        }
    }
}
