using VescUartBoot.Backups;
using VescUartBoot.Chip;
using VescUartBoot.Messages;
using VescUartBoot.Settings;
using VescUartBoot.Simulator.Faults;

namespace VescUartBoot.Tests.Jobs.Backup;

public sealed class RestoreSettingsTests
{
    private const byte SetMotor = 13;
    private const byte GetMotor = 14;
    private const byte SetApp = 16;

    [Theory]
    [InlineData("3.40")]
    [InlineData("4.02")]
    [InlineData("5.02")]
    [InlineData("5.03")]
    [InlineData("6.05")]
    [InlineData("7.00")]
    [InlineData("23.46")]
    public void Settings_of_this_firmware_are_put_back_and_read_back(string firmware)
    {
        using var bench = JobBench.On($"fw={firmware}");
        var saved = Changed(bench.Take());

        var outcome = bench.RestoreSettings(saved);

        Assert.True(outcome.AllRestored);
        Assert.Equal([(BackupPartKind.MotorConfiguration, PartState.Restored), (BackupPartKind.AppConfiguration, PartState.Restored)],
            outcome.States());
        AssertHolds(bench, saved);
        bench.AssertUnchangedExcept(1, 2);
    }

    [Fact]
    public void What_is_there_already_is_not_written_again()
    {
        using var bench = JobBench.On("fw=6.05");

        var outcome = bench.RestoreSettings(bench.Take());

        Assert.True(outcome.AllRestored);
        bench.AssertUnchangedExcept();
        Assert.DoesNotContain(SetMotor, bench.Board.Report().Commands.Keys);
    }

    [Theory]
    [InlineData("5.03")]
    [InlineData("6.05")]
    [InlineData("6.06")]
    [InlineData("7.00")]
    public void After_a_start_in_between_the_motors_own_offsets_do_not_count(string firmware)
    {
        using var bench = JobBench.On($"fw={firmware}");
        var saved = bench.Take(open: false);
        bench.Board.PowerCycle(TimeSpan.FromSeconds(1));
        bench.Clock.Advance(TimeSpan.FromSeconds(10));

        var same = bench.RestoreSettings(saved);
        Assert.True(same.AllRestored);
        Assert.EndsWith("its values are there already, nothing was written; 9 offsets differ, which the board measures itself",
            same.Parts[0].Message, StringComparison.Ordinal);
        Assert.DoesNotContain(SetMotor, bench.Board.Report().Commands.Keys);

        Assert.True(bench.RestoreSettings(Changed(saved)).AllRestored);
    }

    [Theory]
    [InlineData("6.05", 1)]
    [InlineData("7.00", 2)]
    public void Offsets_that_the_board_does_not_measure_are_put_back_as_well(string firmware, int stores)
    {
        using var bench = JobBench.On($"fw={firmware}");
        var saved = bench.Take(open: false);
        var motor = saved.Find(BackupPartKind.MotorConfiguration)!.Configuration!;
        var layout = SettingsLayouts.Find(motor)!;
        byte[] bytes = motor.Bytes.ToArray();
        bytes[(layout.Find("foc_offsets_cal_mode") ?? layout.Find("foc_offsets_cal_on_boot"))!.Offset] = 0;
        bytes[layout.Find("foc_offsets_current__1")!.Offset + 2] ^= 0x55;
        saved = saved.With(BackupPartKind.MotorConfiguration, bytes);

        Assert.True(bench.RestoreSettings(saved).AllRestored);

        Assert.Equal(bytes, bench.Take(open: false).Find(BackupPartKind.MotorConfiguration)!.Content.ToArray());
        Assert.Equal(stores, bench.Board.Report().Commands[SetMotor]);
    }

    [Fact]
    public void A_value_that_the_firmware_cuts_by_a_step_is_restored()
    {
        using var bench = JobBench.On("fw=7.00");
        var saved = bench.Take(open: false);
        var motor = saved.Find(BackupPartKind.MotorConfiguration)!.Configuration!;
        byte[] bytes = motor.Bytes.ToArray();
        bytes[SettingsLayouts.Find(motor)!.Find("foc_mag_vd_max")!.Offset] = 0;
        bytes[SettingsLayouts.Find(motor)!.Find("foc_mag_vd_max")!.Offset + 1] = 112;

        var part = bench.RestoreSettings(saved.With(BackupPartKind.MotorConfiguration, bytes)).Parts[0];

        Assert.Equal((PartState.Restored, "all values except 1, one step nearer to zero "
            + "because this firmware cuts them; compared again after a restart"), (part.State, part.Message));
        Assert.Equal(1, bench.Board.Report().Commands[SetMotor]);

        var again = bench.RestoreSettings(saved.With(BackupPartKind.MotorConfiguration, bytes)).Parts[0];

        Assert.StartsWith("its values are there already, nothing was written; 1 of them one step nearer to zero because this firmware cuts "
            + "them", again.Message, StringComparison.Ordinal);
        Assert.True(again.IsUnchanged);
        Assert.Equal(1, bench.Board.Report().Commands[SetMotor]);
    }

