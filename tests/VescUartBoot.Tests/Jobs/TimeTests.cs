using System.Globalization;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Upgrade;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Tests.Jobs.Upgrade;

namespace VescUartBoot.Tests.Jobs;

/// <summary>How long jobs take in the board's own time, on a board that works on one request at a time and 1 ms on each.</summary>
/// <remarks>What the computer takes comes on top: the benchmark <c>--time</c> measures whole processes.</remarks>
public sealed class TimeTests
{
    private const byte Values = 50;

    private static readonly BoardTiming _serial = BoardTiming.Real with
    {
        UsbTurnaround = TimeSpan.Zero,
        Handling = TimeSpan.FromMilliseconds(1),
        WatchdogReprogramming = TimeSpan.Zero,
    };

    [Theory]
    [InlineData("nothing", 1935)]
    [InlineData("qml", 800)]
    [InlineData("lisp", 800)]
    public void An_install_waits_for_nothing_but_the_board(string stored, int atMostMilliseconds)
    {
        using var bench = JobBench.On("fw=6.05", o => o with
        {
            Timing = _serial,
            Qml = stored == "qml" ? JobBench.Code : default,
            Lisp = stored == "lisp" ? JobBench.Code : default,
        });
        var phases = Follow(bench);

        Assert.Null(bench.Install().Failure);

        Assert.True(bench.Clock.Elapsed.TotalMilliseconds <= atMostMilliseconds, Tell(phases, bench.Clock.Elapsed));
    }

    [Theory]
    [InlineData("5.03", "nothing", 330)]
    [InlineData("6.05", "nothing", 460)]
    [InlineData("6.05", "qml", 460)]
    [InlineData("6.05", "lisp", 460)]
    public void An_upgrade_erases_after_half_a_second(string from, string stored, int atMostMilliseconds)
    {
        using var bench = JobBench.On($"fw={from}&bootloader=present", o => o with
        {
            Timing = _serial,
            Qml = stored == "qml" ? JobBench.Code : default,
            Lisp = stored == "lisp" ? JobBench.Code : default,
        });
        var phases = Follow(bench);

        Assert.Null(bench.Upgrade("7.00").Failure);

        Assert.True(phases.Find(p => p.Phase == JobPhase.Erase).At.TotalMilliseconds <= atMostMilliseconds,
            Tell(phases, bench.Clock.Elapsed));
    }

    [Theory]
    [InlineData(2, "6.05", "nothing")]
    [InlineData(3, "6.05", "nothing")]
    [InlineData(3, "5.03", "nothing")]
    [InlineData(2, "6.05", "lisp")]
    [InlineData(3, "6.05", "lisp")]
    [InlineData(3, "6.05", "qml")]
    public void A_motor_that_begins_to_turn_while_flash_is_read_is_seen_before_anything_is_written(int look, string firmware, string stored)
    {
        using var bench = JobBench.With(firmware, stored);
        bench.Board.Inject(Fault.ToRequest(Values, look, new SetMotor(false, 900)));
        using var upgraded = JobBench.With(firmware, stored);
        upgraded.Board.Inject(Fault.ToRequest(Values, look, new SetMotor(false, 900)));

        Assert.Equal(FailureCode.MotorTurning, bench.Install().Failure!.Code);
        Assert.Equal(FailureCode.MotorTurning, upgraded.Upgrade("7.00").Failure!.Code);

        Assert.Equal((0L, 0L), (bench.Board.Flash.BytesProgrammed, upgraded.Board.Flash.BytesProgrammed));
    }

    [Fact]
    public void The_second_motor_is_looked_at_while_flash_is_read()
    {
        using var bench = JobBench.On("fw=6.05&dual=yes&erpm2=-700", o => o with { Lisp = JobBench.Code });

        Assert.Equal(FailureCode.MotorTurning, bench.Install().Failure!.Code);
        Assert.Equal(0, bench.Board.Flash.BytesProgrammed);
    }

    [Theory]
    [InlineData("install")]
    [InlineData("upgrade")]
    public void On_a_UART_nothing_is_sent_while_a_question_to_the_second_motor_is_open(string job)
    {
        using var bench = JobBench.On("fw=6.05&transport=uart&bootloader=" + (job == "install" ? "none" : "present"),
            o => o with { Lisp = JobBench.Code });

        Assert.Null(job == "install" ? bench.Install().Failure : bench.Upgrade("7.00").Failure);

        Assert.Equal(0, bench.Board.Report().BytesLost);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 2)]
    public void Settings_are_read_anew_where_the_owner_took_time_to_agree(int seconds, int backups)
    {
        using var bench = JobBench.On("fw=6.05&bootloader=present");

        var result = bench.Run((board, setting, ct) => UpgradeFirmware.RunAsync(board, UpgradeBench.OptionsFor("7.00").In(setting with
        {
            Confirm = async (question, _) =>
            {
                await Task.Delay(question == JobQuestion.Upgrade ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero, bench.Clock, ct);
                return true;
            },
        }), ct));

        Assert.Null(result.Failure);
        Assert.Equal(backups, bench.Phases.Count(p => p == JobPhase.Backup));
    }

    private static List<(JobPhase Phase, TimeSpan At)> Follow(JobBench bench)
    {
        List<(JobPhase, TimeSpan)> phases = [];
        bench.OnEvent = e =>
        {
            if (e is JobEvent.PhaseStarted { Phase: var phase })
            {
                phases.Add((phase, bench.Clock.Elapsed));
            }
        };
        return phases;
    }

    private static string Tell(List<(JobPhase Phase, TimeSpan At)> phases, TimeSpan end) => string.Join(
        ", ",
        phases.Append((JobPhase.Report, end))
            .Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Item1} {p.Item2.TotalMilliseconds:0}")));
}
