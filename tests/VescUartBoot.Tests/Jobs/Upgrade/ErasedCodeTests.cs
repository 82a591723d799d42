using VescUartBoot.Jobs.Common;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Faults;

namespace VescUartBoot.Tests.Jobs.Upgrade;

/// <summary>From 6.05 on a question for the version between the erase of staging and the jump can crash the board: none is asked.</summary>
public sealed class ErasedCodeTests
{
    private const byte Erase = 2;
    private const byte Write = 3;
    private const byte WriteQml = 121;

    [Theory]
    [InlineData("6.00", "nothing")]
    [InlineData("6.05", "nothing")]
    [InlineData("6.05", "both")]
    [InlineData("6.06", "qml")]
    [InlineData("7.00", "nothing")]
    [InlineData("7.00", "qml")]
    [InlineData("7.00", "lisp")]
    public void An_upgrade_crashes_no_board(string firmware, string stored)
    {
        using var bench = On(firmware, stored);

        Assert.Null(bench.Upgrade("7.00", o => o with { Reinstall = true }).Failure);

        bench.AssertRuns("7.00");
        AssertNoCrash(bench);
        Assert.DoesNotContain(bench.Events, e => e is JobEvent.Retried);
    }

    [Theory]
    [InlineData(Erase, 1)]
    [InlineData(WriteQml, 2)]
    [InlineData(Write, 2)]
    [InlineData(Write, 400)]
    public void Whatever_is_lost_the_board_is_not_asked_for_its_version_too_soon(byte command, int which)
    {
        foreach (var accident in new FaultAction[] { new Lose(), new Delay(TimeSpan.FromSeconds(4)),
            new PullCable(TimeSpan.FromSeconds(3)) })
        {
            using var bench = On("7.00", "nothing");
            bench.Board.Inject(accident is PullCable ? Fault.ToRequest(command, which, accident) : Fault.ToReply(command, which, accident));

            Assert.Null(bench.Upgrade("7.00", o => o with { Reinstall = true }).Failure);

            AssertNoCrash(bench);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(200)]
    public void After_a_stop_in_the_upload_any_program_may_ask_the_board_who_it_is(int chunks)
    {
        using var bench = On("7.00", "qml");
        using var stop = new CancellationTokenSource();
        bench.OnEvent = e =>
        {
            if (e is JobEvent.Progressed { Phase: JobPhase.Write } p && p.Done >= chunks * 384)
            {
                stop.Cancel();
            }
        };

        Assert.Equal(FailureCode.Interrupted, bench.Upgrade("7.00", o => o with { Reinstall = true }, stop.Token).Failure!.Code);

        bench.OnEvent = _ => { };
        Assert.Null(bench.Check().Failure);
        AssertNoCrash(bench);
    }

    [Fact]
    public void A_board_that_did_not_forget_its_erased_code_is_told_as_one_that_may_restart()
    {
        using var bench = On("7.00", "qml");
        bench.Board.Inject(Fault.ToRequest(WriteQml, 0, new Refuse()));

        var failure = bench.Upgrade("7.00", o => o with { Reinstall = true }).Failure!;

        Assert.Equal(FailureCode.EraseRefused, failure.Code);
        Assert.Contains("the next program that asks for its version may restart it", failure.BoardState, StringComparison.Ordinal);
        AssertNoCrash(bench);
    }

    [Fact]
    public void On_5_03_the_zeros_are_taken_back_after_a_stop_in_the_upload()
    {
        using var bench = On("5.03", "nothing");
        using var stop = new CancellationTokenSource();
        bench.OnEvent = e =>
        {
            if (e is JobEvent.Progressed { Phase: JobPhase.Write })
            {
                stop.Cancel();
            }
        };

        Assert.Equal(FailureCode.Interrupted, bench.Upgrade("7.00", cancellationToken: stop.Token).Failure!.Code);

        Assert.DoesNotContain("readPathLeftOpen", bench.Warnings);
        Assert.DoesNotContain(bench.Board.Flash.Read(0x60000, 0x20000), b => b != 0xFF);
    }

    private static JobBench On(string firmware, string stored) => JobBench.On($"fw={firmware}&bootloader=present", o => o with
    {
        Qml = stored is "qml" or "both" ? JobBench.Code : default,
        Lisp = stored is "lisp" or "both" ? JobBench.Code : default,
    });

    private static void AssertNoCrash(JobBench bench)
    {
        Assert.Empty(bench.Board.Report().Violations);
        Assert.DoesNotContain(bench.Board.Report().Resets, r => r.Cause is ResetCause.Fault or ResetCause.Watchdog);
    }
}
