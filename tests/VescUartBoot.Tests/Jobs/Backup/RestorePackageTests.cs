using VescUartBoot.Backups;
using VescUartBoot.Jobs.Backup;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Simulator.Faults;

namespace VescUartBoot.Tests.Jobs.Backup;

/// <summary>The configuration of a package goes back where the same package runs again, and is proved by a restart.</summary>
public sealed class RestorePackageTests
{
    private const byte Set = 95;

    private static readonly byte[] _layout = "<?xml version=\"1.0\"?><ConfigParams><Params/></ConfigParams>"u8.ToArray();
    private static readonly byte[] _default = [1, 2, 3, 4, 10, 20, 30, 40, 50, 60];
    private static readonly byte[] _own = [1, 2, 3, 4, 10, 20, 31, 40, 50, 60];
    private static readonly byte[] _package =
        [.. "; Float 1.2\n(load-native-lib a)\n\0"u8, 0, 1, .. "a\0"u8, 0, 0, 0, 64, 0xF0, 0xB5, 0x08];

    [Theory]
    [InlineData("6.05", "6.05")]
    [InlineData("6.05", "7.00")]
    public void The_package_that_was_installed_again_gets_its_configuration_back_proved_by_a_restart(string from, string to)
    {
        var backup = BackupOf(from);
        using var bench = With(to, _default);

        var result = bench.Restore(backup, o => o with { Scripts = false });

        Assert.True(result.Failure is null, result.Failure?.ToString());
        Assert.Contains(JobQuestion.RestorePackageConfiguration, bench.Questions);
        Assert.Equal(PartState.Restored, OutcomeIn(result));
        bench.Board.PowerCycle(TimeSpan.FromSeconds(1));
        bench.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(_own, Held(bench));
    }

    [Fact]
    public void Without_a_yes_nothing_is_sent_and_that_is_told()
    {
        using var bench = With("7.00", _default);
        bench.Answer = question => question != JobQuestion.RestorePackageConfiguration;

        Assert.Null(bench.Restore(BackupOf("6.05"), o => o with { Scripts = false }).Failure);

        Assert.Contains("packageConfigurationKept", bench.Warnings);
        Assert.Equal(_default, Held(bench));
    }

    [Theory]
    [InlineData("none", "no package")]
    [InlineData("signature", "another layout")]
    [InlineData("length", "another layout")]
    [InlineData("description", "in another way")]
    public void Another_package_gets_nothing_and_that_is_told(string board, string told)
    {
        byte[] present = board switch
        {
            "signature" => [9, .. _default[1..]],
            "length" => [.. _default, 0],
            _ => _default,
        };
        using var bench = JobBench.On("fw=7.00", o => o with
        {
            Lisp = board == "none" ? default : _package,
            PackageLayout = board == "description" ? "<?xml version=\"1.0\"?><ConfigParams/>"u8.ToArray() : _layout,
            PackageConfiguration = present,
        });

        Assert.Null(bench.Restore(BackupOf("6.05"), o => o with { Scripts = false }).Failure);

        var warning = bench.Events.OfType<JobEvent.Warned>().Single(w => w.Code == "packageConfigurationKept");
        Assert.Contains(told, warning.Message, StringComparison.Ordinal);
        Assert.False(bench.Board.Report().Commands.ContainsKey(Set));
    }

    [Fact]
    public void A_backup_without_the_description_is_told_as_the_reason()
    {
        using var bench = With("7.00", _default);
        var backup = BackupOf("7.00");

        Assert.Null(bench.Restore(backup with { Parts = [.. backup.Parts.Where(p => p.Kind != BackupPartKind.PackageLayout)] },
            o => o with { Scripts = false }).Failure);

        var warning = bench.Events.OfType<JobEvent.Warned>().Single(w => w.Code == "packageConfigurationKept");
        Assert.Contains("the backup does not hold the description", warning.Message, StringComparison.Ordinal);
        Assert.False(bench.Board.Report().Commands.ContainsKey(Set));
    }

    [Fact]
    public void An_acknowledgement_of_a_package_that_refuses_proves_nothing()
    {
        using var bench = With("7.00", _default);
        bench.Board.Inject(Fault.ToRequest(Set, 1, new Refuse()));

        var result = bench.Restore(BackupOf("7.00"), o => o with { Scripts = false });

        Assert.Equal(FailureCode.WriteRefused, result.Failure!.Code);
        Assert.Equal(PartState.Refused, OutcomeIn(result));
    }

    [Fact]
    public void A_configuration_that_the_package_does_not_store_is_not_called_restored()
    {
        using var bench = With("7.00", _default);
        bench.Board.Inject(Fault.ToRequest(Set, 1, new Neglect(1)));

        var result = bench.Restore(BackupOf("7.00"), o => o with { Scripts = false });

        Assert.Equal(FailureCode.SettingsNotProved, result.Failure!.Code);
        Assert.Equal(PartState.NotStored, OutcomeIn(result));
    }

    private static JobBench With(string firmware, byte[] configuration) => JobBench.On($"fw={firmware}", o => o with
    {
        Lisp = _package,
        PackageLayout = _layout,
        PackageConfiguration = configuration,
    });

    private static BoardBackup BackupOf(string firmware)
    {
        using var bench = With(firmware, _own);
        return bench.Take(open: false);
    }

    private static byte[] Held(JobBench bench) => bench.Take(open: false).Find(BackupPartKind.PackageConfiguration)!.Content.ToArray();

    private static PartState OutcomeIn(RestoreResult result) =>
        result.Restored.Single(r => r.Part == BackupPartKind.PackageConfiguration).State;
}
