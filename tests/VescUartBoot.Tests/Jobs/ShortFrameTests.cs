using VescUartBoot.Jobs.Common;
using VescUartBoot.Recovery;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Tests.Jobs.Upgrade;
using VescUartBoot.Tests.Recovery;

namespace VescUartBoot.Tests.Jobs;

/// <summary>Links that lose long frames, as a bridge with a small buffer does.</summary>
public sealed class ShortFrameTests
{
    [Theory]
    [InlineData("longest-request=250&longest-reply=250")]
    [InlineData("longest-request=120")]
    [InlineData("longest-reply=250")]
    [InlineData("longest-reply=120")]
    [InlineData("longest-request=60&longest-reply=60")]
    public void An_install_goes_in_small_pieces_and_is_read_back(string bridge)
    {
        using var bench = JobBench.On($"fw=6.05&{bridge}");

        var result = bench.Install();

        Assert.Null(result.Failure);
        Assert.Equal(DetectionMethod.Readback, result.Verified);
        Assert.Contains("shortFrames", bench.Warnings);
        bench.AssertSectorHolds(JobBench.Image.Content.Span);
    }

    [Fact]
    public void A_firmware_is_uploaded_in_small_pieces()
    {
        using var bench = JobBench.On("fw=5.03&bootloader=present&longest-request=250");

        Assert.Null(bench.Upgrade("6.05").Failure);

        bench.AssertRuns("6.05");
    }

    [Fact]
    public void A_link_that_passes_everything_is_not_called_short_and_nothing_more_is_sent()
    {
        using var bench = JobBench.On("fw=6.05&bootloader=present");

        bench.Check();

        Assert.DoesNotContain("shortFrames", bench.Warnings);
        Assert.Equal(1, bench.Board.Report().Commands[14]);
    }

    [Fact]
    public void A_single_loss_of_the_long_question_is_no_short_link()
    {
        using var bench = JobBench.On("fw=6.05&bootloader=present");
        bench.Board.Inject(Fault.ToReply(14, 1, new Lose()));

        Assert.Null(bench.Check().Failure);

        Assert.DoesNotContain("shortFrames", bench.Warnings);
    }

    [Fact]
    public void A_sector_that_can_be_read_is_looked_at_before_it_is_called_half_written()
    {
        using var bench = JobBench.On("fw=6.05");
        var journal = new MemoryJournal();
        bench.Journal = journal;
        bench.Board.Inject(new Fault(new OnFrame(FaultDirection.ToBoard, FrameMatch.Write, 0), new Lose()));

        var result = bench.Install();

        Assert.Equal(FailureCode.BoardSilent, result.Failure!.Code);
        Assert.Contains("its bootloader sector is blank", result.Failure.BoardState, StringComparison.Ordinal);
        Assert.DoesNotContain(journal.Kinds, k => k == ChangeKind.Bootloader);
    }
}
