using VescUartBoot.Backups;
using VescUartBoot.Chip;
using VescUartBoot.Jobs.Backup;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Settings;
using VescUartBoot.Simulator.Faults;

namespace VescUartBoot.Tests.Jobs.Backup;

public sealed class BackupJobsTests
{
    private const byte GetMotor = 14;
    private const byte SetMotor = 13;

    [Theory]
    [InlineData("6.05", "nothing", true)]
    [InlineData("6.05", "both", false)]
    [InlineData("5.03", "nothing", true)]
    public void A_backup_opens_the_flash_with_consent_and_closes_it_again(string firmware, string stored, bool asks)
    {
        using var bench = JobBench.With(firmware, stored);

        var result = bench.Backup();

        Assert.Null(result.Failure);
        Assert.Equal("kept", result.SavedTo);
        Assert.NotNull(result.Backup!.Find(BackupPartKind.SettingsSectors));
        Assert.Equal(asks, bench.Questions.Contains(JobQuestion.OpenReadPath));
        bench.AssertUnchangedExcept();
    }

    [Fact]
    public void Without_consent_only_what_needs_none_is_kept()
    {
        using var bench = JobBench.With("6.05", "nothing");
        bench.Yes = false;

        var result = bench.Backup();

        Assert.Null(result.Failure);
        Assert.Equal(["settingsSectorsNotKept"], result.Backup!.Missing.Select(m => m.Code));
        Assert.Equal(0, bench.Board.Flash.BytesProgrammed);
    }

    [Fact]
    public void A_board_that_was_renamed_by_its_firmware_takes_its_own_backup_back()
    {
        // 410, 411 and 412 share their images: after an upgrade the board answers with the name in its image. Its UUID says that it is the
        // same.
        using var before = JobBench.On("fw=6.05&hw=412");
        using var after = JobBench.On("fw=6.05&hw=410");
        var backup = before.Take();
        backup = backup.With(BackupPartKind.MotorConfiguration,
            BackupBench.Scramble(backup.Find(BackupPartKind.MotorConfiguration)!.Content));

        var result = after.Restore(backup, o => o with { Settings = true, Scripts = false });

        Assert.Null(result.Failure);
        Assert.Equal(("412", "410"), (backup.Board.Hardware, result.Board.Hardware));
        Assert.Contains(result.Restored, r => r is { Part: BackupPartKind.MotorConfiguration, State: PartState.Restored });
    }

    [Fact]
    public void A_backup_without_a_configuration_is_saved_and_no_success()
    {
        using var bench = JobBench.With("6.05", "both");
        bench.Board.Inject(Fault.ToReply(GetMotor, 0, new Lose()));

        var result = bench.Backup();

        Assert.Equal(FailureCode.BackupIncomplete, result.Failure!.Code);
        Assert.Equal("kept", result.SavedTo);
    }

    [Fact]
    public void A_backup_that_cannot_be_saved_is_a_failure_and_the_board_is_as_before()
    {
        using var bench = JobBench.With("6.05", "nothing");

        var result = bench.Backup(_ => throw new IOException("no space left on device"));

        Assert.Equal(FailureCode.SaveFailed, result.Failure!.Code);
        Assert.Null(result.SavedTo);
        bench.AssertUnchangedExcept();
    }

    [Theory]
    [InlineData("motor=held", FailureCode.MotorTurning)]
    [InlineData("family=bms", FailureCode.BoardFamily)]
    public void A_board_that_is_not_fit_is_refused(string state, FailureCode expected)
    {
        using var bench = JobBench.On(state);
        using var other = JobBench.On("");

        Assert.Equal(expected, bench.Backup().Failure!.Code);
        Assert.Equal(expected, bench.Restore(other.Take()).Failure!.Code);
        Assert.Equal(expected, bench.Dump(FlashMap.Settings).Result.Failure!.Code);
        bench.AssertUnchangedExcept();
    }

    [Fact]
    public void Everything_of_a_backup_is_back_after_a_reset_to_defaults()
    {
        using var bench = JobBench.With("6.05", "both");
        var original = bench.Take();
        var backup = original
            .With(BackupPartKind.MotorConfiguration, BackupBench.Scramble(original.Find(BackupPartKind.MotorConfiguration)!.Content))
            .With(BackupPartKind.AppConfiguration, BackupBench.Scramble(original.Find(BackupPartKind.AppConfiguration)!.Content));
        using var fresh = JobBench.On("fw=6.05");

        var result = fresh.Restore(backup);

        Assert.Null(result.Failure);
        Assert.Equal(DetectionMethod.Readback, result.Verified);
        Assert.Equal([BackupPartKind.Qml, BackupPartKind.Lisp, BackupPartKind.MotorConfiguration, BackupPartKind.AppConfiguration],
            result.Restored.Select(r => r.Part));
        Assert.All(result.Restored, r => Assert.Equal(PartState.Restored, r.State));
        var now = fresh.Take(open: false);
        Assert.Equal(backup.Parts.Where(p => p.Code is not null).Select(p => p.Sha256),
            now.Parts.Where(p => p.Code is not null).Select(p => p.Sha256));
        BackupBench.AssertSameSettings(backup, now);
        fresh.AssertUnchangedExcept(1, 2, 9, 10);
    }

