using VescUartBoot.Backups;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Upgrade;
using VescUartBoot.Recovery;
using VescUartBoot.Settings;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.TestKit;
using VescUartBoot.Tests.Jobs;
using VescUartBoot.Tests.Jobs.Backup;
using VescUartBoot.Tests.Jobs.Upgrade;

namespace VescUartBoot.Tests.Recovery;

/// <summary>The owner's values are the first that were saved, however often a job is killed.</summary>
public sealed class BackupSelectionTests
{
    private readonly Dictionary<string, BoardBackup> _kept = [];
    private readonly MemoryJournal _journal = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Killed_twice_after_the_jump_the_next_run_puts_the_owners_settings_back(bool reinstall)
    {
        using var bench = Bench("fw=7.00&bootloader=present");
        bench.SetUpAnew();
        var owners = bench.Take(open: false);
        Kill(bench, e => e is JobEvent.PhaseStarted { Phase: JobPhase.Restore });
        Kill(bench, e => e is JobEvent.PhaseStarted { Phase: JobPhase.Restore });
        bench.Check();
        Assert.Contains(ChangeKind.Backup, _journal.Kinds);

        var result = bench.Upgrade("7.00", o => Options(o) with { Reinstall = reinstall });

        Assert.Null(result.Failure);
        Assert.Equal("kept-1", result.Upgrade!.KeptIn);
        Assert.True(result.Upgrade.Settings!.AllRestored);
        BackupBench.AssertSameSettings(owners, bench.Take(open: false));
        Assert.Single(_kept);
        Assert.Empty(_journal.Open.Changes);
    }

    [Fact]
    public void Settings_lost_in_the_first_of_two_steps_are_put_back_by_the_run_after_a_second_step_that_failed()
    {
        using var bench = JobBench.On("fw=4.02&bootloader=present", o => o with
        {
            Faults = [FaultScript.ParseLine("at command 1 2: cut power for 6s")],
        });
        bench.Journal = _journal;
        bench.SetUp(("l_current_max", "42"));

        Assert.Equal(FailureCode.NotApplied, bench.Upgrade("7.00", Options).Failure!.Code);
        Assert.Contains(ChangeKind.Backup, _journal.Kinds);

        Assert.Null(bench.Upgrade("7.00", Options).Failure);
        Assert.Empty(_journal.Open.Changes);
        Assert.Equal(42, BoardSettings.Decode(bench.Take(open: false).Find(BackupPartKind.MotorConfiguration)!.Configuration!)
            .Find("l_current_max")!.Value.Number);
    }

    [Fact]
    public void Scripts_that_an_upload_has_erased_stay_in_the_backup_that_the_next_run_names()
    {
        using var bench = Bench("fw=6.05&bootloader=present", lisp: true);
        Kill(bench, e => e is JobEvent.Progressed { Phase: JobPhase.Write, Done: > 50_000 });

        Assert.Null(bench.Upgrade("7.00", Options).Failure);

        Assert.Contains(bench.Events.OfType<JobEvent.Warned>(),
            w => w.Code == "packageToInstall" && w.Message.Contains("kept in kept-1", StringComparison.Ordinal));
        Assert.NotNull(Assert.Single(_kept).Value.Find(BackupPartKind.Lisp));
    }

    [Fact]
    public void What_the_owner_has_set_meanwhile_is_saved_besides()
    {
        using var bench = Bench("fw=7.00&bootloader=present");
        Kill(bench, e => e is JobEvent.PhaseStarted { Phase: JobPhase.Restore });
        bench.Journal = null;
        bench.SetUpAnew();
        bench.Journal = _journal;

        Assert.Equal("kept-1", bench.Upgrade("7.00", o => Options(o) with { Reinstall = true }).Upgrade!.KeptIn);

        Assert.Equal(2, _kept.Count);
        Assert.Contains(bench.Events.OfType<JobEvent.Warned>(),
            w => w.Code == "ownersBackup" && w.Message.Contains("kept-2", StringComparison.Ordinal));
    }

    [Fact]
    public void A_whole_restore_ends_the_wait_for_the_owners_values()
    {
        using var bench = Bench("fw=7.00&bootloader=present");
        bench.SetUpAnew();
        Kill(bench, e => e is JobEvent.PhaseStarted { Phase: JobPhase.Restore });

        Assert.Null(bench.Restore(_kept["kept-1"], o => o with { Scripts = false }).Failure);

        Assert.DoesNotContain(ChangeKind.Backup, _journal.Kinds);
    }

    [Fact]
    public void A_backup_of_the_defaults_is_called_that_and_one_of_settings_is_not()
    {
        using var bench = JobBench.On("fw=7.00&dual=yes");
        Assert.True(bench.Take(open: false).AreDefaults);
        Assert.Null(bench.Backup().Failure);
        Assert.Contains("backupIsDefaults", bench.Warnings);

        bench.SetUpAnew();
        Assert.False(bench.Take(open: false).AreDefaults);
    }

    [Fact]
    public void Newest_is_the_newest_that_holds_settings()
    {
        using var folder = new TemporaryFolder();
        using var bench = JobBench.On("fw=7.00");
        bench.SetUpAnew();
        var owners = bench.Take(open: false);
        string first = BackupFolder.Write(folder.Path, owners);
        BackupFolder.Write(folder.Path, owners with { AreDefaults = true, Time = owners.Time.AddHours(1) });

        Assert.Equal(first, BackupFolder.FindNewest(folder.Path, owners.Board.Uuid!.Value));
    }

    private JobBench Bench(string query, bool lisp = false)
    {
        var bench = JobBench.On(query, o => lisp ? o with { Lisp = JobBench.Code } : o);
        bench.Journal = _journal;
        return bench;
    }

    private UpgradeOptions Options(UpgradeOptions options) => options with { Keep = Keep, LoadKept = name => _kept[name] };

    private string Keep(BoardBackup backup)
    {
        string name = $"kept-{_kept.Count + 1}";
        _kept.Add(name, backup);
        return name;
    }

    // A process that dies settles nothing.
    private void Kill(JobBench bench, Func<JobEvent, bool> when)
    {
        bench.OnEvent = e =>
        {
            if (when(e))
            {
                throw new InvalidOperationException("killed");
            }
        };
        Assert.Throws<InvalidOperationException>(() => bench.Upgrade("7.00", o => Options(o) with { Reinstall = true }));
        bench.OnEvent = _ => { };
    }
}
