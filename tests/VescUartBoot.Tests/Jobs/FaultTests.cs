using VescUartBoot.Jobs.Common;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Faults;

namespace VescUartBoot.Tests.Jobs;

/// <summary>One thing goes wrong, everywhere it can: the job succeeds all the same, and says nothing that is not so.</summary>
public sealed class FaultTests
{
    private const byte FwVersion = 0;
    private const byte Write = 3;
    private const byte Values = 50;
    private const byte EraseBootloader = 73;
    private const byte Read = 118;
    private const byte QmlErase = 120;
    private const byte QmlWrite = 121;

    public static TheoryData<byte, int, int> Replies() => new()
    {
        { FwVersion, 1, 40 }, { FwVersion, 12, 40 }, { Values, 1, 17 }, { Values, 3, 17 },
        { Read, 1, 14 }, { Read, 2, 22 }, { Read, 3, 30 }, { Read, 40, 517 },
        { QmlWrite, 1, 11 }, { QmlErase, 1, 7 }, { Write, 1, 11 }, { Write, 2, 11 }, { Write, 15, 11 },
    };

    [Theory]
    [MemberData(nameof(Replies))]
    public void A_reply_may_be_lost(byte command, int which, int length) =>
        Accident.AssertInstalls($"reply {command}#{which} of {length} bytes lost", Fault.ToReply(command, which, new Lose()));

    [Theory]
    [MemberData(nameof(Replies))]
    public void A_reply_may_come_twice(byte command, int which, int length) =>
        Accident.AssertInstalls($"reply {command}#{which} of {length} bytes doubled", Fault.ToReply(command, which, new DoubleIt()));

    [Theory]
    [MemberData(nameof(Replies))]
    public void A_reply_may_be_late(byte command, int which, int length)
    {
        // As late as all tries of its class together are patient; a line is a line: what comes behind is late too.
        int longest = command is Write or QmlWrite ? 9500 : command is QmlErase ? 21_000 : command is Read ? 4500 : 2200;
        foreach (int milliseconds in new[] { 20, 60, 400, 700, 1500, 4500, 9500, 21_000 }.Where(ms => ms <= longest))
        {
            Accident.AssertInstalls($"reply {command}#{which} of {length} bytes late by {milliseconds} ms",
                Fault.ToReply(command, which, new Delay(TimeSpan.FromMilliseconds(milliseconds))));
        }
    }

    [Theory]
    [MemberData(nameof(Replies))]
    public void A_request_may_be_lost_or_arrive_broken(byte command, int which, int length)
    {
        string what = $"request {command}#{which} (reply of {length} bytes)";
        Accident.AssertInstalls($"{what} lost", Fault.ToRequest(command, which, new Lose()));
        Accident.AssertInstalls($"{what} cut", Fault.ToRequest(command, which, new Truncate(3)));
        Accident.AssertInstalls($"{what} flipped", Fault.ToRequest(command, which, new Flip(2, 0x10)));
        Accident.AssertInstalls($"{what} length flipped", Fault.ToRequest(command, which, new Flip(1, 0x40)));
    }

    [Theory]
    [InlineData("6.05")]
    [InlineData("5.03")]
    [InlineData("7.00")]
    public void The_reply_to_an_erase_may_be_lost_flipped_doubled_or_late(string firmware)
    {
        foreach (var fault in new FaultAction[] { new Lose(), new Flip(3, 4), new Flip(0, 1), new DoubleIt(),
            new Delay(TimeSpan.FromSeconds(3)), new Delay(TimeSpan.FromSeconds(21)) })
        {
            using var bench = JobBench.On($"fw={firmware}&bootloader=garbage");
            bench.Board.Inject(Fault.ToReply(EraseBootloader, 1, fault));

            var result = bench.Install(o => o with { Replace = true });

            Assert.True(result.Failure is null, $"{fault}: {result.Failure?.Message}");
            bench.AssertSectorHolds(JobBench.Image.Content.Span);
            bench.AssertUnchangedExcept(11);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(9)]
    public void A_cable_that_returns_costs_a_pause_and_nothing_else(int atWrite)
    {
        using var bench = JobBench.On("fw=6.05");
        bench.Board.Inject(new Fault(new OnFrame(FaultDirection.ToBoard, FrameMatch.Write, atWrite),
            new PullCable(TimeSpan.FromSeconds(2))));

        var result = bench.Install();

        Assert.True(result.Failure is null, result.Failure?.Message);
        Assert.Contains("linkReturned", bench.Warnings);
        bench.AssertSectorHolds(JobBench.Image.Content.Span);
        bench.AssertUnchangedExcept(11);
    }

    [Theory]
    [InlineData(FwVersion, 1)]
    [InlineData(FwVersion, 5)]
    [InlineData(Values, 2)]
    [InlineData(Read, 1)]
    [InlineData(Read, 2)]
    [InlineData(Read, 100)]
    [InlineData(Read, 330)]
    [InlineData(QmlWrite, 1)]
    [InlineData(QmlErase, 1)]
    public void A_cable_may_be_pulled_for_two_seconds_at_any_request(byte command, int which)
    {
        using var bench = JobBench.On("fw=6.05");
        bench.Board.Inject(Fault.ToRequest(command, which, new PullCable(TimeSpan.FromSeconds(2))));

        var result = bench.Install();

        Assert.True(result.Failure is null, result.Failure?.Message);
        bench.AssertSectorHolds(JobBench.Image.Content.Span);
        bench.AssertUnchangedExcept(11);
    }

    [Theory]
    [InlineData("3.40")]
    [InlineData("3.48")]
    public void A_flash_error_on_old_firmware_ends_the_job_and_the_board_lives_on(string firmware)
    {
        using var bench = JobBench.On($"fw={firmware}");
        for (int which = 5; which < 8; which++)
        {
            bench.Board.Inject(Fault.ToRequest(Write, which, new Refuse()));
        }

        var result = bench.Install(o => o with { AssumeAbsent = true });

        Assert.Equal(FailureCode.WriteRefused, result.Failure!.Code);
        Assert.Contains("half written", result.Failure.BoardState, StringComparison.Ordinal);
        Assert.DoesNotContain("motor", result.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(BoardState.Running, bench.Board.State);
    }

    [Fact]
    public void A_cable_that_stays_away_ends_the_job_with_a_true_sentence()
    {
        using var bench = JobBench.On("fw=6.05");
        bench.Board.Inject(new Fault(new OnFrame(FaultDirection.ToBoard, FrameMatch.Write, 7), new PullCable(null)));

        var result = bench.Install();

        Assert.Equal(FailureCode.LinkLost, result.Failure!.Code);
        byte[] sector = bench.Board.Flash.Read(0xE0000, 0x20000);
        Assert.Contains(sector, b => b != 0xFF);
        Assert.Contains("half written (2304 of 5280 bytes", result.Failure.BoardState, StringComparison.Ordinal);
        Assert.Contains("8 zero bytes", result.Failure.BoardState, StringComparison.Ordinal);
        Assert.InRange(bench.Clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(40));
    }
}
