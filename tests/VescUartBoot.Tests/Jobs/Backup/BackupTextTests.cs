using VescUartBoot.Backups;
using VescUartBoot.Chip;
using VescUartBoot.Jobs.Backup;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Recovery;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.TestKit;
using VescUartBoot.Tests.Recovery;

namespace VescUartBoot.Tests.Jobs.Backup;

/// <summary>What is told of a part that could not be kept or put back, and what the board then holds.</summary>
public sealed class BackupTextTests
{
    private const byte SetMotor = 13;
    private const byte GetMotor = 14;
    private const byte SetApp = 16;
    private const byte GetApp = 17;
    private const byte ReadLisp = 130;
    private const byte LispWrite = 131;
    private const byte LispErase = 132;

    [Fact]
    public void A_backup_or_a_board_without_a_UUID_matches_nothing()
    {
        using var bench = JobBench.On("fw=6.05");
        var backup = bench.Take();

        var failure = bench.Restore(backup with { Board = backup.Board with { Uuid = null } }).Failure!;

        Assert.Equal((FailureCode.OtherBoard, "without a UUID it is not known whether the backup is of this board"),
            (failure.Code, failure.Message));
    }

    [Fact]
    public void A_configuration_that_cannot_be_read_is_not_sent()
    {
        using var bench = JobBench.On("fw=6.05");
        var backup = Changed(bench.Take());
        bench.Board.Inject(Fault.ToReply(GetMotor, 0, new Lose()));

        var result = bench.Restore(backup, o => o with { Scripts = false });

        Assert.Equal(FailureCode.PartUnreadable, result.Failure!.Code);
        Assert.StartsWith("not restored: motor configuration: what the board has now cannot be read: the board did not answer GET_MCCONF",
            result.Failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(SetMotor, bench.Board.Report().Commands.Keys);
        Assert.Equal([PartState.Unreadable, PartState.HeldBack], result.Restored.Select(r => r.State));
    }

    [Fact]
    public void A_configuration_that_never_arrives_is_refused_and_the_board_drives()
    {
        using var bench = JobBench.On("fw=6.05");
        var backup = Changed(bench.Take());
        bench.Board.Inject(Fault.ToRequest(SetMotor, 0, new Lose()));

        var result = bench.Restore(backup, o => o with { Scripts = false });

        Assert.Equal(
            (FailureCode.WriteRefused,
                "not restored: motor configuration: the board rejected it and still has the previous one; "
                + "app configuration: it could start a motor whose configuration is not back, so it was not sent (motor configuration)"),
            (result.Failure!.Code, result.Failure.Message));
        Assert.Equal("The board still runs its firmware and works as before; nothing on the board was changed.", result.Failure.BoardState);
    }

    [Fact]
    public void An_app_configuration_that_was_stored_may_have_taken_the_link_away()
    {
        using var bench = JobBench.On("fw=6.05&transport=uart");
        var backup = Changed(bench.Take(open: false));
        bench.Board.Inject(Fault.ToRequest(GetApp, 3, new CutPower(null)));

        var result = bench.Restore(backup, o => o with { Scripts = false });

        Assert.Equal(FailureCode.SettingsNotProved, result.Failure!.Code);
        Assert.Contains(
            "; app configuration: the board acknowledged it, and answers no more: its settings may have changed this link (",
            result.Failure.Message,
            StringComparison.Ordinal);
        Assert.Contains("its app configuration was sent, and whether it is stored is not known", result.Failure.BoardState,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_motor_configuration_never_takes_the_link_away_so_silence_is_silence()
    {
        using var bench = JobBench.On("fw=6.05&transport=uart");
        var backup = Changed(bench.Take(open: false));
        bench.Board.Inject(Fault.ToRequest(GetMotor, 3, new CutPower(null)));

        Assert.Equal(FailureCode.BoardSilent, bench.Restore(backup, o => o with { Scripts = false }).Failure!.Code);
    }

    [Fact]
    public void An_app_configuration_that_was_not_even_confirmed_is_not_told_to_be_stored()
    {
        using var bench = JobBench.On("fw=6.05&transport=uart");
        var backup = Changed(bench.Take(open: false));
        bench.Board.Inject(Fault.ToRequest(SetApp, 1, new Lose()));
        bench.Board.Inject(Fault.ToRequest(GetApp, 3, new CutPower(null)));

        Assert.Equal(FailureCode.BoardSilent, bench.Restore(backup, o => o with { Scripts = false }).Failure!.Code);
    }

    [Fact]
    public void Settings_sectors_that_never_read_the_same_twice_are_not_kept()
    {
        using var bench = JobBench.With("6.05", "lisp");
        byte value = 0;
        bench.OnEvent = e =>
        {
            if (e is JobEvent.Progressed { Phase: JobPhase.Backup })
            {
                bench.Board.Flash.Load(0x5000, [++value, value, value]);
            }
        };

        var result = bench.Backup();

        Assert.Equal([new MissingPart(BackupPartKind.SettingsSectors, "settingsSectorsNotKept", "4 reads of them differ")],
            result.Backup!.Missing);
        Assert.Contains(new JobEvent.Warned("settingsSectorsNotKept",
            "the raw settings sectors are not in the backup: 4 reads of them differ"), bench.Events);
    }

    [Fact]
    public void Settings_sectors_that_read_the_same_at_last_are_kept()
    {
        using var bench = JobBench.With("6.05", "lisp");
        int changes = 0;
        bench.OnEvent = e =>
        {
            if (e is JobEvent.Progressed { Phase: JobPhase.Backup, Done: 0x8000 } && changes < 1)
            {
                bench.Board.Flash.Load(0x5000, [(byte)++changes]);
            }
        };

        Assert.Empty(bench.Backup().Backup!.Missing);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_record_that_is_appended_between_two_reads_is_kept_too(int sector)
    {
        using var bench = JobBench.With("6.05", "lisp");
        int start = 0x4000 * (1 + sector);
        int used = bench.Board.Flash.Read(start, 0x4000).AsSpan().LastIndexOfAnyExcept((byte)0xFF) + 1;
        int changes = 0;
        bench.OnEvent = e =>
        {
            if (e is JobEvent.Progressed { Phase: JobPhase.Backup, Done: 0x8000 } && changes++ == 0)
            {
                bench.Board.Flash.Load(start + used, [0x12, 0x34]);
            }
        };

        var kept = bench.Backup().Backup!.Find(BackupPartKind.SettingsSectors)!.Content;

        Assert.Equal(bench.Board.Flash.Read(0x4000, 0x8000), kept.ToArray());
    }

    [Fact]
    public void Code_whose_checksum_does_not_fit_is_not_kept()
    {
        using var bench = JobBench.With("6.05", "lisp");
        bench.OnEvent = e =>
        {
            if (e is JobEvent.Progressed { Phase: JobPhase.Backup, Done: 0x8000 })
            {
                bench.Board.Flash.Load(0xC0000 + 1000, [0x55, 0xAA]);
            }
        };

        var missing = bench.Backup().Backup!.Missing;

        Assert.Contains(new MissingPart(BackupPartKind.Lisp, "lispNotKept", "its checksum does not fit what was read"), missing);
    }

    [Fact]
    public void Code_that_the_board_stops_telling_is_a_gap_and_no_end()
    {
        using var bench = JobBench.With("6.05", "lisp");
        bench.Yes = false;
        bench.OnEvent = e =>
        {
            if (e is JobEvent.Progressed { Phase: JobPhase.Backup, Done: > 0x8000 })
            {
                bench.Board.Inject(Fault.ToReply(ReadLisp, 0, new Lose()));
            }
        };

        var result = bench.Backup();

        Assert.Null(result.Failure);
        var gap = Assert.Single(result.Backup!.Missing, m => m.Kind == BackupPartKind.Lisp);
        Assert.StartsWith("the board did not answer", gap.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_region_that_cannot_be_saved_is_told()
    {
        using var bench = JobBench.With("6.05", "lisp");

        var result = bench.Run((board, setting, ct) => DumpFlash.RunAsync(
            board, new DumpOptions { Range = FlashMap.Settings, Save = _ => throw new IOException("no space left on device") }.In(setting),
            ct));

        Assert.Equal((FailureCode.SaveFailed, "the region was read, but could not be saved: no space left on device"),
            (result.Failure!.Code, result.Failure.Message));
        Assert.NotNull(result.Dumped);
    }

    [Fact]
    public void After_a_sector_is_put_back_a_firmware_that_waits_is_told()
    {
        using var bench = JobBench.On("fw=5.03&staged=5.03");

        Assert.Null(bench.RestoreSector(SyntheticImages.SectorOf(SimulatedImage.Bootloader())).Failure);

        Assert.Contains("stagedImage", bench.Warnings);
    }

    [Fact]
    public void An_erase_of_code_whose_outcome_cannot_be_seen_is_not_told_to_have_failed()
    {
        using var bench = JobBench.On("fw=6.05");
        var backup = OnlyLisp();
        for (int i = 2; i < 40; i++)
        {
            bench.Board.Inject(Fault.ToReply(ReadLisp, i, new Lose()));
        }

        var result = bench.Restore(backup, o => o with { Settings = false });

        Assert.Equal(
            (PartState.NotProved, "an erase of its sector was sent, and what the board stores now is not known"),
            (result.Restored.Single().State, result.Restored.Single().Message));
        Assert.Contains("it stores no Lisp code, as before, but 8 zero bytes in its place", result.Failure!.BoardState,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_store_that_refuses_its_first_eight_bytes_is_as_it_was()
    {
        using var bench = JobBench.On("fw=6.05");
        bench.Board.Inject(Fault.ToRequest(LispWrite, 0, new Refuse()));

        var result = bench.Restore(OnlyLisp(), o => o with { Settings = false });

        Assert.Equal(
            (PartState.Refused,
                "the board refused to write 8 bytes into its sector: most likely its motor is not at rest; nothing was changed"),
            (result.Restored.Single().State, result.Restored.Single().Message));
        Assert.Contains("nothing on the board was changed", result.Failure!.BoardState, StringComparison.Ordinal);
        bench.AssertUnchangedExcept();
    }

    [Theory]
    [InlineData(true, "what it had", "nothing on the board was changed")]
    [InlineData(false, "none", "it stores no Lisp code, as before, but 8 zero bytes in its place")]
    public void An_erase_of_code_that_is_refused_leaves_what_was_there(bool stored, string still, string state)
    {
        using var bench = JobBench.On("fw=6.05", o => o with { Lisp = stored ? (byte[])[1, 2, 3] : default });
        bench.Board.Inject(Fault.ToRequest(LispErase, 0, new Refuse()));

        var result = bench.Restore(OnlyLisp(), o => o with { Settings = false });

        Assert.Contains(state, result.Failure!.BoardState, StringComparison.Ordinal);
        Assert.Equal(
            (PartState.Refused, $"the board did not erase its sector: most likely its motor is not at rest; it still stores {still}"),
            (result.Restored.Single().State, result.Restored.Single().Message));
    }

    [Fact]
    public void What_is_put_back_is_written_down_before_and_crossed_out_behind()
    {
        using var bench = JobBench.On("fw=6.05");
        var journal = new MemoryJournal();
        bench.Journal = journal;
        var lisp = OnlyLisp();
        var backup = Changed(bench.Take(open: false));

        Assert.Null(
            bench.Restore(backup with { Parts = [.. backup.Parts, .. lisp.Parts.Where(p => p.Kind == BackupPartKind.Lisp)] }).Failure);

        var begun = journal.Pages.SelectMany(p => p.Changes).Select(c => (c.Kind, c.What)).Distinct().ToList();
        Assert.Equal([(ChangeKind.Script, "Lisp code"), (ChangeKind.Settings, "motor configuration"),
            (ChangeKind.Settings, "app configuration")], begun);
        Assert.Empty(journal.Open.Changes);
        Assert.All(journal.Pages, p => Assert.InRange(p.Changes.Count, 0, 2));
    }

    [Fact]
    public void A_script_that_is_not_proved_stays_written_down_and_one_that_was_refused_does_not()
    {
        using var closed = JobBench.On("fw=6.05&readpath=closed");
        using var refused = JobBench.On("fw=6.05");
        refused.Board.Inject(Fault.ToRequest(LispErase, 0, new Refuse()));
        foreach (var (bench, left) in new[] { (closed, 1), (refused, 0) })
        {
            var journal = new MemoryJournal();
            bench.Journal = journal;
            int atReport = -1;
            bench.OnEvent = e => atReport = e is JobEvent.PartRestored ? journal.Open.Changes.Count : atReport;

            Assert.NotNull(bench.Restore(OnlyLisp(), o => o with { Settings = false }).Failure);

            Assert.Equal(left, atReport);
        }
    }

    [Fact]
    public void A_script_that_is_there_already_and_one_that_was_not_kept_are_told()
    {
        using var bench = JobBench.With("6.05", "lisp");
        var backup = bench.Take(open: false) with { Missing = [new(BackupPartKind.Qml, "qmlNotKept", "it was silent")] };

        var result = bench.Restore(backup, o => o with { Settings = false });

        Assert.Null(result.Failure);
        Assert.Equal(
            [new(BackupPartKind.Qml, PartState.NotSaved, "it is not in the backup: it was silent"),
                new PartOutcome(BackupPartKind.Lisp, PartState.Restored, "all 3008 bytes are there already, nothing was written")
                { IsUnchanged = true }],
            result.Restored);
    }

    private static BoardBackup OnlyLisp()
    {
        using var bench = JobBench.With("6.05", "lisp");
        return bench.Take(open: false);
    }

    private static BoardBackup Changed(BoardBackup backup)
    {
        foreach (var part in backup.Parts.Where(p => p.Configuration is not null).ToList())
        {
            backup = backup.With(part.Kind, BackupBench.Scramble(part.Content));
        }

        return backup;
    }
}
