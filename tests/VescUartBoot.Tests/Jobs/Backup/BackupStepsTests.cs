using VescUartBoot.Backups;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Simulator.Faults;

namespace VescUartBoot.Tests.Jobs.Backup;

public sealed class BackupStepsTests
{
    private const byte GetMotor = 14;
    private const byte GetApp = 17;
    private const byte ReadQml = 118;
    private const byte ReadLisp = 130;

    [Theory]
    [InlineData("6.05", "both")]
    [InlineData("7.00", "both")]
    [InlineData("6.00", "lisp")]
    [InlineData("5.03", "qml")]
    public void Everything_that_a_readable_board_has_is_kept_as_it_is(string firmware, string stored)
    {
        using var bench = JobBench.With(firmware, stored);

        var backup = bench.Take();

        Assert.Empty(backup.Missing);
        Assert.True(backup.HasAllConfigurations);
        Assert.Equal(bench.Board.Flash.Read(0x4000, 0x8000), backup.Find(BackupPartKind.SettingsSectors)!.Content.ToArray());
        AssertCode(backup.Find(BackupPartKind.Lisp), stored is "lisp" or "both" ? bench.Board.Flash.Read(0xC0000, 3008) : null);
        AssertCode(backup.Find(BackupPartKind.Qml),
            stored is not ("qml" or "both") ? null : bench.Board.Flash.Read(firmware == "5.03" ? 0x60000 : 0xA0000, 3008));
        Assert.Equal(bench.Board.Options.Firmware, backup.Board.Firmware.ToString());
        Assert.Equal("60_MK6", backup.Board.Hardware);
        Assert.Equal("3a002b000f51383036343731", backup.Board.Uuid.ToString());
        bench.AssertUnchangedExcept();
        Assert.Empty(bench.Board.Report().Violations);

        static void AssertCode(BackupPart? part, byte[]? expected) => Assert.Equal(expected, part?.Content.ToArray());
    }

