using VescUartBoot.Hosting.Simulation;
using VescUartBoot.Images;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Upgrade;
using VescUartBoot.Recovery;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.TestKit;
using VescUartBoot.Tests.Jobs;
using VescUartBoot.Tests.Jobs.Upgrade;

namespace VescUartBoot.Tests.Recovery;

/// <summary>An erase of ours that was cut off leaves remains of what was saved before: the next run knows them for its own.</summary>
public sealed class InterruptedEraseTests
{
    private const int Sector = 0xE0000;

    private static readonly BootloaderImage _old = JobBench.MakeImage(seed: 5);

    [Fact]
    public void What_an_erase_was_to_take_is_written_down_with_where_it_is_saved_before_the_erase_is_sent()
    {
        var journal = new MemoryJournal();
        using var bench = On(journal, _old.Content);

        Assert.Null(bench.Install(o => o with { Replace = true }).Failure);

        var change = journal.Pages.SelectMany(p => p.Changes).First(c => c.Kind == ChangeKind.Bootloader);
        Assert.Equal(_old.Content.ToArray(), change.Before);
        Assert.Equal("saved.bin", change.SavedIn);
    }

    [Fact]
    public void Half_erased_content_that_we_have_saved_is_finished_by_the_next_install_without_replace()
    {
        var (journal, flash) = CutTheErase();
        using var bench = After(journal, flash);

        var result = bench.Install(o => o with { Save = _ => throw new IOException("nothing is to be saved") });

        Assert.Null(result.Failure);
        Assert.Equal((BootloaderState.Damaged, InterruptedWriteState.Remains), (result.Before!.State, result.Before.Own));
        Assert.DoesNotContain(JobQuestion.Replace, bench.Questions);
        bench.AssertSectorHolds(JobBench.Image.Content.Span);
        Assert.Empty(journal.Open.Changes);
    }

    [Fact]
    public void Half_erased_content_that_we_have_saved_is_put_back_without_replace()
    {
        var (journal, flash) = CutTheErase();
        using var bench = After(journal, flash);
        byte[] saved = new byte[0x20000];
        saved.AsSpan().Fill(0xFF);
        _old.Content.CopyTo(saved);

        var result = bench.Run((board, setting, ct) =>
            RestoreSector.RunAsync(board, new RestoreSectorOptions { Content = saved, Name = "saved.bin" }.In(setting), ct));

        Assert.Null(result.Failure);
        bench.AssertSectorHolds(_old.Content.Span);
        Assert.Empty(journal.Open.Changes);
    }

    [Fact]
    public void A_check_tells_what_is_left_and_where_the_whole_of_it_is_saved()
    {
        var (journal, flash) = CutTheErase();
        using var bench = After(journal, flash);

        var result = bench.Check();

        Assert.Equal(FailureCode.BootloaderDamaged, result.Failure!.Code);
        Assert.Contains("half erased", result.Failure.Message, StringComparison.Ordinal);
        Assert.Contains(result.Before!.Evidence, e => e.Contains("saved.bin", StringComparison.Ordinal));
        Assert.Contains(bench.Events.OfType<JobEvent.LeftBehind>(),
            e => e.Message.Contains("half erased", StringComparison.Ordinal) && e.Message.Contains("saved.bin", StringComparison.Ordinal));
        Assert.Equal([ChangeKind.Bootloader], journal.Kinds);
    }

    [Fact]
    public void The_whole_upgrade_mends_it_too()
    {
        var (journal, flash) = CutTheErase();
        using var bench = After(journal, flash);

        var result = bench.Upgrade("6.06",
            o => o with { Bootloader = o.Bootloader with { Save = _ => throw new IOException("nothing is to be saved") } });

        Assert.Null(result.Failure);
        Assert.Empty(journal.Open.Changes);
    }

    [Fact]
    public void Content_that_the_erase_never_reached_is_what_it_was_and_the_usual_rules_hold()
    {
        var (journal, flash) = CutTheErase();
        _old.Content.CopyTo(flash.AsMemory(Sector));
        using var bench = After(journal, flash);

        var result = bench.Install();

        Assert.Equal(FailureCode.BootloaderPresent, result.Failure!.Code);
        bench.AssertSectorHolds(_old.Content.Span);
        Assert.Empty(journal.Open.Changes);
    }

    [Fact]
    public void One_bit_that_the_erase_cannot_have_cleared_makes_it_foreign()
    {
        foreach (int at in new[] { 0x300, 0x1F000 })
        {
            var (journal, flash) = CutTheErase();
            int place = Sector + at;
            byte untouched = at < _old.Content.Length ? _old.Content.Span[at] : (byte)0xFF;
            flash[place] = (byte)(untouched & (untouched - 1));
            using var bench = After(journal, flash);

            var result = bench.Install();

            Assert.Equal(FailureCode.SectorOccupied, result.Failure!.Code);
            Assert.Equal(flash[Sector..], bench.Board.Flash.Read(Sector, 0x20000));
            Assert.Empty(journal.Open.Changes);
        }
    }

