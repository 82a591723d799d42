using VescUartBoot.Backups;
using VescUartBoot.Jobs.Backup;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Upgrade;
using VescUartBoot.Recovery;
using VescUartBoot.Tests.Jobs;
using VescUartBoot.Tests.Jobs.Backup;
using VescUartBoot.Tests.Jobs.Upgrade;

namespace VescUartBoot.Tests.Recovery;

/// <summary>An upgrade that broke off is told by the next run, which goes on from what the board is.</summary>
public sealed class InterruptedUpgradeTests
{
    [Fact]
    public void An_upgrade_writes_down_its_upload_and_its_jump_and_leaves_nothing_open()
    {
        var journal = new MemoryJournal();
        using var bench = JobBench.On("fw=5.03&bootloader=present");
        bench.Journal = journal;

        Assert.Null(bench.Upgrade("6.05").Failure);

        var steps = journal.Pages.SelectMany(p => p.Changes).Where(c => c.Kind == ChangeKind.Firmware).ToList();
        Assert.Contains(steps, c => c is { Started: false, From: "5.03", To: "6.05", KeptIn: "kept" });
        Assert.Contains(steps, c => c is { Started: true, To: "6.05" });
        Assert.Contains(journal.Pages, p => p.Changes.Any(c => c.Kind == ChangeKind.Settings) || p.Changes.Count == 0);
        Assert.Empty(journal.Open.Changes);
    }

    [Fact]
    public void Half_an_upload_of_a_run_that_died_is_told_and_the_same_upgrade_ends_it()
    {
        using var bench = JobBench.On("fw=5.03&bootloader=present");
        var journal = new MemoryJournal { Open = new([Firmware(started: false)]) };
        bench.Journal = journal;

        Assert.Null(bench.Upgrade("6.05").Failure);

        var told = Assert.Single(bench.Events.OfType<JobEvent.LeftBehind>());
        Assert.Contains("which a bootloader ignores", told.Message, StringComparison.Ordinal);
        Assert.Contains("kept in /kept", told.Message, StringComparison.Ordinal);
        Assert.Empty(journal.Open.Changes);
    }

    [Theory]
    [InlineData("6.05", "and runs 6.05 now (before: 5.03)")]
    [InlineData("5.03", "and still runs its old firmware 5.03")]
    public void A_jump_whose_outcome_was_never_seen_is_told_once_by_what_answers_now(string firmware, string words)
    {
        using var bench = JobBench.On($"fw={firmware}&bootloader=present");
        var jump = Firmware(started: true);
        var journal = new MemoryJournal { Open = new([jump, jump with { Kind = ChangeKind.Backup, What = "settings and scripts" }]) };
        bench.Journal = journal;

        bench.Check(CheckMethod.Passive);

        Assert.Contains(words, Assert.Single(bench.Events.OfType<JobEvent.LeftBehind>()).Message, StringComparison.Ordinal);
        Assert.Equal([ChangeKind.Backup], journal.Open.Changes.Select(c => c.Kind));
    }

    [Fact]
    public void A_board_that_does_not_come_back_stays_in_the_journal()
    {
        using var bench = JobBench.On("fw=5.03&bootloader=present");
        var journal = new MemoryJournal();
        bench.Journal = journal;
        bench.OnEvent = e =>
        {
            if (e is JobEvent.PhaseStarted { Phase: JobPhase.Restart })
            {
                bench.Board.PowerCycle(TimeSpan.FromMinutes(10));
            }
        };

        var result = bench.Upgrade("6.05");

        Assert.NotNull(result.Failure);
        Assert.True(Assert.Single(journal.Open.Changes, c => c.Kind == ChangeKind.Firmware).Started);
    }

    [Fact]
    public void A_stop_during_the_upload_leaves_a_known_state_and_nothing_open()
    {
        using var bench = JobBench.On("fw=5.03&bootloader=present");
        using var stop = new CancellationTokenSource();
        var journal = new MemoryJournal();
        bench.Journal = journal;
        bench.OnEvent = e =>
        {
            if (e is JobEvent.Progressed { Phase: JobPhase.Write, Done: > 50_000 })
            {
                stop.Cancel();
            }
        };

        Assert.Equal(FailureCode.Interrupted, bench.Upgrade("6.05", cancellationToken: stop.Token).Failure!.Code);

        // What opened the flash for reading is taken back before the job ends. The backup stays the owner's until its settings are back.
        Assert.Equal([], journal.Kinds.Where(k => k != ChangeKind.Backup));
    }

