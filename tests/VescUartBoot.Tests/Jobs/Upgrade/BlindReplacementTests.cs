using VescUartBoot.Images;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Upgrade;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Tests.Recovery;

namespace VescUartBoot.Tests.Jobs.Upgrade;

/// <summary>A board that shows no bootloader and has no stepping stone: the bootloader is exchanged unread, proved by a restart, and read
/// later.</summary>
public sealed class BlindReplacementTests
{
    private const byte Jump = 1;
    private const byte EraseBootloader = 73;

    public static TheoryData<Fault> Accidents =>
    [
        Fault.ToRequest(EraseBootloader, 1, new CutPower(TimeSpan.FromMinutes(3))),
        new Fault(new OnFrame(FaultDirection.ToBoard, FrameMatch.Write, 1), new CutPower(TimeSpan.FromMinutes(3))),
        new Fault(new OnFrame(FaultDirection.ToBoard, FrameMatch.Write, 3), new CutPower(TimeSpan.FromMinutes(3))),
        Fault.ToRequest(Jump, 1, new CutPower(TimeSpan.FromMinutes(3))),
        Fault.ToRequest(2, 1, new CutPower(TimeSpan.FromMinutes(3))),
        new Fault(new OnFrame(FaultDirection.ToBoard, FrameMatch.Write, 40), new CutPower(TimeSpan.FromMinutes(3))),
        Fault.ToRequest(Jump, 2, new CutPower(TimeSpan.FromMinutes(3))),
    ];

    [Theory]
    [InlineData("3.59", "none")]
    [InlineData("4.02", "garbage")]
    [InlineData("5.02", "none")]
    [InlineData("5.02", "garbage")]
    [InlineData("5.02", "old")]
    [InlineData("5.02", "present")]
    public void Whatever_was_there_the_board_comes_to_7_00_and_everything_is_read_back(string firmware, string bootloader)
    {
        using var bench = JobBench.On($"fw={firmware}&bootloader={bootloader}");

        var result = UpgradeWithoutStone(bench);

        Assert.Null(result.Failure);
        bench.AssertRuns("7.00");
        bench.AssertSectorHolds(SimulatedImage.Bootloader());
        Assert.Equal((DetectionMethod.Readback, BootloaderState.Present, DetectionMethod.Readback),
            (result.Verified, result.After!.State, result.After.Method));
        Assert.Contains(JobQuestion.ExchangeUnread, bench.Questions);
        Assert.Equal(2, bench.Board.Report().Commands[Jump]);
    }

    [Fact]
    public void It_is_asked_by_that_name_and_without_a_yes_nothing_is_changed()
    {
        using var bench = JobBench.On("fw=5.02&bootloader=present");
        string asked = "";
        bench.Answer = question => question != JobQuestion.ExchangeUnread;
        bench.OnQuestion = (question, text, _) => asked += question == JobQuestion.ExchangeUnread ? text : "";

        var result = UpgradeWithoutStone(bench);

        Assert.Equal(FailureCode.ExchangeNotAgreed, result.Failure!.Code);
        Assert.Contains("cannot be read, so it cannot be saved", asked, StringComparison.Ordinal);
        bench.AssertUnchangedExcept();
    }

    [Fact]
    public void The_options_answer_the_question()
    {
        using var bench = JobBench.On("fw=5.02&bootloader=garbage");
        bench.Answer = question => question != JobQuestion.ExchangeUnread;

        Assert.Null(UpgradeWithoutStone(bench, o => o with { ExchangeUnread = true }).Failure);

        Assert.DoesNotContain(JobQuestion.ExchangeUnread, bench.Questions);
        Assert.Contains("exchangeUnread", bench.Warnings);
    }

    [Fact]
    public void Each_step_of_the_plan_says_what_it_proves_and_a_dry_run_changes_nothing()
    {
        using var bench = JobBench.On("fw=5.02&bootloader=old");

        var result = UpgradeWithoutStone(bench, o => o with { DryRun = true });

        var plan = result.Upgrade!.Plan!;
        Assert.Equal(
            [
                UpgradeStepKind.Backup, UpgradeStepKind.ReplaceBootloader, UpgradeStepKind.CheckBootloader, UpgradeStepKind.Firmware,
                UpgradeStepKind.CheckBootloader, UpgradeStepKind.Restore,
            ],
            plan.Steps.Select(s => s.Kind));
        Assert.Contains("proves nothing yet", plan.Steps[1].What, StringComparison.Ordinal);
        Assert.Contains("not which one", plan.Steps[2].What, StringComparison.Ordinal);
        Assert.Contains(plan.Lost, l => l.Contains("not backed up", StringComparison.Ordinal));
        Assert.Equal(FailureCode.BootloaderUnknown, result.Failure!.Code);
        bench.AssertUnchangedExcept();
    }