    [Theory]
    [InlineData("3.40", 1)]
    [InlineData("4.02", 1)]
    [InlineData("5.02", 1)]
    [InlineData("23.46", 3)]
    public void Firmware_that_cannot_be_read_keeps_its_configurations_and_every_gap_is_told(string firmware, int gaps)
    {
        using var bench = JobBench.On($"fw={firmware}");

        var backup = bench.Take();

        Assert.Equal([BackupPartKind.MotorConfiguration, BackupPartKind.AppConfiguration], backup.Kinds());
        Assert.Equal(gaps, backup.Missing.Count);
        Assert.Contains("settingsSectorsNotKept", bench.Warnings);
        Assert.Equal(backup.Missing.Select(m => m.Code).Order(StringComparer.Ordinal),
            bench.Warnings.Where(w => w.EndsWith("NotKept", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        bench.AssertUnchangedExcept();
    }

    [Fact]
    public void Without_an_open_way_code_is_kept_all_the_same()
    {
        using var bench = JobBench.On("fw=6.05&readpath=closed", o => o with { Qml = JobBench.Code, Lisp = JobBench.Code });

        var backup = bench.Take(open: false);

        // A path closed to negative offsets hides the header, so nobody can say what is code.
        Assert.Equal([BackupPartKind.MotorConfiguration, BackupPartKind.AppConfiguration], backup.Kinds());
        Assert.Equal(["settingsSectorsNotKept", "qmlNotKept", "lispNotKept"], backup.Missing.Select(m => m.Code));

        using var open = JobBench.With("6.05", "both");
        Assert.Equal([BackupPartKind.MotorConfiguration, BackupPartKind.AppConfiguration, BackupPartKind.Qml, BackupPartKind.Lisp],
            open.Take(open: false).Kinds());
    }

    [Fact]
    public void Our_own_8_zero_bytes_are_no_code_to_keep()
    {
        using var bench = JobBench.With("6.05", "nothing");

        var backup = bench.Take();

        Assert.Equal([BackupPartKind.MotorConfiguration, BackupPartKind.AppConfiguration, BackupPartKind.SettingsSectors], backup.Kinds());
        Assert.Empty(backup.Missing);
        bench.AssertUnchangedExcept();
    }

    [Theory]
    [InlineData("5.02")]
    [InlineData("5.03")]
    [InlineData("7.00")]
    public void A_dual_board_keeps_both_motors_configuration(string firmware)
    {
        using var bench = JobBench.On($"fw={firmware}&dual=yes");
        var first = bench.Take();
        byte[] other = BackupBench.Scramble(first.Find(BackupPartKind.MotorConfiguration)!.Content);
        bench.RestoreSettings(first.With(BackupPartKind.SecondMotorConfiguration, other));

        BackupBench.AssertSameSettings(first.With(BackupPartKind.SecondMotorConfiguration, other), bench.Take());
    }

    [Fact]
    public void A_board_behind_the_bus_at_the_next_id_is_no_second_motor()
    {
        using var bench = JobBench.On("fw=6.05&can=43:6.05:60_MK5");

        Assert.Null(bench.Take().Find(BackupPartKind.SecondMotorConfiguration));
    }

    [Theory]
    [InlineData(GetMotor, 1)]
    [InlineData(GetMotor, 2)]
    [InlineData(GetMotor, 3)]
    [InlineData(GetApp, 1)]
    [InlineData(ReadQml, 2)]
    [InlineData(ReadQml, 5)]
    [InlineData(ReadLisp, 4)]
    public void One_accident_costs_no_part_and_no_byte(byte command, int which)
    {
        using var whole = TwoUnlikeMotors();
        using var calm = JobBench.On("fw=6.05&dual=yes", o => o with { Flash = whole.Board.Flash.ToArray() });
        var expected = calm.Take();
        foreach (var (isReply, what) in new (bool, FaultAction)[]
        {
            (true, new Lose()), (true, new DoubleIt()), (true, new Flip(7, 0x10)), (true, new Truncate(9)),
            (true, new Delay(TimeSpan.FromMilliseconds(1500))),
            (false, new Lose()), (false, new Flip(2, 0x04)), (false, new PullCable(TimeSpan.FromSeconds(2))),
        })
        {
            using var bench = JobBench.On("fw=6.05&dual=yes", o => o with { Flash = whole.Board.Flash.ToArray() });
            bench.Board.Inject(isReply ? Fault.ToReply(command, which, what) : Fault.ToRequest(command, which, what));

            var backup = bench.Take();

            Assert.Equal(expected.Parts.Select(p => (p.Kind, p.Sha256)), backup.Parts.Select(p => (p.Kind, p.Sha256)));
            Assert.Empty(backup.Missing);
            bench.AssertUnchangedExcept();
        }
    }

    [Fact]
    public void Late_answers_of_one_motor_are_never_taken_for_the_other_motors()
    {
        using var whole = TwoUnlikeMotors();
        using var calm = JobBench.On("fw=6.05&dual=yes", o => o with { Flash = whole.Board.Flash.ToArray() });
        var expected = calm.Take();
        foreach (int milliseconds in new[] { 900, 1500, 2500, 3500, 4500 })
        {
            using var bench = JobBench.On("fw=6.05&dual=yes", o => o with { Flash = whole.Board.Flash.ToArray() });
            bench.Board.Inject(Fault.ToReply(GetMotor, 2, new Delay(TimeSpan.FromMilliseconds(milliseconds))));

            Assert.Equal(expected.Parts.Select(p => (p.Kind, p.Sha256)), bench.Take().Parts.Select(p => (p.Kind, p.Sha256)));
        }
    }

    [Fact]
    public void A_configuration_that_the_board_never_tells_is_a_gap_and_no_end()
    {
        using var bench = JobBench.With("6.05", "both");
        bench.Board.Inject(Fault.ToReply(GetMotor, 0, new Lose()));

        var backup = bench.Take();

        Assert.Equal(["motorConfigurationNotKept"], backup.Missing.Select(m => m.Code));
        Assert.Contains("motorConfigurationNotKept", bench.Warnings);
        Assert.False(backup.HasAllConfigurations);
        Assert.NotNull(backup.Find(BackupPartKind.AppConfiguration));
    }

    private static JobBench TwoUnlikeMotors()
    {
        var bench = JobBench.On("fw=6.05&dual=yes", o => o with { Qml = JobBench.Code, Lisp = JobBench.Code });
        var backup = bench.Take();
        Assert.True(
            bench.RestoreSettings(backup.With(BackupPartKind.SecondMotorConfiguration,
                BackupBench.Scramble(backup.Find(BackupPartKind.MotorConfiguration)!.Content))).AllRestored);
        return bench;
    }

    [Fact]
    public void Progress_ends_at_its_total()
    {
        using var bench = JobBench.With("6.05", "both");

        bench.Take();

        var progress = bench.Events.OfType<JobEvent.Progressed>().Where(p => p.Phase == JobPhase.Backup).ToList();
        Assert.True(progress.Zip(progress.Skip(1)).All(p => p.First.Done <= p.Second.Done));
        Assert.Equal(progress[^1].Total, progress[^1].Done);
    }
}
