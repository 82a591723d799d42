using VescUartBoot.Backups;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Upgrade;
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

        var result = bench.Upgrade(firmware,
            o => o with { Reinstall = true, Restore = SettingsRestore.Always, Keep = b => Take(b, ref before) });

        Assert.Null(result.Failure);
        Assert.True(result.Upgrade!.Settings!.AllRestored);
        Assert.Equal(parts, result.Upgrade.Settings.Parts.Count);
        BoardBackup? after = null;
        bench.Upgrade(firmware, o => o with { Reinstall = true, Keep = b => Take(b, ref after) });
        BackupBench.AssertSameSettings(before!, after!);
    }

    [Fact]
    public void Another_layout_leaves_the_defaults_and_the_end_says_so()
    {
        using var bench = JobBench.On("fw=6.05&bootloader=present");

        var result = bench.Upgrade("7.00");

        Assert.Null(result.Failure);
        Assert.False(result.Upgrade!.Settings!.AllRestored);
        Assert.All(result.Upgrade.Settings.Parts, p => Assert.Equal(PartState.SignatureDiffers, p.State));
        Assert.Contains(bench.Events.OfType<JobEvent.Warned>(),
            w => w.Code == "settingsDefault" && w.Message.Contains("do not drive", StringComparison.Ordinal));
    }

    [Fact]
    public void Whoever_insists_on_the_settings_is_told_that_they_are_gone()
    {
        using var bench = JobBench.On("fw=6.05&bootloader=present");

        Assert.Equal(FailureCode.SettingsNotRestored,
            bench.Upgrade("7.00", o => o with { Restore = SettingsRestore.Always }).Failure!.Code);
        bench.AssertRuns("7.00");
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
        Assert.Contains("scriptsKept", bench.Warnings);
    }

    private static string Take(BoardBackup backup, ref BoardBackup? taken)
    {
        taken = backup;
        return "kept";
    }
}
