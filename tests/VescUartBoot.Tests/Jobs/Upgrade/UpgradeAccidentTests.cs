using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Upgrade;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Faults;

namespace VescUartBoot.Tests.Jobs.Upgrade;

/// <summary>Things go wrong in an upgrade: outside the bootloader's own copy the next run brings the board home.</summary>
public sealed class UpgradeAccidentTests
{
    private const byte Erase = 2;
    private const byte Write = 3;

    public static IEnumerable<TheoryDataRow<string, byte, int>> Moments()
    {
        foreach (string firmware in new[] { "5.02", "5.03", "6.05" })
        {
            yield return Moment(firmware, Erase, 1, isSlow: firmware == "5.03");
            foreach (int write in new[] { 1, 2, 3, 50, 300, 600 })
            {
                yield return Moment(firmware, Write, write, isSlow: firmware == "5.03" || write is 2 or 50 or 600);
            }
        }

        // The others take the way of their neighbours.
        static TheoryDataRow<string, byte, int> Moment(string firmware, byte command, int which, bool isSlow)
        {
            var row = new TheoryDataRow<string, byte, int>(firmware, command, which);
            return isSlow ? row.WithTrait("Category", "Slow") : row;
        }
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public void A_power_cut_outside_the_copy_leaves_a_board_that_the_next_run_brings_home(string firmware, byte command, int which)
    {
        using var bench = JobBench.On($"fw={firmware}&bootloader=present");
        bench.BoardOptions = bench.BoardOptions with { ReturnTimeout = TimeSpan.FromSeconds(1) };
        bench.Board.Inject(Fault.ToRequest(command, which, new CutPower(TimeSpan.FromSeconds(20))));

        var first = bench.Upgrade("7.00");

        Assert.Equal(FailureCode.LinkLost, first.Failure!.Code);
        Assert.Contains("works as before", first.Failure.BoardState, StringComparison.Ordinal);
        bench.Clock.Run(() => Task.Delay(TimeSpan.FromSeconds(30), bench.Clock));
        Assert.Equal(firmware, bench.Board.Identity?.Firmware.Name);
        Assert.Null(bench.Upgrade("7.00").Failure);
        bench.AssertRuns("7.00");
    }

    [Fact]
    public void After_an_upload_that_was_refused_half_way_the_board_can_be_read_as_before()
    {
        // The firmware still counts the empty QML as stored that opened the way to read, and its sector is erased.
        using var bench = JobBench.On("fw=6.05&bootloader=present");
        bench.Board.Inject(Fault.ToRequest(Write, 30, new SetMotor(true, 0)));
        Assert.Equal(FailureCode.WriteRefused, bench.Upgrade("7.00").Failure!.Code);
        bench.Board.Suffer(new SetMotor(false, 0));

        var result = bench.Check();

        Assert.True(result.Failure is null, result.Failure?.Message);
        Assert.Equal("demo/simulated", result.Before!.Content!.ImageName);
    }

    [Fact]
    public void A_line_that_holds_everything_up_for_seconds_does_not_hold_the_job_for_ever()
    {
        // More bytes come to wait than the system keeps for a port, so that writers wait for each other.
        using var bench = JobBench.On("fw=6.05");
        bench.BoardOptions = bench.BoardOptions with { ReturnTimeout = TimeSpan.FromSeconds(1) };
        bench.Clock.RunLimit = TimeSpan.FromMinutes(5);
        bench.Board.Inject(Fault.ToRequest(14, 4, new Delay(TimeSpan.FromSeconds(7.4))));

        bench.Upgrade("6.00", o => o with { AllowDowngrade = true });

        bench.AssertRuns("6.00");
    }

    [Fact]
    public void What_waits_in_staging_is_not_told_to_be_harmless_when_its_erase_was_refused()
    {
        using var bench = JobBench.On("fw=5.02&bootloader=present&staged=4.02");
        bench.Board.Inject(Fault.ToRequest(Erase, 0, new SetMotor(true, 0)));
        bench.Board.Inject(Fault.ToRequest(Erase, 0, new Lose()));

        var result = bench.Upgrade("5.03", o => o with { AssumeBootloader = true });

        Assert.NotNull(result.Failure);
        Assert.DoesNotContain("which a bootloader ignores", result.Failure.BoardState, StringComparison.Ordinal);
        Assert.Contains("an erase of the upload area (staging) was sent,", result.Failure.BoardState, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public void A_cable_that_comes_back_costs_nothing_but_time(string firmware, byte command, int which)
    {
        using var bench = JobBench.On($"fw={firmware}&bootloader=present");
        bench.Board.Inject(Fault.ToRequest(command, which, new PullCable(TimeSpan.FromSeconds(3))));

        Assert.Null(bench.Upgrade("7.00").Failure);
        bench.AssertRuns("7.00");
    }

    [Theory]
    [InlineData(Erase, 1)]
    [InlineData(Write, 1)]
    [InlineData(Write, 2, Traits = ["Category", "Slow"])]
    [InlineData(Write, 40)]
    [InlineData(Write, 200, Traits = ["Category", "Slow"])]
    public void A_reply_may_be_lost_flipped_doubled_or_late(byte command, int which)
    {
        foreach (var accident in new FaultAction[] { new Lose(), new Flip(4, 0x10), new Flip(0, 0x01), new DoubleIt(),
            new Delay(TimeSpan.FromSeconds(1)) })
        {
            using var bench = JobBench.On("fw=6.05&bootloader=present");
            bench.Board.Inject(Fault.ToReply(command, which, accident));

            Assert.Null(bench.Upgrade("7.00").Failure);
            bench.AssertRuns("7.00");
        }
    }

    [Theory]
    [InlineData(Erase, 1)]
    [InlineData(Write, 2)]
    [InlineData(Write, 40)]
    public void A_request_may_be_lost_or_refused_once(byte command, int which)
    {
        foreach (var accident in new FaultAction[] { new Lose(), new Flip(9, 0x10), new Refuse() })
        {
            using var bench = JobBench.On("fw=6.05&bootloader=present");
            bench.Board.Inject(Fault.ToRequest(command, which, accident));

            Assert.Null(bench.Upgrade("7.00").Failure);
            bench.AssertRuns("7.00");
        }
    }

    [Theory]
    [InlineData("usb")]
    [InlineData("uart")]
    public void Losses_all_over_the_link_change_nothing_but_the_time(string transport)
    {
        for (int seed = 1; seed <= Depth.Of(sample: 2, all: 3); seed++)
        {
            using var bench = JobBench.On($"fw=6.05&bootloader=present&transport={transport}&seed={seed}&loss=0.00002&flip=0.00002");

            var result = bench.Upgrade("7.00");

            Assert.True(result.Failure is null, $"seed {seed}: {result.Failure}");
            bench.AssertRuns("7.00");
        }
    }

    [Fact]
    public void A_jump_that_is_lost_on_the_wire_is_sent_again()
    {
        using var bench = JobBench.On("fw=6.05&bootloader=present&transport=uart");
        bench.Board.Inject(Fault.ToRequest(1, 1, new Lose()));

        Assert.Null(bench.Upgrade("7.00").Failure);
        bench.AssertRuns("7.00");
    }

    [Fact]
    public void A_power_cut_in_the_copy_is_told_as_what_it_is()
    {
        using var bench = JobBench.On("fw=6.05&bootloader=present");
        bench.Board.Inject(new Fault(new OnCopy(200_000), new CutPower(TimeSpan.FromSeconds(1))));

        var result = bench.Upgrade("7.00");

        Assert.Equal(FailureCode.NoReturn, result.Failure!.Code);
        Assert.Equal(UpgradeVerdict.Silent, result.Upgrade!.Verdict);
        Assert.Contains("not known", result.Failure.BoardState, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(300)]
    public void Ctrl_C_during_the_upload_stops_at_once_with_a_board_that_drives(int atWrite)
    {
        using var bench = JobBench.On("fw=6.05&bootloader=present");
        using var stop = new CancellationTokenSource();
        bench.OnEvent = e =>
        {
            if (e is JobEvent.Progressed { Phase: JobPhase.Write } p && p.Done >= atWrite * 500L)
            {
                stop.Cancel();
            }
        };

        var result = bench.Upgrade("7.00", cancellationToken: stop.Token);

        Assert.Equal(FailureCode.Interrupted, result.Failure!.Code);
        bench.AssertRuns("6.05");
        Assert.DoesNotContain(1, bench.Board.Report().Commands.Keys);
        Assert.Contains("which a bootloader ignores", result.Failure.BoardState, StringComparison.Ordinal);
        Assert.Null(bench.Upgrade("7.00").Failure);
    }

    [Fact]
    public void Ctrl_C_after_the_jump_lets_the_job_finish()
    {
        using var bench = JobBench.On("fw=6.05&bootloader=present");
        using var stop = new CancellationTokenSource();
        bench.OnEvent = e =>
        {
            if (e is JobEvent.Awaited)
            {
                stop.Cancel();
            }
        };

        Assert.Null(bench.Upgrade("7.00", cancellationToken: stop.Token).Failure);
        bench.AssertRuns("7.00");
    }

    [Fact]
    public void Another_boards_answer_after_the_restart_does_not_count()
    {
        using var bench = JobBench.On("fw=6.05&bootloader=present");
        using var other = new SimulatedBoard(SimulatedBoardOptions.Parse("fw=7.00&uuid=ffffffffffffffffffffffff"), bench.Clock);
        var ports = new List<bool>();

        var result = bench.Upgrade("7.00", o => o with
        {
            Restart = o.Restart with
            {
                OtherPorts = isThere =>
                {
                    ports.Add(isThere);
                    return new([other.CreateLinkSource("sim://other")]);
                },
            },
        });

        Assert.Null(result.Failure);
        Assert.Equal("3a002b000f51383036343731", result.Board.Uuid.ToString());
        Assert.Contains(false, ports);
        bench.AssertRuns("7.00");
    }
}
