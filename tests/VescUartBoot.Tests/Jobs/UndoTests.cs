using VescUartBoot.Jobs.Common;
using VescUartBoot.Simulator.Faults;

namespace VescUartBoot.Tests.Jobs;

/// <summary>The 8 zero bytes that open the flash for reading are taken back for certain, or it is said that they may be there.</summary>
public sealed class UndoTests
{
    private const byte QmlErase = 120;

    [Theory]
    [InlineData("6.05")]
    [InlineData("7.00")]
    public void An_erase_that_a_power_cut_broke_off_is_not_taken_for_done(string firmware)
    {
        // The bits that come back from a broken erase make no valid header, so the firmware tells of nothing stored.
        using var bench = JobBench.On($"fw={firmware}");
        bench.Board.Inject(new Fault(new OnFrame(FaultDirection.ToBoard, FrameMatch.Command(QmlErase), 1, 10_900),
            new CutPower(TimeSpan.FromSeconds(3))));

        var result = bench.Check();

        Assert.Equal(FailureCode.BootloaderAbsent, result.Failure!.Code);
        Assert.Contains("its flash is as it was", result.Failure.BoardState, StringComparison.Ordinal);
        bench.AssertUnchangedExcept();
    }

    [Fact]
    public void Zeros_that_an_earlier_run_left_are_told_to_be_gone()
    {
        using var bench = JobBench.On("fw=6.05");
        bench.Board.Flash.Program(0xA0000, new byte[8]);

        var result = bench.Check();

        Assert.True(bench.Board.Flash.IsBlank(0xA0000, 0x20000));
        Assert.DoesNotContain("nothing on the board was changed", result.Failure!.BoardState, StringComparison.Ordinal);
        Assert.Contains("that an earlier run left in its QML sector are gone", result.Failure.BoardState, StringComparison.Ordinal);
    }
}
