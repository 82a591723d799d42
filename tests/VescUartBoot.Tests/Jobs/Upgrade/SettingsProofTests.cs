using VescUartBoot.Backups;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Upgrade;
using VescUartBoot.Messages;
using VescUartBoot.Recovery;
using VescUartBoot.Settings;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Tests.Jobs.Backup;
using VescUartBoot.Tests.Recovery;

namespace VescUartBoot.Tests.Jobs.Upgrade;

/// <summary>Settings are called restored only where a restart has proved it, and every other end says what the board has.</summary>
public sealed class SettingsProofTests
{
    private const byte StoreMotor = 13;
    private const byte StoreApp = 16;
    private const byte Reboot = 29;

    private readonly Dictionary<string, BoardBackup> _kept = [];
    private readonly MemoryJournal _journal = new();

    [Theory]
    [InlineData(StoreMotor, 0)]
    [InlineData(StoreMotor, 900)]
    [InlineData(StoreApp, 900)]
    public void A_board_whose_motor_turns_during_the_write_is_not_called_restored(byte command, int erpm)
    {
        using var bench = SetUpBoard("6.02");
        bench.Board.Inject(Fault.ToRequest(command, 1, new SetMotor(Held: true, erpm)));

        var result = bench.Upgrade("7.00", Options);

        // Held and at 0 ERPM nobody sees it turn: only the restart tells.
        Assert.Equal(erpm == 0 ? FailureCode.SettingsNotProved : FailureCode.MotorTurning, result.Failure!.Code);
        Assert.False(result.Upgrade!.Settings!.AllRestored);
        Assert.Contains("kept-1", result.Failure.Message, StringComparison.Ordinal);
        Assert.Contains(ChangeKind.Backup, _journal.Kinds);
        bench.AssertRuns("7.00");

        bench.Board.Inject(new Fault(new OnTime(TimeSpan.FromSeconds(1)), new SetMotor(false, 0)));
        bench.Clock.Advance(TimeSpan.FromSeconds(5));
        AssertCarriedOver(bench, bench.Upgrade("7.00", Options));
    }

    [Theory]
    [InlineData(JobPhase.Backup)]
    [InlineData(JobPhase.Erase)]
    [InlineData(JobPhase.Write)]
    [InlineData(JobPhase.Restore)]
    [InlineData(JobPhase.Prove)]
    public void Killed_in_any_phase_the_second_run_ends_with_the_owners_settings(JobPhase phase)
    {
        using var bench = SetUpBoard("6.02");
        bench.OnEvent = e =>
        {
            if (e is JobEvent.PhaseStarted started && started.Phase == phase)
            {
                throw new InvalidOperationException("killed");
            }
        };
        Assert.Throws<InvalidOperationException>(() => bench.Upgrade("7.00", Options));
        bench.OnEvent = _ => { };

        AssertCarriedOver(bench, bench.Upgrade("7.00", Options));
        Assert.DoesNotContain(_journal.Kinds, k => k is ChangeKind.Backup or ChangeKind.Settings);
    }

    [Fact]
    public void A_cable_that_is_pulled_at_any_byte_of_a_restore_leads_to_no_false_word()
    {
        using var old = SetUpBoard("6.02");
        var backup = old.Take(open: false);
        int restored = 0;
        for (long cut = 700; cut < 12_000; cut += 173)
        {
            using var bench = JobBench.On("fw=7.00");
            bench.Board.Inject(new Fault(new OnByte((cut & 1) == 0 ? FaultDirection.ToBoard : FaultDirection.ToHost, cut),
                new PullCable(TimeSpan.FromMinutes(5))));

            var result = bench.Restore(backup, o => o with { Scripts = false });

            bool said = result.Restored.Any(r => r is { Part: BackupPartKind.MotorConfiguration, State: PartState.Restored });
            Assert.True(!said || StoredMotorOf(bench).Find("l_current_max")!.Value.Number == 41,
                $"cut at {cut}: {string.Join("; ", result.Restored)}");
            Assert.True(result.Failure is null || !result.Restored.All(r => r.State == PartState.Restored) || result.Restored.Count < 2,
                $"cut at {cut}");
            restored += result.Failure is null ? 1 : 0;
        }

        Assert.InRange(restored, 1, 64);
    }

    [Fact]
    public void A_restart_that_is_lost_on_the_wire_is_sent_again()
    {
        using var bench = SetUpBoard("6.02");
        bench.Board.Inject(Fault.ToRequest(Reboot, 1, new Lose()));

        AssertCarriedOver(bench, bench.Upgrade("7.00", Options));
        Assert.Contains(bench.Events.OfType<JobEvent.Retried>(), r => r.What == "REBOOT");
    }

    [Theory]
    [InlineData("fw=7.00&transport=uart", null)]
    [InlineData("fw=5.03&transport=uart", null)]
    [InlineData("fw=5.02&transport=uart", null)]
    [InlineData("fw=3.58&transport=uart", null)]
    [InlineData("fw=7.00&kind=inprocess", null)]
    [InlineData("fw=6.05&id=10&can=20:7.00", 20)]
    [InlineData("fw=6.05&id=10&can=20:5.02", 20)]
    public void A_board_that_no_request_to_restart_reached_is_not_called_restored(string board, int? node)
    {
        using var bench = JobBench.On(board);
        bench.Node = (byte?)node;
        bench.SetUp(("l_current_max", "41"));
        var backup = bench.Take(open: false);
        bench.SetUp(("l_current_max", "42"));
        for (int i = 1; i <= 3; i++)
        {
            bench.Board.Inject(Fault.ToRequest(Reboot, i, new Lose()));
        }

        var result = bench.Restore(backup);

        Assert.Equal(FailureCode.SettingsNotProved, result.Failure!.Code);
        Assert.Equal(PartState.NotProved, result.Restored[0].State);
        Assert.Null(bench.Restore(backup).Failure);
    }

