using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Recovery;
using VescUartBoot.Tests.Jobs;
using VescUartBoot.Tests.Jobs.Backup;

namespace VescUartBoot.Tests.Recovery;

/// <summary>What is written down, when, and what a journal that fails does to a job.</summary>
public sealed class JournalSessionTests
{
    [Fact]
    public void A_page_that_cannot_be_read_is_told_and_the_job_goes_on()
    {
        using var bench = JobBench.On("fw=6.05&bootloader=present");
        bench.Journal = new MemoryJournal { Damaged = true };

        Assert.Null(bench.Check().Failure);

        Assert.Contains(new JobEvent.Warned("journalDamaged", "its page is damaged"), bench.Events);
        Assert.DoesNotContain(bench.Events, e => e is JobEvent.LeftBehind);
    }

    [Fact]
    public void A_job_that_changes_nothing_writes_nothing_down()
    {
        using var bench = JobBench.With("6.05", "lisp");
        var journal = new MemoryJournal { Open = new([Change(ChangeKind.Settings, "app configuration")]) };
        bench.Journal = journal;

        Assert.Equal(FailureCode.BootloaderAbsent, bench.Check().Failure!.Code);

        Assert.Empty(journal.Pages);
        Assert.Equal([ChangeKind.Settings], journal.Kinds);
    }

    [Fact]
    public void What_cannot_be_written_down_is_not_begun_and_what_was_open_stays()
    {
        using var bench = JobBench.On("fw=6.05");
        var journal = new MemoryJournal
        {
            Room = 0,
            Open = new([Change(ChangeKind.Bootloader, "old.bin"), Change(ChangeKind.Settings, "app configuration")])
        };
        bench.Journal = journal;
        List<string?> found = [];

        var failure = bench.TrySteps(session =>
        {
            session.Log.Recall();
            try
            {
                session.Log.Begin(session.Log.Note(ChangeKind.Bootloader, "new.bin"));
            }
            finally
            {
                found.Add(session.Log.Find(ChangeKind.Bootloader)?.What);
                found.Add(session.Log.Find(ChangeKind.Settings)?.What);
            }

            return Task.CompletedTask;
        })!;

        Assert.Equal(
            (FailureCode.JournalFailed, "what is about to be changed could not be written down, so it was not changed: the disk is full"),
            (failure.Code, failure.Message));
        Assert.Equal(["old.bin", "app configuration"], found);

        // The job has begun nothing, so at its end nothing is written either.
        Assert.Empty(bench.Warnings);
    }

    [Fact]
    public void The_same_thing_is_written_down_once_and_settings_by_their_part()
    {
        using var bench = JobBench.On("fw=6.05");
        var journal =
            new MemoryJournal { Open = new([Change(ChangeKind.Bootloader, "old.bin"), Change(ChangeKind.Settings, "app configuration")]) };
        bench.Journal = journal;

        bench.RunSteps(session =>
        {
            session.Log.Recall();
            session.Log.Begin(session.Log.Note(ChangeKind.Bootloader, "new.bin"));
            session.Log.Begin(session.Log.Note(ChangeKind.Settings, "motor configuration"));
            Assert.Equal(["app configuration", "new.bin", "motor configuration"], journal.Open.Changes.Select(c => c.What));
            session.Log.End(ChangeKind.Settings, "app configuration");
            Assert.Equal(["new.bin", "motor configuration"], journal.Open.Changes.Select(c => c.What));
            return Task.CompletedTask;
        });

        // The job did neither to the board.
        Assert.Empty(journal.Open.Changes);
    }

    [Fact]
    public void Ending_what_was_not_begun_writes_nothing()
    {
        using var bench = JobBench.On("fw=6.05");
        var journal = new MemoryJournal();
        bench.Journal = journal;

        bench.RunSteps(session =>
        {
            session.Log.End(ChangeKind.Bootloader);
            session.Log.MarkStarted();
            return Task.CompletedTask;
        });

        Assert.Empty(journal.Pages);
    }

    [Fact]
    public void A_firmware_that_is_started_is_marked_wherever_it_stands_and_stays_open_until_the_board_has_answered()
    {
        using var bench = JobBench.On("fw=6.05");
        var journal = new MemoryJournal();
        bench.Journal = journal;

        bench.RunSteps(session =>
        {
            session.Log.Begin(session.Log.Note(ChangeKind.Firmware, "new.bin"));
            session.Touch.Upload = BoardChanges.Staging.Started;
            session.Log.MarkStarted();
            return Task.CompletedTask;
        });

        var left = Assert.Single(journal.Open.Changes);
        Assert.True(left.Started);
        Assert.Equal(("new.bin", "install", Environment.ProcessId), (left.What, left.Command, left.ProcessId));
        Assert.Equal(2026, left.Since.Year);
    }

