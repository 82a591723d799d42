using VescUartBoot.Images;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Recovery;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Tests.Jobs;

namespace VescUartBoot.Tests.Recovery;

/// <summary>What one run left half done, the next one says and finishes.</summary>
public sealed class InterruptedInstallTests
{
    private const int Sector = 0xE0000;

    [Fact]
    public void A_job_writes_down_what_it_changes_before_it_does_and_nothing_stays_open()
    {
        var journal = new MemoryJournal();
        using var bench = JobBench.On("fw=6.05");
        bench.Journal = journal;
        List<(ChangeKind Kind, long Programmed)> seen = [];
        bench.OnEvent = e =>
        {
            if (e is JobEvent.PhaseStarted { Phase: JobPhase.Write })
            {
                seen.Add((journal.Kinds.Last(), bench.Board.Flash.BytesProgrammed));
            }
        };

        var result = bench.Install();

        Assert.Null(result.Failure);
        Assert.Equal([(ChangeKind.Bootloader, 8L)], seen);
        Assert.Equal([ChangeKind.ReadPath], journal.Pages[0].Changes.Select(c => c.Kind));
        var bootloader = journal.Pages[1].Changes[1];
        Assert.Equal((JobBench.Image.Sha256, JobBench.Image.Name, "install"), (bootloader.Sha256, bootloader.What, bootloader.Command));
        Assert.Equal(JobBench.Image.Content.ToArray(), bootloader.Content);
        Assert.Empty(journal.Open.Changes);
    }

    [Fact]
    public void Half_a_bootloader_is_finished_by_the_next_install_without_replace()
    {
        var (journal, flash) = PullTheCableAtWrite(7);
        Assert.Equal([ChangeKind.ReadPath, ChangeKind.Bootloader], journal.Kinds);
        using var bench = After(journal, flash);

        var result = bench.Install(o => o with { Save = _ => throw new IOException("nothing is to be saved") });

        Assert.Null(result.Failure);
        Assert.Equal((BootloaderState.Damaged, InterruptedWriteState.Half), (result.Before!.State, result.Before.Own));
        Assert.DoesNotContain(JobQuestion.Replace, bench.Questions);
        Assert.DoesNotContain(JobQuestion.UndoLeftover, bench.Questions);
        Assert.Equal([ChangeKind.ReadPath, ChangeKind.Bootloader], bench.Events.OfType<JobEvent.LeftBehind>().Select(e => e.Change.Kind));
        bench.AssertSectorHolds(JobBench.Image.Content.Span);
        Assert.Empty(journal.Open.Changes);
        Assert.All(bench.Board.Flash.Read(0xA0000, 8), b => Assert.Equal(0xFF, b));
    }

    [Fact]
    public void Another_image_may_take_the_place_of_our_own_half()
    {
        var (journal, flash) = PullTheCableAtWrite(7);
        using var bench = After(journal, flash);
        var other = JobBench.MakeImage(seed: 2);

        var result = bench.Install(o => o with { Image = other });

        Assert.Null(result.Failure);
        bench.AssertSectorHolds(other.Content.Span);
        Assert.Empty(journal.Open.Changes);
    }

    [Fact]
    public void A_check_calls_our_own_half_damaged_where_without_a_journal_it_would_pass_for_a_bootloader()
    {
        var (journal, flash) = PullTheCableAtWrite(7);
        using var without = After(null, flash);
        Assert.Null(without.Check().Failure);
        using var bench = After(journal, flash);

        var result = bench.Check();

        Assert.Equal(FailureCode.BootloaderDamaged, result.Failure!.Code);
        Assert.Contains("half written", result.Failure.Message, StringComparison.Ordinal);
        Assert.Equal([ChangeKind.Bootloader], journal.Kinds);
    }

    [Fact]
    public void One_bit_that_we_did_not_write_makes_it_foreign_and_foreign_content_is_never_erased_silently()
    {
        var (journal, flash) = PullTheCableAtWrite(7);
        flash[Sector + 0x1F000] = 0xFE;
        using var bench = After(journal, flash);

        var result = bench.Install();

        Assert.Equal(FailureCode.SectorOccupied, result.Failure!.Code);
        Assert.Equal(flash[Sector..], bench.Board.Flash.Read(Sector, 0x20000));
        Assert.Empty(journal.Open.Changes);
    }

    [Fact]
    public void A_run_that_ended_after_its_last_write_needs_only_to_be_read()
    {
        var (journal, flash) = PullTheCableAtWrite(7);
        JobBench.Image.Content.CopyTo(flash.AsMemory(Sector));
        using var bench = After(journal, flash);

        var result = bench.Install();

        Assert.Null(result.Failure);
        Assert.Equal((DetectionMethod.Readback, 0), (result.Verified, result.BytesWritten));
        Assert.Empty(journal.Open.Changes);
    }

    [Fact]
    public void A_run_that_ended_after_its_last_write_is_known_by_its_own_image_and_by_no_other()
    {
        var (journal, flash) = PullTheCableAtWrite(7);
        JobBench.Image.Content.CopyTo(flash.AsMemory(Sector));
        var open = journal.Open;
        using var unnamed = After(journal, flash);

        var result = unnamed.Install(o => o with { Image = null });

        Assert.Null(result.Failure);
        Assert.Equal((InterruptedWriteState.Whole, JobBench.Image.Sha256, DetectionMethod.Readback),
            (result.Before!.Own, result.Image!.Sha256, result.Verified));
        Assert.Equal(FailureCode.BootloaderPresent,
            After(new MemoryJournal { Open = open }, flash).Install(o => o with { Image = JobBench.MakeImage(seed: 2) }).Failure!.Code);
    }

