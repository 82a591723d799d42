using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Tests.Jobs.Backup;

namespace VescUartBoot.Tests.Jobs;

/// <summary>What a job makes sure of before it touches flash, at the limits and in the words that it is told with.</summary>
public sealed class PreflightTests
{
    private const byte FwVersion = 0;
    private const byte Values = 50;

    [Theory]
    [InlineData(150, null)]
    [InlineData(-150, null)]
    [InlineData(151, "the motor turns (151 ERPM): while flash is busy nothing controls it")]
    [InlineData(-151, "the motor turns (-151 ERPM): while flash is busy nothing controls it")]
    public void A_motor_turns_above_150_ERPM_either_way(int erpm, string? message)
    {
        using var bench = JobBench.On($"fw=6.05&erpm={erpm}");

        var failure = Preflight(bench);

        Assert.Equal(message, failure?.Message);
        Assert.True(failure is null or { Code: FailureCode.MotorTurning });
    }

    [Fact]
    public void The_second_motor_is_named_and_looked_at_like_the_first()
    {
        using var bench = JobBench.On("fw=6.05&dual=yes&erpm2=-700");

        Assert.Equal("the second motor turns (-700 ERPM): while flash is busy nothing controls it", Preflight(bench)!.Message);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void A_motor_that_begins_to_turn_is_seen_in_any_of_three_samples(int sample)
    {
        using var bench = JobBench.On("fw=6.05");
        bench.Board.Inject(Fault.ToRequest(Values, sample, new SetMotor(false, 900)));

        Assert.Equal(FailureCode.MotorTurning, Preflight(bench)!.Code);
    }

    [Fact]
    public void Three_samples_are_taken_a_tenth_of_a_second_apart()
    {
        using var bench = JobBench.On("fw=6.05");
        List<TimeSpan> phases = [];
        bench.OnEvent = e =>
        {
            if (e is JobEvent.PhaseStarted)
            {
                phases.Add(bench.Clock.Elapsed);
            }
        };

        Assert.Null(Preflight(bench));

        Assert.Equal([JobPhase.LinkCheck, JobPhase.Condition], bench.Phases);
        Assert.Equal(3, bench.Board.Report().Commands[Values]);
        Assert.InRange(bench.Clock.Elapsed - phases[1], TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(300));
    }

    [Theory]
    [InlineData(12.0, 12.0, null)]
    [InlineData(11.9, 12.0,
        "the supply of the motor is 11.9 V, and an upgrade wants at least 12 V: a supply that fails in the middle of it would cost the "
            + "board")]
    public void A_supply_is_enough_from_the_very_limit_on(double volts, double least, string? message)
    {
        using var bench = JobBench.On(FormattableString.Invariant($"fw=6.05&voltage={volts}"));

        Assert.Equal(message, Preflight(bench, new JobOptions { MinVoltage = least })?.Message);
    }

    [Theory]
    [InlineData(1, "the motor reports fault 1 (over-voltage) at 24.0 V: flash work needs a sound supply")]
    [InlineData(9, "the motor reports fault 9 (under-voltage of the microcontroller) at 24.0 V: flash work needs a sound supply")]
    [InlineData(14, "the motor reports fault 14 (flash corruption)")]
    [InlineData(23, "the motor reports fault 23 (damaged app configuration)")]
    [InlineData(24, "the motor reports fault 24 (damaged motor configuration)")]
    public void Faults_of_supply_and_flash_forbid_flash_work(int fault, string message)
    {
        using var bench = JobBench.On($"fw=6.05&voltage=24&fault={fault}");

        var failure = Preflight(bench)!;

        Assert.Equal((FailureCode.BoardFault, message), (failure.Code, failure.Message));
        Assert.Empty(bench.Warnings);
    }

    [Theory]
    [InlineData(2, null, "usbPower",
        "the motor reports under-voltage (24.0 V): the board runs on USB power, which is enough for a bootloader")]
    [InlineData(2, 8.0, "motorFault", "the motor reports fault 2 (under-voltage)")]
    [InlineData(10, null, "motorFault", "the motor reports fault 10 (restarted by its watchdog)")]
    [InlineData(4, null, "motorFault", "the motor reports fault 4 (see VESC Tool)")]
    [InlineData(4, 8.0, "motorFault", "the motor reports fault 4 (see VESC Tool)")]
    public void Other_faults_are_told_once_and_forbid_nothing(int fault, double? least, string code, string message)
    {
        using var bench = JobBench.On($"fw=6.05&voltage=24&fault={fault}");

        Assert.Null(Preflight(bench, new JobOptions { MinVoltage = least }));

        Assert.Equal([new JobEvent.Warned(code, message)], bench.Events.OfType<JobEvent.Warned>());
    }

    [Fact]
    public void Right_before_what_cannot_be_stopped_one_sample_is_taken_and_no_fault_told_again()
    {
        using var bench = JobBench.On("fw=6.05&fault=4");
        using var turning = JobBench.On("fw=6.05&erpm=500");

        Assert.Null(bench.TrySteps(session => VescUartBoot.Jobs.Common.Preflight.RequireStillFitAsync(session, CancellationToken.None)));
        Assert.Equal(FailureCode.MotorTurning,
            turning.TrySteps(session => VescUartBoot.Jobs.Common.Preflight.RequireStillFitAsync(session, CancellationToken.None))!.Code);

        Assert.Equal(1, bench.Board.Report().Commands[Values]);
        Assert.Empty(bench.Warnings);
    }

    [Theory]
    [InlineData("bms", "this is a VESC BMS (")]
    [InlineData("module", "this is a custom module (STM32G4 or alike) (")]
    [InlineData("express", "this is a VESC Express (ESP32) (")]
    public void A_device_that_is_not_served_is_named(string family, string beginning)
    {
        using var bench = JobBench.On($"family={family}");

        var failure = Preflight(bench)!;

        Assert.StartsWith(beginning + bench.Board.Options.Hardware + ", firmware ", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("), which this tool does not serve", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_board_than_the_one_asked_for_is_refused_with_both_names()
    {
        using var bench = JobBench.On("fw=6.05");
        Assert.True(Uuid.TryParse("000102030405060708090a0b", out var other));
        Assert.True(Uuid.TryParse("3a002b000f51383036343731", out var own));

        var failure = Preflight(bench, new JobOptions { Board = other })!;

        Assert.Equal(FailureCode.OtherBoard, failure.Code);
        Assert.EndsWith(" is 3a002b000f51383036343731, not 000102030405060708090a0b", failure.Message, StringComparison.Ordinal);
        Assert.Null(Preflight(bench, new JobOptions { Board = own }));
    }

    [Theory]
    [InlineData("fw=23.46", "vendorFork",
        "firmware 23.46 is a vendor's fork: its version number says nothing certain about its features")]
    [InlineData("fw=7.01-test1", "testBuild", "firmware 7.01 test 1 is a test build; it is treated as the release it leads to")]
    public void What_is_less_sure_about_a_firmware_is_told(string board, string code, string message)
    {
        using var bench = JobBench.On(board);

        Assert.Null(Preflight(bench));

        Assert.Equal([new JobEvent.Warned(code, message)], bench.Events.OfType<JobEvent.Warned>());
    }

    [Theory]
    [InlineData(0, null, null)]
    [InlineData(1, "this cable loses 10 % of frames (1 of 10 in the link check); retries make up for it", null)]
    [InlineData(2, "this cable loses 20 % of frames (2 of 10 in the link check); retries make up for it", null)]
    [InlineData(3, null, "the link is too bad for a safe job: 3 of 10 small requests were lost (at most 20 % may be)")]
    public void A_link_is_refused_only_above_the_share_that_may_be_lost(int lost, string? warning, string? refusal)
    {
        // The question who the board is comes before the check.
        using var bench = JobBench.On("fw=6.05");
        for (int i = 0; i < lost; i++)
        {
            bench.Board.Inject(Fault.ToRequest(FwVersion, 4 + (2 * i), new Lose()));
        }

        var failure = Preflight(bench, new JobOptions { LinkCheckRequests = 10 });

        Assert.Equal(refusal, failure?.Message);
        Assert.True(failure is null or { Code: FailureCode.LinkTooBad });
        Assert.Equal(warning, bench.Events.OfType<JobEvent.Warned>().FirstOrDefault(w => w.Code == "linkLoses")?.Message);
        if (failure is null)
        {
            Assert.Equal((10, lost), (bench.Watch.Link!.Requests, bench.Watch.Link.Lost));
        }
    }

    [Fact]
    public void A_link_is_measured_by_its_median_and_its_slowest_answer()
    {
        using var bench = JobBench.On("fw=6.05");
        bench.Board.Inject(Fault.ToReply(FwVersion, 5, new Delay(TimeSpan.FromMilliseconds(90))));

        Assert.Null(Preflight(bench));

        var link = bench.Watch.Link!;
        Assert.Equal((32, 0, 0L), (link.Requests, link.Lost, link.Corrupt));
        Assert.InRange(link.MedianRoundTrip, TimeSpan.FromMicroseconds(10), TimeSpan.FromMilliseconds(20));
        Assert.InRange(link.LongestRoundTrip, TimeSpan.FromMilliseconds(90), TimeSpan.FromMilliseconds(120));
    }

    [Fact]
    public void Bytes_that_are_no_frame_count_as_losses_of_the_link_too()
    {
        using var bench = JobBench.On("fw=6.05");
        bench.Board.Inject(Fault.ToReply(FwVersion, 5, new Flip(6, 0x10)));

        Assert.Null(Preflight(bench, new JobOptions { LinkCheckRequests = 10, MaxLossPercent = 50 }));

        Assert.True(bench.Watch.Link!.Corrupt > 0);
        Assert.Contains("linkLoses", bench.Warnings);
    }

    [Fact]
    public void A_link_on_which_only_the_long_question_is_answered_has_no_round_trip()
    {
        using var bench = JobBench.On("fw=6.05");
        for (int i = 3; i <= 10; i++)
        {
            bench.Board.Inject(Fault.ToRequest(FwVersion, i, new Lose()));
        }

        Assert.Null(Preflight(bench, new JobOptions { LinkCheckRequests = 8, MaxLossPercent = 100 }));

        Assert.Equal(new LinkQuality(8, 7, 0, TimeSpan.Zero, TimeSpan.Zero), bench.Watch.Link);
    }

    [Fact]
    public void A_cable_that_comes_back_in_the_link_check_is_one_loss()
    {
        using var bench = JobBench.On("fw=6.05");
        bench.Board.Inject(Fault.ToRequest(FwVersion, 6, new PullCable(TimeSpan.FromSeconds(1))));

        Assert.Null(Preflight(bench, new JobOptions { LinkCheckRequests = 10 }));

        Assert.Equal((10, 1), (bench.Watch.Link!.Requests, bench.Watch.Link.Lost));
    }

    [Fact]
    public void A_cable_that_goes_away_counts_against_the_share_that_may_be_lost()
    {
        using var bench = JobBench.On("fw=6.05");
        bench.Board.Inject(Fault.ToRequest(FwVersion, 6, new PullCable(TimeSpan.FromSeconds(1))));

        Assert.Equal(
            "the link is too bad for a safe job: 1 of 8 small requests were lost (at most 5 % may be)",
            Preflight(bench, new JobOptions { LinkCheckRequests = 8, MaxLossPercent = 5 })?.Message);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(0.0, null)]
    [InlineData(8.0,
        "this firmware tells neither its supply nor whether its motor turns, and an upgrade wants at least 8 V and a motor at rest")]
    public void A_fork_that_tells_nothing_of_its_motor_is_warned_of_or_refused(double? least, string? message)
    {
        using var bench = JobBench.On("fw=23.46");
        foreach (byte question in new byte[] { 4, Values })
        {
            bench.Board.Inject(Fault.ToRequest(question, 0, new Lose()));
        }

        var failure = Preflight(bench, new JobOptions { MinVoltage = least });

        Assert.Equal(message, failure?.Message);
        Assert.True(failure is null or { Code: FailureCode.ConditionUnknown });
        var warning = new JobEvent.Warned("conditionUnknown",
            "this firmware does not report whether its motor turns: check that it is at rest");
        Assert.Equal(message is null, bench.Events.Contains(warning));
    }

    private static JobFailure? Preflight(JobBench bench, JobOptions? options = null) =>
        bench.TrySteps(session => VescUartBoot.Jobs.Common.Preflight.RunAsync(session, CancellationToken.None), options);
}