    [Fact]
    public void After_our_own_install_and_a_jump_that_showed_it_nothing_is_asked_or_exchanged()
    {
        using var bench = JobBench.On("fw=5.02");
        var journal = new MemoryJournal();
        bench.Journal = journal;
        var image = BootloaderImage.Parse("demo", SimulatedImage.Bootloader());
        Assert.Equal(FailureCode.WrittenUnverified, bench.Install(o => o with { Image = image, AssumeAbsent = true }).Failure!.Code);
        Assert.Null(bench.Check(CheckMethod.Jump).Failure);
        Assert.True(journal.Open.Placed!.Ran);
        int erases = bench.Board.Report().Commands[EraseBootloader];
        bench.Questions.Clear();

        Assert.Null(UpgradeWithoutStone(bench).Failure);

        Assert.DoesNotContain(JobQuestion.ExchangeUnread, bench.Questions);
        Assert.DoesNotContain(JobQuestion.AssumeBootloader, bench.Questions);
        Assert.Equal(erases, bench.Board.Report().Commands[EraseBootloader]);
        bench.AssertRuns("7.00");
        Assert.Null(journal.Open.Placed);
    }

    [Theory]
    [MemberData(nameof(Accidents))]
    public void A_power_cut_at_any_step_is_told_and_the_same_command_goes_on_from_there(Fault accident)
    {
        using var bench = JobBench.On("fw=5.02&bootloader=garbage");
        var journal = new MemoryJournal();
        bench.Journal = journal;
        bench.Board.Inject(accident);

        var first = UpgradeWithoutStone(bench);

        Assert.NotNull(first.Failure);
        AssertTrue(bench, first.Failure.BoardState);
        bench.Clock.Run(async () => await Task.Delay(TimeSpan.FromMinutes(5), bench.Clock));
        bench.Questions.Clear();

        var second = UpgradeWithoutStone(bench);

        Assert.Null(second.Failure);
        bench.AssertRuns("7.00");
        bench.AssertSectorHolds(SimulatedImage.Bootloader());
        Assert.Empty(journal.Open.Changes);
    }

    [Fact]
    public void A_bootloader_that_does_not_run_is_told_before_any_firmware_is_sent()
    {
        using var bench = JobBench.On("fw=5.02");
        bench.Board.Inject(new Fault(new OnFrame(FaultDirection.ToBoard, FrameMatch.Write, 1), new Lose()));
        bench.Board.Inject(Fault.ToRequest(Jump, 1, new CutPower(TimeSpan.FromSeconds(12))));

        var result = UpgradeWithoutStone(bench);

        Assert.Equal(FailureCode.BootloaderNotRunning, result.Failure!.Code);
        Assert.DoesNotContain((byte)2, bench.Board.Report().Commands.Keys);
        bench.AssertRuns("5.02");
    }

    private static UpgradeResult UpgradeWithoutStone(JobBench bench, Func<UpgradeOptions, UpgradeOptions>? change = null) =>
        bench.Upgrade("7.00", o => (change is null ? o : change(o)) with { Firmware = new NoSteppingStoneProvider(o.Firmware) });

    // The words may say less than what is, never more.
    private static void AssertTrue(JobBench bench, string boardState)
    {
        byte[] sector = bench.Board.Flash.Read(0xE0000, 0x20000);
        byte[] image = SimulatedImage.Bootloader();
        bool whole = sector.AsSpan().StartsWith(image) && sector.AsSpan(image.Length).IndexOfAnyExcept((byte)0xFF) < 0;
        if (boardState.Contains("is blank", StringComparison.Ordinal))
        {
            Assert.DoesNotContain(sector, b => b != 0xFF);
        }

        if (boardState.Contains("as it was", StringComparison.Ordinal))
        {
            Assert.Contains(sector, b => b != 0xFF);
        }

        if (boardState.Contains("runs, which a restart has shown", StringComparison.Ordinal))
        {
            Assert.True(whole);
        }
    }
}