    [Fact]
    public void A_firmware_that_waits_behind_a_run_that_was_done_is_told()
    {
        using var bench = JobBench.On("fw=5.03&staged=5.03");
        bench.Board.Flash.Load(Sector, JobBench.Image.Content.Span);
        bench.Journal = new MemoryJournal { Open = new([Half(JobBench.Image.Sha256) with { Content = JobBench.Image.Content.ToArray() }]) };

        var result = bench.Install();

        Assert.Null(result.Failure);
        Assert.Equal(InterruptedWriteState.Whole, result.Before!.Own);
        Assert.Same(JobBench.Image, result.Image);
        Assert.Contains("stagedImage", bench.Warnings);
    }

    [Fact]
    public void Nothing_is_changed_that_cannot_be_written_down()
    {
        foreach (int room in new[] { 0, 1 })
        {
            using var bench = JobBench.On("fw=6.05");
            bench.Journal = new MemoryJournal { Room = room };

            var result = bench.Install();

            Assert.Equal(FailureCode.JournalFailed, result.Failure!.Code);
            bench.AssertUnchangedExcept();
        }
    }

    [Fact]
    public void A_journal_that_fails_after_the_last_change_is_a_warning()
    {
        using var bench = JobBench.On("fw=6.05");
        bench.Journal = new MemoryJournal { Room = 2 };

        var result = bench.Install();

        Assert.Null(result.Failure);
        Assert.Contains("journalIncomplete", bench.Warnings);
    }

    [Fact]
    public void A_passive_check_leaves_the_opened_path_alone_and_says_so()
    {
        var (journal, flash) = PullTheCableAtWrite(7);
        using var bench = After(journal, flash);

        bench.Check(CheckMethod.Passive);

        Assert.Equal(new byte[8], bench.Board.Flash.Read(0xA0000, 8));
        Assert.Contains(ChangeKind.ReadPath, bench.Events.OfType<JobEvent.LeftBehind>().Select(e => e.Change.Kind));
        Assert.Contains(ChangeKind.ReadPath, journal.Kinds);
    }

    [Fact]
    public void A_jump_is_refused_after_a_half_written_install()
    {
        using var bench = JobBench.On("fw=4.02&bootloader=present");
        bench.Journal = new MemoryJournal { Open = new([Half(JobBench.Image.Sha256)]) };

        var result = bench.Check(CheckMethod.Jump);

        Assert.Equal(FailureCode.HalfWritten, result.Failure!.Code);
        Assert.Equal("image.bin", result.Failure.Half!.What);
        Assert.DoesNotContain(JobPhase.Restart, bench.Phases);
    }

    [Fact]
    public void Where_nothing_can_be_erased_only_the_same_image_goes_over_a_half()
    {
        using var bench = JobBench.On("fw=3.58");
        var journal = new MemoryJournal { Open = new([Half(JobBench.MakeImage(seed: 2).Sha256)]) };
        bench.Journal = journal;

        var other = bench.Install(o => o with { AssumeAbsent = true });
        Assert.Equal(FailureCode.EraseUnsupported, other.Failure!.Code);
        bench.AssertUnchangedExcept();

        journal.Open = new([Half(JobBench.Image.Sha256)]);
        Assert.Equal(FailureCode.WrittenUnverified, bench.Install(o => o with { AssumeAbsent = true }).Failure!.Code);
        bench.AssertSectorHolds(JobBench.Image.Content.Span);
        Assert.Empty(journal.Open.Changes);
    }

    [Fact]
    public void What_a_job_holds_can_be_seen_from_outside_while_it_runs()
    {
        using var bench = JobBench.On("fw=6.05");
        string? state = null;
        bool finishes = false;
        bench.OnEvent = e =>
        {
            if (e is JobEvent.Progressed { Phase: JobPhase.Write, Done: > 2000 and < 2400 })
            {
                (state, finishes) = (bench.Watch.BoardState, bench.Watch.FinishesFirst);
            }
        };

        bench.Install();

        Assert.True(finishes);
        Assert.Contains("half written (2304 of 5280 bytes", state, StringComparison.Ordinal);
        Assert.False(bench.Watch.FinishesFirst);
    }

    private static InterruptedChange Half(string sha256) => new()
    {
        Kind = ChangeKind.Bootloader,
        What = "image.bin",
        Command = "install",
        ProcessId = 7,
        Since = DateTimeOffset.UnixEpoch,
        Sha256 = sha256,
    };

    private static (MemoryJournal Journal, byte[] Flash) PullTheCableAtWrite(int write)
    {
        var journal = new MemoryJournal();
        using var bench = JobBench.On("fw=6.05");
        bench.Journal = journal;
        bench.Board.Inject(new Fault(new OnFrame(FaultDirection.ToBoard, FrameMatch.Write, write), new PullCable(null)));
        Assert.Equal(FailureCode.LinkLost, bench.Install().Failure!.Code);
        return (journal, bench.Board.Flash.ToArray());
    }

    private static JobBench After(JobJournal? journal, byte[] flash)
    {
        var bench = JobBench.On("fw=6.05", o => o with { Flash = flash });
        bench.Journal = journal;
        return bench;
    }
}