    [Fact]
    public void A_sound_bootloader_among_the_remains_is_not_erased_without_replace()
    {
        byte[] demo = DemoImage.Load().Content.ToArray();
        byte[] withData = [.. demo, .. Enumerable.Repeat((byte)0xFF, 0x4000 - demo.Length), .. JobBench.Code];
        var journal = new MemoryJournal();
        byte[] flash;
        using (var first = On(journal, withData))
        {
            flash = Cut(first);
        }

        demo.CopyTo(flash, Sector);
        flash[Sector + 0x4000] = 0xFF;
        using var bench = After(journal, flash);

        var result = bench.Install();

        Assert.Equal(FailureCode.BootloaderPresent, result.Failure!.Code);
        Assert.Equal(flash[Sector..], bench.Board.Flash.Read(Sector, 0x20000));
    }

    [Fact]
    public void An_erase_that_is_cut_again_and_again_is_still_ours_and_still_names_what_was_saved_first()
    {
        var (journal, flash) = CutTheErase();
        for (int i = 0; i < 3; i++)
        {
            using var again = After(journal, flash);
            flash = Cut(again, replace: false);
            Assert.Equal("saved.bin", journal.Open.Changes.Single(c => c.Kind == ChangeKind.Bootloader).SavedIn);
        }

        using var bench = After(journal, flash);
        Assert.Null(bench.Install().Failure);
        bench.AssertSectorHolds(JobBench.Image.Content.Span);
    }

    // Campaign seed 806289: the page of the run that died took the place of the one that knew the half.
    [Fact]
    public void Our_own_half_stays_ours_when_a_run_that_was_to_exchange_it_dies_before_its_erase()
    {
        var journal = new MemoryJournal();
        byte[] flash;
        using (var first = On(journal, default))
        {
            first.Board.Inject(new Fault(new OnFrame(FaultDirection.ToBoard, FrameMatch.Write, 7), new PullCable(null)));
            Assert.Equal(FailureCode.LinkLost, first.Install().Failure!.Code);
            flash = first.Board.Flash.ToArray();
        }

        using (var second = After(journal, flash))
        {
            second.OnEvent = e =>
            {
                if (e is JobEvent.PhaseStarted { Phase: JobPhase.Erase })
                {
                    throw new InvalidOperationException("the program dies here");
                }
            };
            Assert.Throws<InvalidOperationException>(() => second.Install(o => o with { Image = JobBench.MakeImage(seed: 2) }));
        }

        using var bench = After(journal, flash);
        var result = bench.Install(o => o with { Image = JobBench.MakeImage(seed: 3) });

        Assert.Null(result.Failure);
        Assert.Equal(InterruptedWriteState.Remains, result.Before!.Own);
        bench.AssertSectorHolds(JobBench.MakeImage(seed: 3).Content.Span);
    }

    [Fact]
    public void What_was_programmed_wrongly_and_then_half_erased_is_ours_as_well()
    {
        var journal = new MemoryJournal();
        byte[] flash;
        using (var first = On(journal, default))
        {
            // A bit too many is cleared behind our back while we write; the second erase is then cut.
            bool done = false;
            first.OnEvent = e =>
            {
                if (!done && e is JobEvent.PhaseStarted { Phase: JobPhase.Verify })
                {
                    done = true;
                    first.Board.Flash.Program(Sector + 100, [0]);
                    first.Board.Flash.Program(Sector + 0x5000, new byte[64]);
                }
            };
            flash = Cut(first, replace: false);
        }

        using var bench = After(journal, flash);
        Assert.Null(bench.Install().Failure);
        bench.AssertSectorHolds(JobBench.Image.Content.Span);
    }

    private static (MemoryJournal Journal, byte[] Flash) CutTheErase()
    {
        var journal = new MemoryJournal();
        using var bench = On(journal, _old.Content);
        return (journal, Cut(bench));
    }

    // The power goes halfway through the erase and does not come back in time.
    private static byte[] Cut(JobBench bench, bool replace = true)
    {
        bench.Board.Inject(new Fault(new OnFrame(FaultDirection.ToBoard, FrameMatch.Command(73), 1, 0x10000), new CutPower(null)));
        var result = bench.Install(o => o with { Replace = replace });
        Assert.Equal(FailureCode.LinkLost, result.Failure!.Code);
        byte[] flash = bench.Board.Flash.ToArray();
        Assert.Contains(flash[Sector..], b => b != 0xFF);
        return flash;
    }

    private static JobBench On(MemoryJournal journal, ReadOnlyMemory<byte> sector)
    {
        var bench = JobBench.On("fw=6.05", o => o with { Bootloader = sector });
        bench.Journal = journal;
        return bench;
    }

    private static JobBench After(JobJournal journal, byte[] flash)
    {
        var bench = JobBench.On("fw=6.05", o => o with { Flash = flash });
        bench.Journal = journal;
        return bench;
    }
}