    [Fact]
    public void The_backup_of_another_board_is_refused_unless_that_board_is_named()
    {
        using var bench = JobBench.On("fw=6.05");
        using var other = JobBench.On("fw=6.05&uuid=000102030405060708090a0b");
        var backup = other.Take();
        backup = backup.With(BackupPartKind.MotorConfiguration,
            BackupBench.Scramble(backup.Find(BackupPartKind.MotorConfiguration)!.Content));

        var own = bench.Take().Board.Uuid;

        Assert.Equal(FailureCode.OtherBoard, bench.Restore(backup).Failure!.Code);
        Assert.Equal(FailureCode.OtherBoard, bench.Restore(backup, o => o with { FromOtherBoard = own }).Failure!.Code);
        bench.AssertUnchangedExcept();
        Assert.Null(bench.Restore(backup, o => o with { FromOtherBoard = backup.Board.Uuid }).Failure);
    }

    [Fact]
    public void Limits_of_other_hardware_are_refused_even_if_its_board_is_named()
    {
        using var bench = JobBench.On("fw=6.05");
        using var other = JobBench.On("fw=6.05&hw=100_250&uuid=000102030405060708090a0b");
        var backup = other.Take();

        Assert.Equal(FailureCode.BackupDoesNotFit, bench.Restore(backup, o => o with { FromOtherBoard = backup.Board.Uuid }).Failure!.Code);
        bench.AssertUnchangedExcept();
    }

