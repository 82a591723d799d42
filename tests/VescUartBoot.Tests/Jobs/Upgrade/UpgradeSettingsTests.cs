using VescUartBoot.Backups;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Upgrade;
using VescUartBoot.Settings;
using VescUartBoot.Tests.Jobs.Backup;

namespace VescUartBoot.Tests.Jobs.Upgrade;

public sealed class UpgradeSettingsTests
{
    [Theory]
    [InlineData("6.05", "no", 2)]
    [InlineData("6.05", "yes", 3)]
    [InlineData("7.00", "no", 2)]
    [InlineData("7.00", "yes", 3)]
    public void The_same_layout_gets_its_settings_back_of_both_motors(string firmware, string dual, int parts)
    {
        using var bench = JobBench.On($"fw={firmware}&bootloader=present&dual={dual}");
        BoardBackup? before = null;
        bench.SetUpAnew();

        var result = bench.Upgrade(firmware, o => o with { Reinstall = true, RequireAllSettings = true, Keep = b => Take(b, ref before) });

        Assert.Null(result.Failure);
        Assert.True(result.Upgrade!.Settings!.AllRestored);
        Assert.Equal(parts, result.Upgrade.Settings.Parts.Count);
        BoardBackup? after = null;
        bench.Upgrade(firmware, o => o with { Reinstall = true, Keep = b => Take(b, ref after) });
        BackupBench.AssertSameSettings(before!, after!);
    }

    [Fact]
    public void Defaults_are_left_where_nothing_was_to_be_carried_over()
    {
        using var bench = JobBench.On("fw=6.05&bootloader=present");

        var result = bench.Upgrade("7.00", o => o with { Settings = SettingsMode.Defaults });

        Assert.Null(result.Failure);
        Assert.Null(result.Upgrade!.Settings);
        Assert.Contains(
            bench.Events.OfType<JobEvent.Warned>(),
            w => w.Code == "settingsDefault" && w.Message.Contains("do not drive", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("6.02", "7.00")]
    [InlineData("5.02", "6.05")]
    [InlineData("4.02", "7.00")]
    [InlineData("7.00", "6.05")]
    public void What_the_owner_set_is_on_the_new_firmware_after_a_restart(string from, string to)
    {
        using var bench = JobBench.On($"fw={from}&bootloader=present");
        bench.SetUp(("l_current_max", "41"), ("foc_motor_r", "0.02"), ("l_battery_cut_start", "30.5"));

        var result = bench.Upgrade(to, o => o with { AllowDowngrade = true, AssumeBootloader = true, RequireAllSettings = true });

        Assert.Null(result.Failure);
        Assert.True(result.Upgrade!.Settings!.AllRestored);
        Assert.Contains(JobPhase.Prove, bench.Phases);
        Assert.DoesNotContain("settingsDefault", bench.Warnings);
        bench.Board.PowerCycle(TimeSpan.FromSeconds(1));
        bench.Clock.Advance(TimeSpan.FromSeconds(10));
        var motor = BoardSettings.Decode(bench.Take(open: false).Find(BackupPartKind.MotorConfiguration)!.Configuration!);
        Assert.Equal(41, motor.Find("l_current_max")!.Value.Number);
        Assert.Equal(from is "6.02" or "7.00" ? 0.02 : 0.03, motor.Find("foc_motor_r")!.Value.Number, 1e-6);
        Assert.Equal(30.5, motor.Find("l_battery_cut_start")!.Value.Number, 1e-6);
    }

    [Fact]
    public void Carrying_over_and_the_proof_take_less_than_4_s()
    {
        var times = new[] { SettingsMode.Defaults, SettingsMode.Merge }.Select(mode =>
        {
            using var bench = JobBench.On("fw=6.02&bootloader=present");
            bench.SetUp(("l_current_max", "41"), ("foc_motor_r", "0.02"));
            long start = bench.Clock.GetTimestamp();
            Assert.Null(bench.Upgrade("7.00", o => o with { Settings = mode }).Failure);
            return bench.Clock.GetElapsedTime(start);
        }).ToList();

        Assert.InRange((times[1] - times[0]).TotalSeconds, 2, 4);
    }

    [Fact]
    public void Nothing_is_erased_if_the_settings_cannot_be_saved()
    {
        using var bench = JobBench.On("fw=6.05&bootloader=none", o => o with { Lisp = JobBench.Code });

        var result = bench.Upgrade("7.00", o => o with { Keep = _ => throw new IOException("no space left on device") });

        Assert.Equal(FailureCode.SaveFailed, result.Failure!.Code);
        bench.AssertUnchangedExcept();
    }

    [Fact]
    public void Stored_code_is_saved_before_it_is_erased()
    {
        using var bench = JobBench.On("fw=6.05&bootloader=present", o => o with { Lisp = JobBench.Code, Qml = JobBench.Code });
        BoardBackup? kept = null;

        Assert.Null(bench.Upgrade("7.00", o => o with { Keep = b => Take(b, ref kept) }).Failure);

        Assert.Equal(JobBench.Code, kept!.Find(BackupPartKind.Lisp)!.Content[8..].ToArray());
        Assert.Equal(JobBench.Code, kept.Find(BackupPartKind.Qml)!.Content[8..].ToArray());
        Assert.NotNull(kept.Find(BackupPartKind.SettingsSectors));
        Assert.Equal(2, bench.Warnings.Count(w => w == "packageToInstall"));
    }

    private static string Take(BoardBackup backup, ref BoardBackup? taken)
    {
        taken = backup;
        return "kept";
    }
}