    [Fact]
    public void Before_3_50_the_first_values_are_no_signature()
    {
        using var bench = JobBench.On("fw=3.40");
        var saved = bench.Take(open: false);
        byte[] other = saved.Find(BackupPartKind.MotorConfiguration)!.Content.ToArray();
        other[0] ^= 0x11;
        Assert.True(bench.RestoreSettings(saved.With(BackupPartKind.MotorConfiguration, other)).AllRestored);

        Assert.True(bench.RestoreSettings(saved).AllRestored);
        AssertHolds(bench, saved);
    }

    [Fact]
    public void Before_3_50_only_the_same_version_takes_settings()
    {
        using var bench = JobBench.On("fw=3.40");
        var saved = bench.Take(open: false);
        var newer = saved with { Board = saved.Board with { Firmware = new FirmwareVersion(3, 48) } };

        Assert.Equal([PartState.SignatureDiffers, PartState.HeldBack], bench.RestoreSettings(newer).Parts.Select(p => p.State));
    }

    [Fact]
    public void Both_motors_come_before_the_app_because_it_may_change_the_CAN_id()
    {
        using var bench = JobBench.On("fw=6.05&dual=yes");
        var saved = Changed(bench.Take());
        byte[] app = saved.Find(BackupPartKind.AppConfiguration)!.Content.ToArray();
        app[4] = 7;
        saved = saved.With(BackupPartKind.AppConfiguration, app);

        var outcome = bench.RestoreSettings(saved);

        Assert.Equal(
            [(BackupPartKind.MotorConfiguration, PartState.Restored), (BackupPartKind.SecondMotorConfiguration, PartState.Restored),
                (BackupPartKind.AppConfiguration, PartState.Restored)],
            outcome.States());
        AssertHolds(bench, saved);
    }

    [Theory]
    [InlineData("6.05", "7.00")]
    [InlineData("5.03", "6.00")]
    public void Settings_of_another_firmware_are_never_sent_as_they_are(string from, string to)
    {
        using var old = JobBench.On($"fw={from}&dual=yes");
        using var bench = JobBench.On($"fw={to}&dual=yes");

        var outcome = bench.RestoreSettings(old.Take(), SettingsMode.Defaults);

        Assert.False(outcome.AllRestored);
        Assert.Equal([PartState.SignatureDiffers, PartState.SignatureDiffers, PartState.HeldBack], outcome.Parts.Select(p => p.State));
        Assert.Equal(3, outcome.Parts.Count);
        Assert.DoesNotContain(SetMotor, bench.Board.Report().Commands.Keys);
        Assert.DoesNotContain(SetApp, bench.Board.Report().Commands.Keys);
        bench.AssertUnchangedExcept();
    }

    [Fact]
    public void The_right_signature_with_another_length_is_not_sent_either()
    {
        using var bench = JobBench.On("fw=6.05");
        var backup = bench.Take();
        var longer = backup.With(BackupPartKind.MotorConfiguration, [.. backup.Find(BackupPartKind.MotorConfiguration)!.Content.Span, 0]);

        int length = backup.Find(BackupPartKind.MotorConfiguration)!.Content.Length;
        Assert.Equal(
            new PartOutcome(BackupPartKind.MotorConfiguration, PartState.SignatureDiffers,
                $"its signature is this firmware's, but it has {length + 1} bytes instead of {length}"),
            bench.RestoreSettings(longer).Parts[0]);
        bench.AssertUnchangedExcept();
    }

    [Fact]
    public void Motors_that_do_not_match_are_told_and_the_rest_is_restored()
    {
        using var dual = JobBench.On("fw=6.05&dual=yes");
        using var single = JobBench.On("fw=6.05");
        var two = dual.Take();
        var one = single.Take();

        Assert.Equal(
            new PartOutcome(BackupPartKind.SecondMotorConfiguration, PartState.NoPlace,
                "it is in the backup, but no second motor answers on this board"),
            single.RestoreSettings(Changed(two)).Parts[1]);
        Assert.Equal(PartState.NotSaved, dual.RestoreSettings(Changed(one)).Parts[1].State);
    }

    [Fact]
    public void A_part_that_was_not_saved_says_why()
    {
        using var bench = JobBench.On("fw=6.05");
        var backup = bench.Take();
        backup = backup with
        {
            Parts = [.. backup.Parts.Where(p => p.Kind != BackupPartKind.AppConfiguration)],
            Missing = [new MissingPart(BackupPartKind.AppConfiguration, "appConfigurationNotKept", "it was silent")],
        };

        var outcome = bench.RestoreSettings(backup);

        Assert.Equal(PartState.NotSaved, outcome.Parts[1].State);
        Assert.Contains("it was silent", outcome.Parts[1].Message, StringComparison.Ordinal);
        Assert.False(outcome.AllRestored);
    }

