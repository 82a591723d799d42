using System.Text;
using VescUartBoot.Backups;
using VescUartBoot.Jobs.Backup;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Upgrade;
using VescUartBoot.Settings;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Tests.Jobs.Backup;

namespace VescUartBoot.Tests.Jobs.Upgrade;

/// <summary>Source text goes back after an upgrade where the owner agrees; native code is named and nothing else.</summary>
public sealed class UpgradeScriptsTests
{
    private const byte LispWrite = 131;

    private static readonly byte[] _lisp = Encoding.UTF8.GetBytes("; Lights, by µ\n(loopwhile t (progn (set-aux 1 1) (sleep 0.5)))\n\0");
    private static readonly byte[] _qml = "import QtQuick 2.7\nItem { }\n"u8.ToArray();
    private static readonly byte[] _package =
        [.. "; Float package 1.2\n(import \"a.bin\" 'a)\n(load-native-lib a)\n\0"u8, 0, 1, .. "a\0"u8, 0, 0, 0, 64, 0xF0, 0xB5, 0x08];

    private static readonly byte[] _layout = "<?xml version=\"1.0\"?><ConfigParams><Params/></ConfigParams>"u8.ToArray();

    [Theory]
    [InlineData("6.05", "7.00")]
    [InlineData("6.02", "6.06")]
    [InlineData("7.00", "6.05")]
    public void Source_text_goes_back_after_the_settings_without_a_question_where_the_owner_has_said_so(string from, string to)
    {
        using var bench = With(from, _lisp);

        var result = bench.Upgrade(to, o => o with { RestoreScripts = true, AllowDowngrade = true });

        Assert.True(result.Failure is null, result.Failure?.ToString());
        Assert.All(result.Upgrade!.Scripts, s => Assert.Equal(PartState.Restored, s.State));
        Assert.Equal([BackupPartKind.Qml, BackupPartKind.Lisp], result.Upgrade.Scripts.Select(s => s.Part));
        Assert.True(result.Upgrade.Settings!.AllRestored);
        AssertStored(bench, _lisp);
        Assert.DoesNotContain(JobQuestion.CodeOfOtherFirmware, bench.Questions);
        Assert.DoesNotContain("scriptsKept", bench.Warnings);
        Assert.DoesNotContain("readPathLeftOpen", bench.Warnings);
        Assert.Empty(bench.Board.Report().Violations);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Otherwise_it_is_asked_and_without_a_yes_it_is_kept_which_is_told(bool yes)
    {
        using var bench = With("6.05", _lisp);
        bench.Answer = question => question != JobQuestion.CodeOfOtherFirmware || yes;

        var result = bench.Upgrade("7.00");

        Assert.Null(result.Failure);
        Assert.Contains(JobQuestion.CodeOfOtherFirmware, bench.Questions);
        Assert.Equal(!yes, bench.Warnings.Contains("scriptsKept"));
        Assert.All(result.Upgrade!.Scripts, s => Assert.Equal(yes ? PartState.Restored : PartState.NotAgreed, s.State));
        if (yes)
        {
            AssertStored(bench, _lisp);
        }
        else
        {
            Assert.Null(bench.Take(open: false).Find(BackupPartKind.Lisp));
        }
    }

    [Fact]
    public void A_package_with_native_code_is_named_with_its_configuration_kept_and_nothing_of_it_is_written()
    {
        using var bench = With("6.05", _package, _layout);
        BoardBackup? kept = null;

        var result = bench.Upgrade("7.00", o => o with { RestoreScripts = true, Keep = b => { kept = b; return "kept"; } });

        Assert.Null(result.Failure);
        Assert.Equal(PartState.NativeCode, result.Upgrade!.Scripts.Single(s => s.Part == BackupPartKind.Lisp).State);
        string told = bench.Events.OfType<JobEvent.Warned>().Single(w => w.Code == "packageToInstall").Message;
        Assert.Contains("Float package 1.2", told, StringComparison.Ordinal);
        Assert.Contains("in a version for firmware 7.00", told, StringComparison.Ordinal);
        Assert.Contains("its configuration with it", told, StringComparison.Ordinal);
        Assert.Null(bench.Take(open: false).Find(BackupPartKind.Lisp));
        Assert.Equal(_layout, kept!.Find(BackupPartKind.PackageLayout)!.Content.ToArray());
        Assert.Equal(16, kept.Find(BackupPartKind.PackageConfiguration)!.Content.Length);
        Assert.True(result.Upgrade.Settings!.AllRestored);
    }

    [Fact]
    public void Where_the_settings_are_not_proved_no_script_is_written()
    {
        using var bench = With("6.05", _lisp);
        bench.Board.Inject(Fault.ToRequest(13, 1, new SetMotor(true, 3000)));

        var result = bench.Upgrade("7.00", o => o with { RestoreScripts = true });

        Assert.NotNull(result.Failure);
        Assert.Empty(result.Upgrade!.Scripts);
    }

    [Fact]
    public void Defaults_that_hold_by_the_owners_word_do_not_keep_the_scripts_away()
    {
        using var bench = With("6.05", _lisp);

        Assert.Null(bench.Upgrade("7.00", o => o with { RestoreScripts = true, Settings = SettingsMode.Defaults }).Failure);

        AssertStored(bench, _lisp);
    }

    [Fact]
    public void A_script_that_reads_back_differently_is_a_failure_and_none_is_left()
    {
        using var bench = With("6.05", _lisp);
        for (int i = 3; i < 9; i++)
        {
            bench.Board.Inject(Fault.ToRequest(LispWrite, i, new Refuse()));
        }

        var result = bench.Upgrade("7.00", o => o with { RestoreScripts = true });

        Assert.Equal(FailureCode.WriteRefused, result.Failure!.Code);
        Assert.True(result.Upgrade!.Settings!.AllRestored);
        Assert.Null(bench.Take(open: false).Find(BackupPartKind.Lisp));
    }

    [Fact]
    public void A_restore_brings_settings_and_leaves_the_package_to_the_owner()
    {
        BoardBackup backup;
        using (var old = With("6.05", _package, _layout))
        {
            backup = old.Take(open: false);
        }

        using var bench = JobBench.On("fw=7.00");
        var result = bench.Restore(backup, o => o with { RestoreScripts = true });

        Assert.True(result.Failure is null, result.Failure?.ToString());
        Assert.Contains("packageToInstall", bench.Warnings);
        var alone = bench.Restore(backup with { Parts = [backup.Find(BackupPartKind.Lisp)!] }, o => o with { Settings = false });
        Assert.Equal(FailureCode.BackupDoesNotFit, alone.Failure!.Code);
        Assert.Contains("only native code", alone.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_restore_brings_settings_though_the_script_was_not_agreed_to()
    {
        BoardBackup backup;
        using (var old = With("6.05", _lisp))
        {
            backup = old.Take(open: false);
        }

        using var bench = JobBench.On("fw=7.00");
        bench.Answer = question => question != JobQuestion.CodeOfOtherFirmware;
        var result = bench.Restore(backup);

        Assert.True(result.Failure is null, result.Failure?.ToString());
        Assert.Contains("scriptsKept", bench.Warnings);
    }

    private static JobBench With(string firmware, byte[] lisp, byte[]? layout = null)
    {
        var bench = JobBench.On($"fw={firmware}&bootloader=present", o => o with { Lisp = lisp, Qml = _qml, PackageLayout = layout });
        bench.SetUp(("l_current_max", "41"));
        return bench;
    }

    private static void AssertStored(JobBench bench, byte[] lisp)
    {
        var now = bench.Take(open: false);
        Assert.Equal(lisp, now.Find(BackupPartKind.Lisp)!.Content[8..].ToArray());
        Assert.Equal(_qml, now.Find(BackupPartKind.Qml)!.Content[8..].ToArray());
    }
}