    [Fact]
    public void A_board_that_is_back_before_the_next_question_has_restarted()
    {
        using var bench = JobBench.On("fw=7.00&transport=uart&timing=off");
        bench.SetUp(("l_current_max", "41"));
        var backup = bench.Take(open: false);
        bench.SetUp(("l_current_max", "42"));

        Assert.Null(bench.Restore(backup).Failure);
    }

    [Fact]
    public void Way_down_over_two_releases_keeps_what_has_an_equal()
    {
        using var bench = JobBench.On("fw=7.00&bootloader=present");
        bench.SetUp(("l_current_max", "41"), ("foc_motor_r", "0.02"), ("foc_sl_erpm", "3100"));

        Assert.Null(bench.Upgrade("6.05", o => Options(o) with { AllowDowngrade = true }).Failure);
        Assert.Null(bench.Upgrade("5.03", o => Options(o) with { AllowDowngrade = true }).Failure);

        var motor = MotorOf(bench);
        Assert.Equal(41, motor.Find("l_current_max")!.Value.Number);
        Assert.Equal(0.02, motor.Find("foc_motor_r")!.Value.Number, 1e-6);
        Assert.Equal(3100, motor.Find("foc_sl_erpm")!.Value.Number);
    }

    [Fact]
    public void By_the_stepping_stone_the_values_that_were_saved_first_are_carried_over()
    {
        using var bench = JobBench.On("fw=5.02&bootloader=old");
        bench.SetUp(("l_current_max", "41"), ("foc_motor_r", "0.02"), ("foc_motor_l", "0.00002"));

        var result = bench.Upgrade("6.05", Options);

        Assert.Null(result.Failure);
        Assert.True(result.Upgrade!.Settings!.AllRestored);
        var motor = MotorOf(bench);
        Assert.Equal(0.03, motor.Find("foc_motor_r")!.Value.Number, 1e-6);
        Assert.Equal(0.00003, motor.Find("foc_motor_l")!.Value.Number, 1e-9);
    }

    [Theory]
    [InlineData(false, "UART")]
    [InlineData(true, "ADC")]
    public void An_input_is_activated_only_where_nothing_is_left_to_a_person(bool accepts, string input)
    {
        using var bench = JobBench.On("fw=6.02&bootloader=present");
        bench.SetUp(("foc_fw_current_max", "20"));
        bench.SetUp(BackupPartKind.AppConfiguration, ("app_to_use", "ADC"));
        bench.Answer = question => question != JobQuestion.AcceptSettings || accepts;

        var result = bench.Upgrade("7.00", Options);

        Assert.Null(result.Failure);
        Assert.Equal(!accepts, bench.Warnings.Contains("inputHeldBack"));
        Assert.Equal(!accepts, result.Upgrade!.Settings!.NeedsPerson.Any(s => s.Name == "foc_fw_current_max"));
        var app = BoardSettings.Decode(bench.Take(open: false).Find(BackupPartKind.AppConfiguration)!.Configuration!);
        Assert.Equal(input, app.Find("app_to_use")!.Value.Label);
        Assert.Equal(accepts ? 20 : 0, MotorOf(bench).Find("foc_fw_current_max")!.Value.Number);
    }

    [Fact]
    public void Insisting_on_every_setting_fails_where_one_needs_a_person()
    {
        using var bench = JobBench.On("fw=6.02&bootloader=present");
        bench.SetUp(("foc_fw_current_max", "20"));
        bench.Answer = question => question != JobQuestion.AcceptSettings;

        var failure = bench.Upgrade("7.00", o => Options(o) with { RequireAllSettings = true }).Failure!;

        Assert.Equal(FailureCode.SettingsNotRestored, failure.Code);
        Assert.Contains("foc_fw_current_max", failure.Message, StringComparison.Ordinal);
    }

    private JobBench SetUpBoard(string firmware)
    {
        var bench = JobBench.On($"fw={firmware}&bootloader=present");
        bench.SetUp(("l_current_max", "41"), ("foc_motor_r", "0.02"));
        bench.SetUp(BackupPartKind.AppConfiguration, ("timeout_msec", "1234"));
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

    private static void AssertCarriedOver(JobBench bench, UpgradeResult result)
    {
        Assert.Null(result.Failure);
        Assert.True(result.Upgrade!.Settings!.AllRestored);
        bench.AssertRuns("7.00");
        bench.Board.PowerCycle(TimeSpan.FromSeconds(1));
        bench.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(41, MotorOf(bench).Find("l_current_max")!.Value.Number);
        var app = BoardSettings.Decode(bench.Take(open: false).Find(BackupPartKind.AppConfiguration)!.Configuration!);
        Assert.Equal(1234, app.Find("timeout_msec")!.Value.Number);
    }

    // From the flash itself: what a restart would bring back.
    private static BoardSettings StoredMotorOf(JobBench bench) =>
        BoardSettings.Decode(SerialisedConfiguration.From(ConfigurationKind.Motor, new SettingsPages(bench.Board.Flash).Load(1)!));

    private static BoardSettings MotorOf(JobBench bench) =>
        BoardSettings.Decode(bench.Take(open: false).Find(BackupPartKind.MotorConfiguration)!.Configuration!);
}