    [Theory]
    [InlineData("erpm=400", "the motor turns (400 ERPM): storing a configuration releases it")]
    [InlineData("dual=yes&erpm2=-400", "the second motor turns (-400 ERPM): storing a configuration releases it")]
    public void While_a_motor_turns_nothing_is_sent(string state, string message)
    {
        using var still = JobBench.On(state.StartsWith("dual", StringComparison.Ordinal) ? "dual=yes" : "");
        using var bench = JobBench.On(state);

        var outcome = bench.RestoreSettings(Changed(still.Take()));

        Assert.All(outcome.Parts.SkipLast(1), p => Assert.Equal((PartState.MotorTurning, message), (p.State, p.Message)));
        Assert.Equal(PartState.HeldBack, outcome.Parts[^1].State);
        bench.AssertUnchangedExcept();
    }

    [Theory]
    [InlineData(SetMotor)]
    [InlineData(SetApp)]
    public void A_lost_reply_is_read_back_and_not_sent_again_blindly(byte command)
    {
        using var bench = JobBench.On("fw=6.05");
        var saved = Changed(bench.Take());
        bench.Board.Inject(Fault.ToReply(command, 1, new Lose()));

        Assert.True(bench.RestoreSettings(saved).AllRestored);
        Assert.Equal(1, bench.Board.Report().Commands[command]);
        AssertHolds(bench, saved);
    }

    [Theory]
    [InlineData(SetMotor)]
    [InlineData(SetApp)]
    public void Any_accident_to_a_store_is_mended(byte command)
    {
        foreach (var (isReply, what) in new (bool, FaultAction)[]
        {
            (true, new DoubleIt()), (true, new Flip(1, 0x10)), (true, new Delay(TimeSpan.FromSeconds(9))),
            (false, new Lose()), (false, new Flip(20, 0x04)), (false, new Truncate(100)), (false, new PullCable(TimeSpan.FromSeconds(2))),
            (false, new CutPower(TimeSpan.FromSeconds(1))),
        })
        {
            using var bench = JobBench.On("fw=6.05&dual=yes");
            var saved = Changed(bench.Take());
            bench.Board.Inject(isReply ? Fault.ToReply(command, 1, what) : Fault.ToRequest(command, 1, what));

            var outcome = bench.RestoreSettings(saved);

            Assert.True(outcome.AllRestored, $"{what}: {string.Join("; ", outcome.Parts)}");
            AssertHolds(bench, saved);
        }
    }

    [Fact]
    public void A_board_that_takes_nothing_is_told_with_what_it_still_has()
    {
        using var bench = JobBench.On("fw=6.05");
        var before = bench.Take();
        bench.Board.Inject(Fault.ToRequest(SetMotor, 0, new Lose()));

        var outcome = bench.RestoreSettings(Changed(before));

        Assert.Equal([(BackupPartKind.MotorConfiguration, PartState.Refused), (BackupPartKind.AppConfiguration, PartState.HeldBack)],
            outcome.States());
        Assert.Equal(before.Find(BackupPartKind.MotorConfiguration)!.Sha256, bench.Take().Find(BackupPartKind.MotorConfiguration)!.Sha256);
    }

    [Fact]
    public void A_board_that_stops_telling_its_configuration_leaves_it_unproved()
    {
        using var bench = JobBench.On("fw=6.05");
        var saved = Changed(bench.Take());
        bench.Board.Inject(new Fault(new OnFrame(FaultDirection.ToBoard, FrameMatch.Command(SetMotor), 1), new PrintText("hello")));
        int asked = bench.Board.Report().Commands[GetMotor];
        for (int i = 3; i < 20; i++)
        {
            bench.Board.Inject(Fault.ToReply(GetMotor, i, new Lose()));
        }

        var outcome = bench.RestoreSettings(saved);

        Assert.True(asked >= 2);
        Assert.Equal(PartState.NotProved, outcome.Parts[0].State);
        Assert.StartsWith("it was sent, and cannot be read back: the board did not answer", outcome.Parts[0].Message,
            StringComparison.Ordinal);
    }

    private static BoardBackup Changed(BoardBackup backup)
    {
        foreach (var part in backup.Parts.Where(p => p.Configuration is not null).ToList())
        {
            backup = backup.With(part.Kind, BackupBench.Scramble(part.Content));
        }

        return backup;
    }

    private static void AssertHolds(JobBench bench, BoardBackup saved) => BackupBench.AssertSameSettings(saved, bench.Take(open: false));
}
