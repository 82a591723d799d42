using VescUartBoot.Catalog;
using VescUartBoot.Chip;
using VescUartBoot.Cli.Output;
using VescUartBoot.Hosting.Simulation;
using VescUartBoot.Jobs;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Rescue;
using VescUartBoot.Jobs.Upgrade;
using VescUartBoot.Recognition;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;
using static VescUartBoot.Tests.Jobs.RescueBench;

namespace VescUartBoot.Tests.Jobs;

/// <summary>A look at a dead board through a second VESC: who may be the helper, and what is told of the target.</summary>
public sealed class RescueLookTests
{
    [Fact]
    public void A_helper_whose_firmware_cannot_read_a_target_is_refused_before_its_pins_change()
    {
        using var bench = JobBench.On($"fw=3.59&{Living}");

        Assert.Equal(FailureCode.HelperUnfit, Look(bench).Failure!.Code);

        Assert.DoesNotContain(71, bench.Board.Report().Commands.Keys);
        Assert.Empty(bench.Questions);
    }

    [Fact]
    public void A_helper_whose_motor_turns_is_refused()
    {
        using var bench = JobBench.On($"erpm=3000&{Living}");

        Assert.Equal(FailureCode.MotorTurning, Look(bench).Failure!.Code);
        Assert.DoesNotContain(66, bench.Board.Report().Commands.Keys);
    }

    [Fact]
    public void Nothing_is_halted_without_a_yes()
    {
        using var bench = JobBench.On(Living);
        bench.Yes = false;

        Assert.Equal(FailureCode.NotAgreed, Look(bench).Failure!.Code);
        Assert.Contains("swdPins", bench.Warnings);
        Assert.Empty(Target(bench).Report().Resets);
    }

    [Fact]
    public void A_look_recognises_what_is_there_changes_nothing_and_restarts_the_target()
    {
        using var bench = JobBench.On($"{Living}:bootloader=present");
        byte[] before = Target(bench).Flash.ToArray();

        var result = Look(bench);

        Assert.Null(result.Failure);
        Assert.Equal("demo/simulated", result.Before!.Content!.ImageName);
        Assert.Equal(DetectionMethod.Swd, result.Before.Method);
        Assert.Equal("60_MK6", result.Target!.Application.Hardware);
        Assert.Equal("ba002b000f51383036343731", result.Target.Uuid.ToString());
        Assert.True(result.Target.HasSettings);
        Assert.Equal(before, Target(bench).Flash.ToArray());
        AssertRunsAgain(bench);
    }

    [Fact]
    public void A_restart_that_the_probe_does_not_confirm_is_not_claimed()
    {
        using var bench = JobBench.On(Living);
        bench.Board.Inject(FaultScript.ParseLine("at command 69 1: loose wire"));

        var result = Look(bench);

        Assert.Null(result.Failure);
        Assert.False(result.Restarted);
        Assert.Equal("the target was read; its restart is not confirmed: if it does not run, switch its power off and on",
            RescueReport.Verdict(result)!.Text);
    }

    [Fact]
    public void A_target_with_a_part_of_its_firmware_is_told_as_one()
    {
        using var bench = JobBench.On($"{Living}:broken=yes");

        Assert.Equal(ApplicationKind.NoFirmware, Look(bench).Target!.Application.Kind);
    }
}