    [Fact]
    public void What_was_done_before_a_link_was_lost_is_in_the_result()
    {
        using var bench = JobBench.On("fw=6.05");
        var backup = bench.Take();
        foreach (var kind in new[] { BackupPartKind.MotorConfiguration, BackupPartKind.AppConfiguration })
        {
            backup = backup.With(kind, BackupBench.Scramble(backup.Find(kind)!.Content));
        }

        bench.Board.Inject(Fault.ToRequest(16, 1, new PullCable(null)));

        var result = bench.Restore(backup);

        Assert.Equal(FailureCode.LinkLost, result.Failure!.Code);
        Assert.Equal([BackupPartKind.MotorConfiguration], result.Restored.Select(r => r.Part));
        Assert.Equal(PartState.NotProved, result.Restored[0].State);
        Assert.Contains("motor configuration was stored and read back, and no restart has proved it yet", result.Failure.BoardState,
            StringComparison.Ordinal);
        Assert.Contains("app configuration was sent, and whether it is stored is not known", result.Failure.BoardState,
            StringComparison.Ordinal);
        Assert.Contains("do not drive", result.Failure.BoardState, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(JobPhase.Restore, FailureCode.Interrupted)]
    [InlineData(JobPhase.Prove, null)]
    public void Ctrl_C_stops_before_the_first_part_is_stored_and_later_the_job_finishes_first(JobPhase phase, FailureCode? code)
    {
        using var bench = JobBench.On("fw=6.05");
        var backup = bench.Take();
        foreach (var kind in new[] { BackupPartKind.MotorConfiguration, BackupPartKind.AppConfiguration })
        {
            backup = backup.With(kind, BackupBench.Scramble(backup.Find(kind)!.Content));
        }

        using var stop = new CancellationTokenSource();
        bench.OnEvent = e =>
        {
            if (e is JobEvent.PhaseStarted started && started.Phase == phase)
            {
                stop.Cancel();
            }
        };
        var result = bench.Run((board, setting, _) => RestoreBoard.RunAsync(board,
            new RestoreOptions { Backup = backup, Scripts = false }.In(setting), stop.Token));

        Assert.Equal(code, result.Failure?.Code);
        Assert.Equal(code is null ? 2 : 0, result.Restored.Count);
        Assert.Equal(code is null, bench.Board.Report().Commands.ContainsKey(SetMotor));
    }

    [Fact]
    public void The_worst_of_several_parts_gives_the_failure_its_name()
    {
        using var bench = JobBench.On("fw=6.05");
        using var old = JobBench.On("fw=6.00");
        var backup = bench.Take();
        backup = backup.With(BackupPartKind.MotorConfiguration,
            BackupBench.Scramble(backup.Find(BackupPartKind.MotorConfiguration)!.Content));
        Assert.Equal(FailureCode.BackupDoesNotFit, bench.Restore(old.Take(), o =>
            o with { CarryOver = SettingsMode.Defaults }).Failure!.Code);

        bench.Board.Inject(Fault.ToRequest(SetMotor, 0, new Lose()));
        Assert.Equal(FailureCode.WriteRefused, bench.Restore(backup).Failure!.Code);
        Assert.Equal(FailureCode.BackupDoesNotFit, bench.Restore(backup, o => o with { Settings = false }).Failure!.Code);
        bench.AssertUnchangedExcept();
    }

    [Theory]
    [InlineData("bootloader", 0xE0000, 0x20000)]
    [InlineData("app", 0, 0x80000)]
    [InlineData("settings", 0x4000, 0x8000)]
    [InlineData("STAGING", 0x80000, 0x60000)]
    [InlineData("0x08000000:0x100000", 0, 0x100000)]
    [InlineData("134217729:3", 1, 3)]
    [InlineData("0x080FFFFF:1", 0xFFFFF, 1)]
    public void A_region_is_read_as_it_is(string region, int start, int length)
    {
        using var bench = JobBench.On("fw=6.05&bootloader=present", o => o with { Lisp = JobBench.Code });

        var (result, content) = bench.Dump(DumpFlash.ParseRegion(region)!.Value);

        Assert.Null(result.Failure);
        Assert.Equal(bench.Board.Flash.Read(start, length), content);
        Assert.Equal(length, result.Dumped!.Value.Length);
        Assert.DoesNotContain("ourZerosInDump", bench.Warnings);
    }

    [Theory]
    [InlineData("")]
    [InlineData("everything")]
    [InlineData("0x08000000")]
    [InlineData("0x08000000:0")]
    [InlineData("0x07FFFFFF:2")]
    [InlineData("0x080FFFFF:2")]
    [InlineData("0x08000000:0x100001")]
    [InlineData("0x08000000:-1")]
    [InlineData("0x08000000:0xFFFFFFFF")]
    [InlineData("0xFFFFFFFF:1")]
    [InlineData("0:16")]
    [InlineData("0x0800 0000:1")]
    [InlineData("0x08000000:1:1")]
    public void What_is_no_region_of_flash_is_none(string region) => Assert.Null(DumpFlash.ParseRegion(region));

    [Theory]
    [InlineData("0x080A0000:0x10", 8)]
    [InlineData("0x080A0006:0x10", 2)]
    [InlineData("0x0809FFF0:0x11", 1)]
    [InlineData("0x080A0008:0x10", 0)]
    [InlineData("0x0809FFF0:0x10", 0)]
    [InlineData("staging", 8)]
    public void Our_own_8_zero_bytes_are_not_in_a_dump_and_are_told(string region, int ours)
    {
        using var bench = JobBench.On("fw=6.05");

        var range = DumpFlash.ParseRegion(region)!.Value;
        var (result, content) = bench.Dump(range);

        Assert.Null(result.Failure);
        Assert.Equal(bench.Board.Flash.Read(range.Start.Offset, range.Length), content);
        var warning = bench.Events.OfType<JobEvent.Warned>().FirstOrDefault(w => w.Code == "ourZerosInDump");
        Assert.Equal(ours > 0, warning is not null);
        Assert.True(warning is null || warning.Message.Contains($"the {ours} zero bytes", StringComparison.Ordinal));
        bench.AssertUnchangedExcept();
    }

    [Theory]
    [InlineData("fw=5.02")]
    [InlineData("fw=23.46")]
    public void Flash_that_cannot_be_read_is_told_with_what_would_help(string board)
    {
        using var bench = JobBench.On(board);

        var (result, content) = bench.Dump(FlashMap.Bootloader);

        Assert.Equal((FailureCode.FlashUnreadable, ProbeSuggestion.OtherMeans), (result.Failure!.Code, result.Failure.WayToTell));
        Assert.Null(content);
    }

    [Fact]
    public void Without_consent_nothing_is_opened_for_a_dump()
    {
        using var bench = JobBench.On("fw=6.05");
        bench.Yes = false;

        Assert.Equal(ProbeSuggestion.Agreement, bench.Dump(FlashMap.Bootloader).Result.Failure!.WayToTell);
        Assert.Equal(0, bench.Board.Flash.BytesProgrammed);
    }

    [Theory]
    [InlineData("loss=0.0003")]
    [InlineData("flip=0.0003")]
    public void A_dump_over_a_bad_line_holds_no_wrong_byte(string line)
    {
        using var bench = JobBench.On($"fw=6.05&{line}");

        var (result, content) = bench.Dump(FlashMap.Settings);

        Assert.Null(result.Failure);
        Assert.Equal(bench.Board.Flash.Read(0x4000, 0x8000), content);
    }
}