    [Fact]
    public void A_firmware_that_was_marked_is_over_once_the_board_has_answered()
    {
        using var bench = JobBench.On("fw=6.05");
        var journal = new MemoryJournal();
        bench.Journal = journal;

        bench.RunSteps(session =>
        {
            session.Log.Begin(session.Log.Note(ChangeKind.ReadPath, "QML"));
            session.Log.Begin(session.Log.Note(ChangeKind.Firmware, "new.bin"));
            session.Log.MarkStarted();
            session.Touch.Upload = BoardChanges.Staging.Applied;
            return Task.CompletedTask;
        });

        Assert.Empty(journal.Open.Changes);
    }

    [Fact]
    public void A_journal_that_fails_at_the_end_is_told_with_what_that_means()
    {
        using var bench = JobBench.On("fw=6.05");
        bench.Journal = new MemoryJournal { Room = 1 };

        Assert.Equal(FailureCode.BootloaderAbsent, bench.Check().Failure!.Code);

        Assert.Contains(new JobEvent.Warned("journalIncomplete", "the disk is full; the next run may speak of work that is done"),
            bench.Events);
    }

    [Fact]
    public void Zeros_that_are_left_for_good_are_no_unfinished_work()
    {
        using var bench = JobBench.On("fw=6.05&staged=7.00&bootloader=present");
        var journal = new MemoryJournal();
        bench.Journal = journal;

        Assert.Null(bench.Check().Failure);

        Assert.Contains("readPathLeftOpen", bench.Warnings);
        Assert.Empty(journal.Open.Changes);
    }

    [Fact]
    public void Zeros_of_before_are_taken_back_also_where_Lisp_was_stored_since()
    {
        using var bench = JobBench.On("fw=6.05&bootloader=present", o => o with { Lisp = JobBench.Code });
        bench.Board.Flash.Program(0xA0000, new byte[8]);
        var journal = new MemoryJournal { Open = new([Change(ChangeKind.ReadPath, "QML")]) };
        bench.Journal = journal;

        Assert.Null(bench.Check().Failure);

        Assert.DoesNotContain("readPathLeftOpen", bench.Warnings);
        Assert.Empty(journal.Open.Changes);
        Assert.DoesNotContain(bench.Board.Flash.Read(0xA0000, 0x20000), b => b != 0xFF);
        bench.AssertUnchangedExcept(9);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("qml")]
    public void Zeros_of_before_that_are_gone_are_no_unfinished_work(string stored)
    {
        using var bench = JobBench.With("6.05", stored);
        var journal = new MemoryJournal { Open = new([Change(ChangeKind.ReadPath, "QML")]) };
        bench.Journal = journal;
        bench.Yes = false;

        bench.Check();

        Assert.Empty(journal.Open.Changes);
    }

    [Fact]
    public void Our_own_half_and_our_own_whole_are_told_with_their_run()
    {
        foreach (int length in new[] { 2000, 5280 })
        {
            var half = Change(ChangeKind.Bootloader, "image-1.bin") with
            {
                Content = JobBench.Image.Content.ToArray(),
                Sha256 = JobBench.Image.Sha256
            };
            using var bench = JobBench.With("6.05", "lisp");
            bench.Board.Flash.Load(0xE0000, JobBench.Image.Content.Span[..length]);
            bench.Journal = new MemoryJournal { Open = new([half]) };

            var before = bench.Check().Before!;

            Assert.Equal(length == 5280 ? InterruptedWriteState.Whole : InterruptedWriteState.Half, before.Own);
            string sentence = length == 5280
                ? "it is all of what a run on 1970-01-01 00:00:09 UTC was writing, image-1.bin"
                : "it is half written: a part of image-1.bin up to byte 2000 of 5280, by a run on 1970-01-01 00:00:09 UTC that was "
                    + "interrupted";
            Assert.Contains(sentence, before.Evidence);
            Assert.Equal(length != 5280, before.Evidence.Contains("it holds nothing that this run has not written"));
        }
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void The_head_is_enough_unless_a_half_may_stand_there(bool half, bool whole)
    {
        using var bench = JobBench.On("fw=6.05&bootloader=present&transport=uart", o => o with { Lisp = JobBench.Code });
        bench.Journal =
            new MemoryJournal
            {
                Open = new(half
                ? [Change(ChangeKind.Bootloader, "image-1.bin") with { Content = JobBench.Image.Content.ToArray() }]
                : [])
            };
        int read = -1;

        bench.RunSteps(async session =>
        {
            session.Log.Recall();
            var finding = await BootloaderProbe.FindAsync(session, [], CancellationToken.None, headSuffices: true);
            read = session.SectorBefore.Length;
            Assert.Equal(!half, finding.Evidence[^1] == "only the first 8192 bytes of the sector were read");
        });

        Assert.Equal(whole ? 0x20000 : 0, read);
    }

    private static InterruptedChange Change(ChangeKind kind, string what) => new()
    {
        Kind = kind,
        What = what,
        Command = "install",
        ProcessId = 7,
        Since = DateTimeOffset.UnixEpoch.AddSeconds(9),
    };
}
