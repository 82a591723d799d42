using VescUartBoot.Images;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Simulator.Faults;

namespace VescUartBoot.Tests.Jobs;

/// <summary>What is written is mended where it can be, and told as it is where it cannot.</summary>
public sealed class SectorWriterTests
{
    private const int Sector = 0xE0000;
    private const byte FwVersion = 0;
    private const byte Write = 3;
    private const byte Erase = 73;

    private static readonly byte[] _packageData = [0xC0, 0xFF, 0xEE];

    [Fact]
    public void Bits_that_were_not_programmed_are_written_once_more_without_an_erase()
    {
        using var bench = JobBench.With("6.05", "lisp");
        AtVerify(bench, 1, () => bench.Board.Flash.Load(Sector + 1000, Enumerable.Repeat((byte)0xFF, 300).ToArray()));

        Assert.Null(bench.Install().Failure);

        bench.AssertSectorHolds(JobBench.Image.Content.Span);
        Assert.Equal(0, bench.Board.Flash.Erases(11));
        Assert.Contains(new JobEvent.Warned("rewritten", "some bits were not programmed; those chunks were written once more"),
            bench.Events);

        // 14 chunks, and the 2 that were hurt once more.
        Assert.Equal(14 + 2, Writes(bench));
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(5279)]
    [InlineData(5280)]
    [InlineData(0x1FFFF)]
    public void A_bit_too_many_anywhere_in_the_sector_is_erased_and_all_written_again(int at)
    {
        using var bench = JobBench.With("6.05", "lisp");
        AtVerify(bench, 1, () => bench.Board.Flash.Load(Sector + at, [0x00]));

        var result = bench.Install();

        Assert.Null(result.Failure);
        Assert.Equal(DetectionMethod.Readback, result.Verified);
        bench.AssertSectorHolds(JobBench.Image.Content.Span);
        Assert.Equal(1, bench.Board.Flash.Erases(11));
        Assert.Single(bench.Warnings, "rewritten");
        Assert.Contains(new JobEvent.Warned("rewritten", "what reads back differs; the sector is erased and written once more"),
            bench.Events);
        Assert.Equal(
            [JobPhase.Write, JobPhase.Verify, JobPhase.Erase, JobPhase.Write, JobPhase.Verify, JobPhase.Report],
            bench.Phases.SkipWhile(p => p != JobPhase.Write));
    }

    [Fact]
    public void What_differs_even_then_is_erased_and_counted()
    {
        using var bench = JobBench.With("6.05", "lisp");
        AtVerify(bench, 0, () => bench.Board.Flash.Load(Sector + 2000, [0x00, 0x00, 0x00]));
        int zeros = JobBench.Image.Content.Span.Slice(2000, 3).Count((byte)0);

        var result = bench.Install();

        Assert.Equal(
            (FailureCode.VerifyMismatch,
                $"{3 - zeros} bytes of the bootloader sector read back differently, even after erasing and writing again"),
            (result.Failure!.Code, result.Failure.Message));
        Assert.Contains("its bootloader sector is blank: it has no bootloader", result.Failure.BoardState, StringComparison.Ordinal);
        Assert.Equal((BootloaderState.Absent, DetectionMethod.Readback), (result.After!.State, result.After.Method));
        Assert.True(bench.Board.Flash.IsBlank(Sector, 0x20000));
    }

    [Fact]
    public void A_first_write_that_is_refused_leaves_a_blank_sector_that_needs_no_erase()
    {
        using var bench = JobBench.With("6.05", "lisp");
        bench.Board.Inject(new Fault(new OnFrame(FaultDirection.ToBoard, FrameMatch.Write, 0), new Refuse()));

        var result = bench.Install();

        Assert.Equal((FailureCode.WriteRefused, "the board refused to write at 0x080E0000"),
            (result.Failure!.Code, result.Failure.Message));
        Assert.Contains("its bootloader sector is blank: it has no bootloader", result.Failure.BoardState, StringComparison.Ordinal);
        Assert.Equal(BootloaderState.Absent, result.After!.State);
        Assert.DoesNotContain(Erase, bench.Board.Report().Commands.Keys);
    }