    [Fact]
    public void No_jump_is_made_where_half_a_bootloader_may_stand_and_cannot_be_seen()
    {
        using var bench = JobBench.On("fw=4.02&bootloader=present");
        bench.Journal =
            new MemoryJournal { Open = new([Firmware(started: false) with { Kind = ChangeKind.Bootloader, What = "image.bin" }]) };

        var result = bench.Upgrade("5.02", o => o with { AssumeBootloader = true });

        Assert.Equal(FailureCode.HalfWritten, result.Failure!.Code);
        bench.AssertUnchangedExcept();
    }

    [Fact]
    public void Settings_that_may_be_half_stored_stay_in_the_journal_until_they_are_put_back()
    {
        using var bench = JobBench.On("fw=6.05&bootloader=present");
        var journal =
            new MemoryJournal { Open = new([Firmware(started: false) with { Kind = ChangeKind.Settings, What = "motor configuration" }]) };
        bench.Journal = journal;

        bench.Check();
        Assert.Equal([ChangeKind.Settings], journal.Kinds);
        Assert.Contains("do not drive", bench.Events.OfType<JobEvent.LeftBehind>().Single().Message, StringComparison.Ordinal);

        BoardBackup? backup = null;
        bench.Run((board, setting, ct) => BackupBoard.RunAsync(
            board,
            new BackupOptions
            {
                Save = b =>
                {
                    backup = b;
                    return "kept";
                },
            }.In(setting),
            ct));
        Assert.Equal([ChangeKind.Settings], journal.Kinds);
        Assert.Null(
            bench.Run((board, setting, ct) => RestoreBoard.RunAsync(board, new RestoreOptions { Backup = backup! }.In(setting),
                ct)).Failure);
        Assert.Empty(journal.Open.Changes);
    }

    [Fact]
    public void A_disk_that_is_full_at_any_page_leaves_an_upgrade_undone_or_brings_it_to_its_end_with_its_settings()
    {
        int undone = 0;
        for (int room = 0; ; room++)
        {
            using var bench = JobBench.On("fw=6.05&bootloader=present");
            bench.SetUpAnew();
            byte[] settings = bench.Board.Flash.Read(0x4000, 0x8000);
            BoardBackup? before = null;
            bench.Journal = new MemoryJournal { Room = room };

            var result = bench.Upgrade("6.05", o => o with
            {
                Reinstall = true,
                RequireAllSettings = true,
                Keep = b =>
                Keep(b, out before)
            });

            if (result.Failure is not null)
            {
                // What had not begun was not begun.
                Assert.Equal(FailureCode.JournalFailed, result.Failure.Code);
                Assert.DoesNotContain(JobPhase.Restart, bench.Phases);
                Assert.Equal(settings, bench.Board.Flash.Read(0x4000, 0x8000));
                undone++;
                continue;
            }

            Assert.Equal(UpgradeVerdict.Upgraded, result.Upgrade!.Verdict);
            Assert.Equal(DetectionMethod.Readback, result.Verified);
            Assert.True(result.Upgrade.Settings!.AllRestored);
            bench.Journal = null;
            var after = bench.Take();
            BackupBench.AssertSameSettings(before!, after);
            if (!bench.Warnings.Contains("journalIncomplete"))
            {
                Assert.InRange(room, undone + 4, 20);
                return;
            }
        }
    }

    private static string Keep(BoardBackup backup, out BoardBackup kept)
    {
        kept = backup;
        return "kept";
    }

    private static InterruptedChange Firmware(bool started) => new()
    {
        Kind = ChangeKind.Firmware,
        What = "new.bin",
        Command = "upgrade",
        ProcessId = 7,
        Since = DateTimeOffset.UnixEpoch,
        From = "5.03",
        To = "6.05",
        KeptIn = "/kept",
        Started = started,
    };
}
