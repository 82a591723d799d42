using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Settings;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Jobs.Backup;

/// <summary>A backup of another firmware is put back in the layout of this one.</summary>
public sealed class CarryOverTests : IDisposable
{
    private const byte SetApp = 16;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("5.02", "6.05")]
    [InlineData("6.02", "7.00")]
    [InlineData("4.02", "7.00")]
    public void What_the_owner_changed_is_carried_over_and_the_rest_takes_the_new_defaults(string from, string to)
    {
        var backup = BackupFolder.Load(BackupFolder.Write(_folder.Path, TakeChanged(from)));
        using var bench = JobBench.On($"fw={to}");
        var standard = Motor(bench.Take(open: false));

        var result = bench.Restore(backup, o => o with { CarryOver = SettingsMode.Merge, Scripts = false });

        Assert.Null(result.Failure);
        Assert.All(result.Restored, r => Assert.Equal((PartState.Restored, SettingsMode.Merge), (r.State, r.CarriedOver!.Mode)));
        var motor = Motor(bench.Take(open: false));
        Assert.Equal(41, motor.Find("l_current_max")!.Value.Number);
        Assert.Equal(from == "6.02" ? 0.02 : 0.03, motor.Find("foc_motor_r")!.Value.Number, 1e-6);
        Assert.Equal(standard.Find("foc_fw_duty_start")?.Number, motor.Find("foc_fw_duty_start")?.Number);
        Assert.DoesNotContain("defaultsNotKept", bench.Warnings);
    }

    [Fact]
    public void A_backup_without_the_defaults_of_its_firmware_keeps_all_and_says_so()
    {
        var backup = TakeChanged("6.02") with { Defaults = [] };
        using var bench = JobBench.On("fw=7.00");

        var result = bench.Restore(backup, o => o with { CarryOver = SettingsMode.Merge, Scripts = false });

        Assert.Null(result.Failure);
        Assert.Contains("defaultsNotKept", bench.Warnings);
        Assert.All(result.Restored, r => Assert.Equal(SettingsMode.Keep, r.CarriedOver!.Mode));
    }

    [Fact]
    public void An_app_configuration_is_not_sent_while_the_motor_configuration_is_not_back()
    {
        var backup = TakeChanged("6.02");
        using var bench = JobBench.On("fw=7.00");

        var result = bench.Restore(backup.With(BackupPartKind.MotorConfiguration, [1, 2, 3, 4, 5, 6]),
            o => o with { CarryOver = SettingsMode.Merge, Scripts = false });

        Assert.NotNull(result.Failure);
        Assert.Equal(
            [(BackupPartKind.MotorConfiguration, PartState.SignatureDiffers), (BackupPartKind.AppConfiguration, PartState.HeldBack)],
            result.Restored.Select(r => (r.Part, r.State)));
        Assert.DoesNotContain(SetApp, bench.Board.Report().Commands.Keys);
        bench.AssertUnchangedExcept();
    }

    [Fact]
    public void Nothing_is_carried_over_where_that_was_not_wanted()
    {
        var backup = TakeChanged("6.02");
        using var bench = JobBench.On("fw=7.00");

        var result = bench.Restore(backup, o => o with { CarryOver = SettingsMode.Defaults, Scripts = false });

        Assert.Equal([PartState.SignatureDiffers, PartState.HeldBack], result.Restored.Select(r => r.State));
        bench.AssertUnchangedExcept();
    }

    private static BoardBackup TakeChanged(string firmware)
    {
        using var bench = JobBench.On($"fw={firmware}");
        var backup = bench.Take(open: false);
        Assert.Equal(2, backup.Defaults.Count);
        var changed = Motor(backup).With("l_current_max", "41").Settings!.With("foc_motor_r", "0.02").Settings!;
        return backup.With(BackupPartKind.MotorConfiguration, changed.Encode().Bytes.ToArray());
    }

    private static BoardSettings Motor(BoardBackup backup) =>
        BoardSettings.Decode(backup.Find(BackupPartKind.MotorConfiguration)!.Configuration!);
}