    [Fact]
    public void A_half_that_cannot_even_be_erased_is_told_with_both_reasons()
    {
        using var bench = JobBench.With("6.05", "lisp");
        for (int which = 5; which < 12; which++)
        {
            bench.Board.Inject(new Fault(new OnFrame(FaultDirection.ToBoard, FrameMatch.Write, which), new Refuse()));
        }

        bench.Board.Inject(Fault.ToRequest(Erase, 0, new Refuse()));

        var result = bench.Install();

        Assert.Equal(FailureCode.WriteRefused, result.Failure!.Code);
        Assert.Equal(
            "the board refused to write at 0x080E0600; the board refused to erase the bootloader sector: most likely its motor is not at "
                + "rest",
            result.Failure.Message);
        Assert.Contains("holds no intact bootloader", result.Failure.BoardState, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_a_package_stores_meanwhile_is_saved_and_asked_for_before_the_sector_is_erased_again(bool yes)
    {
        using var bench = WithPackage(yes);
        List<byte[]> saved = [];

        var result = bench.Install(o => o with { Save = sector => Keep(saved, sector) });

        Assert.Equal(_packageData, Assert.Single(saved)[0x4000..0x4003]);
        Assert.Equal("saved 1", result.SavedTo);
        Assert.Equal([JobQuestion.Replace], bench.Questions);
        Assert.Equal(yes ? null : FailureCode.NotAgreed, result.Failure?.Code);
        Assert.Equal(yes ? 1 : 0, bench.Board.Flash.Erases(11));
        if (yes)
        {
            bench.AssertSectorHolds(JobBench.Image.Content.Span);
        }
        else
        {
            Assert.Equal(_packageData, bench.Board.Flash.Read(Sector + 0x4000, 3));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_a_package_stores_where_the_first_write_lands_is_saved_and_asked_for_before_it(bool yes)
    {
        using var bench = JobBench.With("6.06", "lisp");
        bench.Yes = yes;
        bench.OnEvent = e =>
        {
            if (e is JobEvent.PhaseStarted { Phase: JobPhase.Rehearse })
            {
                bench.Board.Flash.Program(Sector + 0x100, _packageData);
            }
        };
        List<byte[]> saved = [];

        var result = bench.Install(o => o with { Save = sector => Keep(saved, sector) });

        Assert.Equal(_packageData, Assert.Single(saved)[0x100..0x103]);
        Assert.Equal([JobQuestion.Replace], bench.Questions);
        Assert.Equal(yes ? null : FailureCode.NotAgreed, result.Failure?.Code);
        Assert.Equal(yes ? 1 : 0, bench.Board.Flash.Erases(11));
        if (yes)
        {
            bench.AssertSectorHolds(JobBench.Image.Content.Span);
        }
        else
        {
            Assert.Equal([0xFF, .. _packageData, 0xFF], bench.Board.Flash.Read(Sector + 0xFF, 5));
            Assert.True(bench.Board.Flash.IsBlank(Sector, 0xFF));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_a_package_stores_meanwhile_is_saved_and_asked_for_before_a_half_is_erased(bool yes)
    {
        using var bench = WithPackage(yes);
        for (int which = 5; which < 12; which++)
        {
            bench.Board.Inject(new Fault(new OnFrame(FaultDirection.ToBoard, FrameMatch.Write, which), new Refuse()));
        }

        List<byte[]> saved = [];

        var result = bench.Install(o => o with { Save = sector => Keep(saved, sector) });

        Assert.Equal(FailureCode.WriteRefused, result.Failure!.Code);
        Assert.Equal(_packageData, Assert.Single(saved)[0x4000..0x4003]);
        Assert.Equal([JobQuestion.Replace], bench.Questions);
        Assert.Equal(yes, bench.Board.Flash.IsBlank(Sector, 0x20000));
        Assert.Equal(!yes, result.Failure.Message.EndsWith("was declined", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_a_package_stores_between_the_save_and_the_erase_is_saved_too(bool yes)
    {
        using var bench = JobBench.With("6.06", "lisp");
        bench.Board.Flash.Load(Sector, [1, 2, 3]);
        int asked = 0;
        bench.Answer = question => question != JobQuestion.Replace || ++asked == 1 || yes;
        bench.OnQuestion = (question, _, _) =>
        {
            if (question == JobQuestion.Replace && asked == 1)
            {
                // While the owner thinks it over.
                bench.Board.Flash.Program(Sector + 0x4000, _packageData);
            }
        };
        List<byte[]> saved = [];

        var result = bench.Install(o => o with { Replace = true, Save = sector => Keep(saved, sector) });

        Assert.Equal(2, saved.Count);
        Assert.Equal([0xFF, 0xFF, 0xFF], saved[0][0x4000..0x4003]);
        Assert.Equal(_packageData, saved[1][0x4000..0x4003]);
        Assert.Equal([1, 2, 3], saved[1][..3]);
        Assert.Equal(yes ? null : FailureCode.NotAgreed, result.Failure?.Code);
        Assert.Equal(yes ? 1 : 0, bench.Board.Flash.Erases(11));
        if (!yes)
        {
            Assert.Equal(_packageData, bench.Board.Flash.Read(Sector + 0x4000, 3));
        }
    }

    [Fact]
    public void What_a_package_stores_between_two_tries_of_an_erase_is_saved_too()
    {
        using var bench = JobBench.With("6.06", "lisp");
        bench.Board.Flash.Load(Sector, [1, 2, 3]);
        bench.Board.Inject(new Fault(new OnFrame(FaultDirection.ToHost, FrameMatch.Command(Erase), 1),
            new StorePackageData(0x4000, _packageData)));
        List<byte[]> saved = [];

        var result = bench.Install(o => o with { Replace = true, Save = sector => Keep(saved, sector) });

        Assert.Null(result.Failure);
        Assert.Equal(_packageData, saved[^1][0x4000..0x4003]);
        Assert.Equal(2, bench.Board.Flash.Erases(11));
        bench.AssertSectorHolds(JobBench.Image.Content.Span);
    }

    [Fact]
    public void What_a_package_stores_meanwhile_and_cannot_be_saved_is_not_erased()
    {
        using var bench = WithPackage(yes: true);

        var result = bench.Install(o => o with { Save = _ => throw new IOException("the disk is full") });

        Assert.Equal(FailureCode.SaveFailed, result.Failure!.Code);
        Assert.Empty(bench.Questions);
        Assert.Equal(_packageData, bench.Board.Flash.Read(Sector + 0x4000, 3));
    }

    [Theory]
    [InlineData("fw=6.05&bootloader=garbage", "the bootloader sector is not blank after its erase", "its flash is as it was")]
    [InlineData("fw=5.02&bootloader=garbage", "the erase of the bootloader sector stayed unanswered",
        "an erase of the bootloader sector was sent and its outcome is not known")]
    public void An_erase_that_never_arrives_is_sent_twice_and_told_by_what_is_seen(string board, string message, string state)
    {
        using var bench = JobBench.On(board);
        bench.Board.Inject(Fault.ToRequest(Erase, 0, new Lose()));

        var result = bench.Install(o => o with { Replace = true, AssumeAbsent = true });

        Assert.Equal((FailureCode.EraseRefused, message), (result.Failure!.Code, result.Failure.Message));
        Assert.Contains(state, result.Failure.BoardState, StringComparison.Ordinal);
        bench.AssertUnchangedExcept();
    }

    [Fact]
    public void An_erase_that_is_lost_once_is_sent_again()
    {
        using var bench = JobBench.On("fw=6.05&bootloader=garbage");
        bench.Board.Inject(Fault.ToRequest(Erase, 1, new Lose()));

        Assert.Null(bench.Install(o => o with { Replace = true }).Failure);

        Assert.Equal(1, bench.Board.Flash.Erases(11));
        bench.AssertSectorHolds(JobBench.Image.Content.Span);
    }

    [Fact]
    public void Where_writes_do_not_tell_their_offset_a_doubled_answer_is_not_taken_for_the_next_ones()
    {
        // The rehearsal is the first answer of all, so the answer to the 3rd piece comes twice, and the 4th piece is lost.
        using var bench = JobBench.On("fw=4.02");
        bench.Board.Inject(Fault.ToReply(Write, 4, new DoubleIt()));
        bench.Board.Inject(new Fault(new OnFrame(FaultDirection.ToBoard, FrameMatch.Write, 4), new Lose()));

        Assert.Equal(FailureCode.WrittenUnverified, bench.Install(o => o with { AssumeAbsent = true }).Failure!.Code);

        bench.AssertSectorHolds(JobBench.Image.Content.Span);
    }

    [Theory]
    [InlineData("4.02", true)]
    [InlineData("5.02", false)]
    public void A_question_in_between_drains_late_answers_only_where_it_must(string firmware, bool asks)
    {
        using var bench = JobBench.On($"fw={firmware}");
        int before = 0;
        bench.OnEvent = e =>
        {
            if (e is JobEvent.PhaseStarted { Phase: JobPhase.Rehearse })
            {
                before = (int)bench.Board.Report().Commands[FwVersion];
            }
        };

        bench.Install(o => o with { AssumeAbsent = true });

        // One behind the rehearsal and one behind each of 14 chunks.
        Assert.Equal(asks ? 15 : 0, (int)bench.Board.Report().Commands[FwVersion] - before);
    }

    [Fact]
    public void A_refused_rehearsal_stops_before_anything_is_saved_or_erased()
    {
        using var bench = JobBench.On("fw=6.05&bootloader=garbage");
        bench.Board.Inject(Fault.ToRequest(Write, 1, new Refuse()));

        var result = bench.Install(o => o with { Replace = true });

        Assert.Equal(
            (FailureCode.WriteRefused, "the board refused the rehearsal, a write of no data: most likely its motor is not at rest"),
            (result.Failure!.Code, result.Failure.Message));
        Assert.Null(result.SavedTo);
        Assert.DoesNotContain(JobPhase.Save, bench.Phases);
        bench.AssertUnchangedExcept();
    }

    [Fact]
    public void Progress_of_a_write_counts_every_chunk_and_skips_blank_ones()
    {
        byte[] image = JobBench.Image.Content.ToArray();
        image.AsSpan(768, 768).Fill(0xFF);
        using var bench = JobBench.With("6.05", "lisp");

        var result = bench.Install(o => o with { Image = VescUartBoot.Images.BootloaderImage.Parse("gap.bin", image) });

        Assert.Null(result.Failure);
        Assert.Equal(5280 - 768, result.BytesWritten);
        Assert.Equal(5280 - 768, result.Plan!.BytesToWrite);
        var done = bench.Events.OfType<JobEvent.Progressed>().Where(p => p.Phase == JobPhase.Write).Select(p => (p.Done, p.Total)).ToList();
        Assert.Equal([(384, 4512), (768, 4512), (1152, 4512)], done.Take(3));
        Assert.Equal((4512, 4512), done[^1]);
    }

    private static JobBench WithPackage(bool yes)
    {
        var bench = JobBench.With("6.06", "lisp");
        bench.Yes = yes;
        bench.Board.Inject(new Fault(new OnFrame(FaultDirection.ToBoard, FrameMatch.Write, 3), new StorePackageData(0x4000, _packageData)));
        return bench;
    }

    private static string Keep(List<byte[]> saved, ReadOnlyMemory<byte> sector)
    {
        saved.Add(sector.ToArray());
        return $"saved {saved.Count}";
    }

    // At every verification from the first on, or only at one of them.
    private static void AtVerify(JobBench bench, int which, Action hurt)
    {
        int seen = 0;
        bench.OnEvent = e =>
        {
            if (e is JobEvent.PhaseStarted { Phase: JobPhase.Verify } && (++seen == which || which == 0))
            {
                hurt();
            }
        };
    }

    private static long Writes(JobBench bench) => bench.Board.Report().Commands[Write] - 1;
}
