using VescUartBoot.Jobs.Common;
using VescUartBoot.Recovery;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Tests.Jobs.Upgrade;
using VescUartBoot.Tests.Recovery;

namespace VescUartBoot.Tests.Jobs;

public sealed class JumpCheckTests
{
    [Theory]
    [InlineData("3.58", "present", null)]
    [InlineData("5.02", "present", null)]
    [InlineData("5.02", "old", null)]
    [InlineData("3.58", "none", FailureCode.BootloaderAbsent)]
    [InlineData("4.02", "none", FailureCode.BootloaderAbsent)]
    [InlineData("5.02", "none", FailureCode.BootloaderAbsent)]
    public void A_restart_through_the_bootloader_tells_whether_one_is_there(string firmware, string bootloader, FailureCode? expected)
    {
        using var bench = JobBench.On($"fw={firmware}&bootloader={bootloader}");

        var result = bench.Check(CheckMethod.Jump);

        Assert.Equal(expected, result.Failure?.Code);
        Assert.Equal(DetectionMethod.Jump, result.Before!.Method);
        Assert.Equal([JobQuestion.Jump], bench.Questions);
        bench.AssertUnchangedExcept(8);
        bench.AssertRuns(firmware);
    }

    [Fact]
    public void An_upload_that_waits_is_made_harmless_first_so_that_nothing_is_installed()
    {
        using var bench = JobBench.On("fw=5.02&bootloader=present&staged=4.02");

        var result = bench.Check(CheckMethod.Jump);

        Assert.Null(result.Failure);
        bench.AssertRuns("5.02");
        bench.AssertStagingIsHarmless();
        Assert.Equal([BootloaderResult.NoLength], bench.Board.Report().BootloaderResults);
    }

    [Fact]
    public void A_check_that_finds_none_says_that_it_wrote_4_zero_bytes()
    {
        using var bench = JobBench.On("fw=5.02");

        var result = bench.Check(CheckMethod.Jump);

        Assert.Equal([0, 0, 0, 0], bench.Board.Flash.Read(0x80000, 4));
        Assert.DoesNotContain("nothing on the board was changed", result.Failure!.BoardState, StringComparison.Ordinal);
        Assert.Contains("4 zero bytes were written where uploads wait", result.Failure.BoardState, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_bootloader_and_hangs_is_no_bootloader_that_works()
    {
        using var bench = JobBench.On("fw=5.02&bootloader=garbage");

        Assert.Equal(FailureCode.BootloaderAbsent, bench.Check(CheckMethod.Jump).Failure!.Code);
    }

    [Theory]
    [InlineData("3.40")]
    [InlineData("3.48")]
    [InlineData("3.49")]
    [InlineData("5.03")]
    [InlineData("6.05")]
    [InlineData("23.46")]
    public void A_board_that_would_hang_for_ever_or_can_be_read_is_never_restarted_for_a_look(string firmware)
    {
        using var bench = JobBench.On($"fw={firmware}&bootloader=none");

        Assert.Equal(FailureCode.JumpRefused, bench.Check(CheckMethod.Jump).Failure!.Code);
        bench.AssertUnchangedExcept();
        Assert.DoesNotContain(1, bench.Board.Report().Commands.Keys);
    }

    [Fact]
    public void Without_the_owners_yes_the_board_is_not_restarted()
    {
        using var bench = JobBench.On("fw=5.02&bootloader=present");
        bench.Yes = false;

        Assert.Equal(FailureCode.BootloaderUnknown, bench.Check(CheckMethod.Jump).Failure!.Code);
        Assert.DoesNotContain(1, bench.Board.Report().Commands.Keys);
        bench.AssertUnchangedExcept();
    }

    [Fact]
    public void A_jump_that_is_lost_on_the_wire_is_sent_again_and_taken_for_no_restart()
    {
        using var bench = JobBench.On("fw=5.02&bootloader=none&transport=uart");
        bench.Board.Inject(Fault.ToRequest(1, 1, new Lose()));

        Assert.Equal(FailureCode.BootloaderAbsent, bench.Check(CheckMethod.Jump).Failure!.Code);
        Assert.Contains(bench.Events, e => e is JobEvent.Retried { What: "JUMP_TO_BOOTLOADER" });
    }

    [Fact]
    public void A_board_that_does_not_return_is_told_and_stays_in_the_journal()
    {
        using var bench = JobBench.On("fw=5.02&bootloader=present");
        var journal = new MemoryJournal();
        bench.Journal = journal;
        bench.Board.Inject(Fault.ToRequest(1, 1, new CutPower(TimeSpan.FromMinutes(10))));
        List<ChangeKind> atRestart = [];
        bool finishes = false;
        bench.OnEvent = e =>
        {
            if (e is JobEvent.Awaited)
            {
                (atRestart, finishes) = ([.. journal.Kinds], bench.Watch.FinishesFirst);
            }
        };

        var result = bench.Check(CheckMethod.Jump);

        Assert.Equal((FailureCode.NoReturn, "the board did not answer again after its restart"),
            (result.Failure!.Code, result.Failure.Message));
        Assert.StartsWith("The board was sent through its bootloader sector and has not answered since", result.Failure.BoardState,
            StringComparison.Ordinal);
        Assert.Equal([ChangeKind.Jump], atRestart);
        Assert.True(finishes);
        Assert.Equal([ChangeKind.Jump], journal.Kinds);
    }

    [Fact]
    public void A_board_that_returns_leaves_nothing_in_the_journal()
    {
        using var bench = JobBench.On("fw=5.02&bootloader=present");
        var journal = new MemoryJournal();
        bench.Journal = journal;

        Assert.Null(bench.Check(CheckMethod.Jump).Failure);

        Assert.Contains(journal.Pages, page => page.Changes.Any(c => c is { Kind: ChangeKind.Jump, What: "its bootloader sector" }));
        Assert.Empty(journal.Open.Changes);
        Assert.False(bench.Watch.FinishesFirst);
    }

    [Fact]
    public void A_time_that_neither_a_bootloader_nor_a_watchdog_takes_proves_nothing()
    {
        using var bench = JobBench.On("fw=5.02&bootloader=present");
        bench.Board.Inject(Fault.ToRequest(1, 1, new CutPower(TimeSpan.FromSeconds(12))));

        var result = bench.Check(CheckMethod.Jump);

        Assert.Equal(FailureCode.BootloaderUnknown, result.Failure!.Code);
        Assert.Equal(ProbeSuggestion.OtherMeans, result.Before!.WayToTell);
        Assert.Equal("the time and the list of faults do not fit together, so they prove nothing", result.Before.Evidence[^1]);
    }
}
