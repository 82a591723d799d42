using VescUartBoot.Catalog;
using VescUartBoot.Chip;
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

/// <summary>A dead board through a second VESC: what a helper writes and refuses, and what it leaves.</summary>
public sealed class RescueTests
{
    // Seed 1110001 of the campaign of helpers.
    [Fact]
    public void A_cable_that_is_pulled_while_the_target_attaches_leaves_true_words()
    {
        using var bench = JobBench.On(Living);
        bench.Board.Inject(FaultScript.ParseLine("at command 66 1: pull cable"));

        Assert.Contains("if it is halted, it stays so", Look(bench).Failure!.BoardState, StringComparison.Ordinal);
    }

    [Fact]
    public void A_helper_whose_motor_turns_is_refused_with_the_reason()
    {
        using var bench = JobBench.On($"erpm=900&{Living}");

        Assert.Equal("the motor of the helper turns (900 ERPM): it must be at rest while the SWD pins are those of a probe",
            Look(bench).Failure!.Message);
    }

    [Fact]
    public void A_blank_target_runs_7_00_with_a_bootloader_byte_for_byte()
    {
        using var bench = JobBench.On("helper=blank");

        var result = Restore(bench, o => o with { Hardware = "60_MK6" });

        Assert.Null(result.Failure);
        Assert.Equal(DetectionMethod.Swd, result.Verified);
        Assert.False(result.MassErased);
        byte[] flash = Target(bench).Flash.ToArray();
        byte[] image = SimulatedImage.Firmware("7.00", "60_MK6");
        Assert.Equal(image[..0x4000], flash[..0x4000]);
        Assert.Equal(image[0xC000..^8], flash[0xC000..(image.Length - 8)]);
        Assert.Equal(SectorWith(JobBench.Image.Content.Span), flash[0xE0000..]);
        bench.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("7.00", Target(bench).Identity!.Firmware.Name);
        Assert.Equal(BoardState.Running, Target(bench).State);
        Assert.Equal(0, Target(bench).Flash.ZeroToOneAttempts);
    }

    [Theory]
    [InlineData("4.02")]
    [InlineData("6.05")]
    [InlineData("7.00")]
    public void A_target_that_only_misses_its_bootloader_changes_in_sector_11_alone(string helper)
    {
        using var bench = JobBench.On($"fw={helper}&{Living}");
        byte[] before = Target(bench).Flash.ToArray();

        var result = Install(bench);

        Assert.Null(result.Failure);
        Assert.Equal(BootloaderState.Absent, result.Before!.State);
        Assert.Equal(DetectionMethod.Swd, result.Verified);
        Assert.Equal([.. before[..0xE0000], .. SectorWith(JobBench.Image.Content.Span)], Target(bench).Flash.ToArray());
        Assert.All(Enumerable.Range(0, 12), sector => Assert.Equal(0, Target(bench).Flash.Erases(sector)));
        AssertRunsAgain(bench);
    }

    [Theory]
    [InlineData("68 1")]
    [InlineData("68 5", Traits = ["Category", "Slow"])]
    [InlineData("68 700")]
    [InlineData("68 1310", Traits = ["Category", "Slow"])]
    [InlineData("80 3000")]
    public void A_wire_that_comes_loose_in_a_restore_is_told_and_the_second_run_finishes(string at)
    {
        using var bench = JobBench.On("helper=blank");
        bench.Board.Inject(FaultScript.ParseLine($"at command {at}: loose wire"));

        var first = Restore(bench, o => o with { Hardware = "60_MK6" });

        Assert.Equal(FailureCode.TargetLost, first.Failure!.Code);
        Assert.Contains("it has no firmware that runs", first.Failure.BoardState, StringComparison.Ordinal);
        Assert.Contains("halted", first.Failure.BoardState, StringComparison.Ordinal);
        Assert.NotEqual(DetectionMethod.Swd, first.Verified);
        bench.Board.EndFaults();

        var second = Restore(bench, o => o with { Hardware = "60_MK6" });

        Assert.Null(second.Failure);
        Assert.All(Enumerable.Range(0, 12), sector => Assert.Equal(0, Target(bench).Flash.Erases(sector)));
        bench.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("7.00", Target(bench).Identity!.Firmware.Name);
    }

    [Fact]
    public void A_wire_that_comes_loose_in_an_install_is_told_and_the_second_run_finishes()
    {
        using var bench = JobBench.On(Living);
        byte[] before = Target(bench).Flash.ToArray();
        bench.Board.Inject(FaultScript.ParseLine("at command 68 7: loose wire"));

        var first = Install(bench);

        Assert.Equal(FailureCode.TargetLost, first.Failure!.Code);
        Assert.Contains("bootloader sector is partly written", first.Failure.BoardState, StringComparison.Ordinal);
        Assert.Contains("halted", first.Failure.BoardState, StringComparison.Ordinal);
        bench.Board.EndFaults();

        Assert.Null(Install(bench).Failure);
        Assert.Equal([.. before[..0xE0000], .. SectorWith(JobBench.Image.Content.Span)], Target(bench).Flash.ToArray());
        AssertRunsAgain(bench);
    }

    [Theory]
    [InlineData("protection=fails", FailureCode.TargetProtected)]
    [InlineData("protection=zeros", FailureCode.TargetProtected)]
    [InlineData("wires=loose", FailureCode.TargetSilent)]
    [InlineData("chip=l476", FailureCode.TargetNotServed)]
    [InlineData("chip=g431", FailureCode.TargetNotServed)]
    [InlineData("chip=nrf", FailureCode.TargetNotServed)]
    [InlineData("chip=unknown", FailureCode.TargetNotServed)]
    public void A_target_that_does_not_connect_or_looks_protected_or_is_another_chip_is_refused_and_never_erased(
        string target, FailureCode expected)
    {
        using var bench = JobBench.On($"{Living}:broken=yes:{target}");
        byte[] before = Target(bench).Flash.ToArray();

        foreach (var result in new[]
        {
            Look(bench), Install(bench, o => o with { Replace = true }),
            Restore(bench, o => o with { Hardware = "60_MK6", MassErase = true }),
        })
        {
            Assert.Equal(expected, result.Failure!.Code);
            Assert.Contains("Nothing on the target was changed", result.Failure.BoardState, StringComparison.Ordinal);
        }

        Assert.Equal(before, Target(bench).Flash.ToArray());
        Assert.DoesNotContain(67, bench.Board.Report().Commands.Keys);
        Assert.DoesNotContain(68, bench.Board.Report().Commands.Keys);
        Assert.DoesNotContain(JobQuestion.EraseTarget, bench.Questions);
        Assert.NotEqual(BoardState.Halted, Target(bench).State);
    }

    [Fact]
    public void A_mass_erase_is_asked_for_and_confirmed_and_what_was_there_is_saved_first()
    {
        using var bench = JobBench.On($"{Living}:broken=yes");
        byte[] before = Target(bench).Flash.ToArray();
        byte[]? saved = null;
        RestoreTargetOptions Saving(RestoreTargetOptions o) => o with
        {
            Save = content =>
            {
                saved = content.ToArray();
                return "flash.bin";
            },
        };

        Assert.Equal(FailureCode.MassEraseNeeded, Restore(bench, Saving).Failure!.Code);
        bench.Answer = question => question != JobQuestion.EraseTarget;
        Assert.Equal(FailureCode.NotAgreed, Restore(bench, o => Saving(o) with { MassErase = true }).Failure!.Code);
        Assert.Equal(FailureCode.SaveFailed, Restore(bench, o => o with { MassErase = true, Save = _ => throw new IOException("full") })
            .Failure!.Code);
        Assert.Equal(before, Target(bench).Flash.ToArray());

        bench.Yes = true;
        var result = Restore(bench, o => Saving(o) with { MassErase = true });

        Assert.Null(result.Failure);
        Assert.Equal(before, saved);
        Assert.True(result.MassErased);
        Assert.Equal("60_MK6", result.Hardware);
        bench.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("7.00", Target(bench).Identity!.Firmware.Name);
    }

    [Fact]
    public void The_settings_sectors_of_the_target_are_kept_where_that_was_asked_for()
    {
        using var bench = JobBench.On("helper=7.00:60_MK6:broken=yes");
        byte[] settings = Target(bench).Flash.Read(0x4000, 0x8000);

        Assert.Null(Restore(bench, o => o with { MassErase = true, KeepSettings = true }).Failure);

        Assert.Equal(settings, Target(bench).Flash.Read(0x4000, 0x8000));
    }

    [Fact]
    public void Half_a_firmware_never_runs()
    {
        using var bench = JobBench.On("helper=blank");
        using var stop = new CancellationTokenSource();
        bench.OnEvent = e =>
        {
            if (e is JobEvent.Progressed { Phase: JobPhase.Write, Done: > 200_000 })
            {
                stop.Cancel();
            }
        };

        var result = Restore(bench, o => o with { Hardware = "60_MK6" }, stop.Token);

        Assert.Equal(FailureCode.Interrupted, result.Failure!.Code);
        Assert.Contains("partly written", result.Failure.BoardState, StringComparison.Ordinal);
        Assert.DoesNotContain("halted", result.Failure.BoardState, StringComparison.Ordinal);
        Assert.True(Target(bench).Flash.IsBlank(0, 8));
        Assert.Equal(BoardState.Bricked, Target(bench).State);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(400_000)]
    public void A_stop_while_the_target_is_read_lets_it_run_again_and_gives_the_pins_back(int at)
    {
        using var bench = JobBench.On(Living);
        using var stop = new CancellationTokenSource();
        bench.OnEvent = e =>
        {
            if (e is JobEvent.Progressed { Phase: JobPhase.Check } progress && progress.Done > at)
            {
                stop.Cancel();
            }
        };

        var result = Install(bench, cancellationToken: stop.Token);

        Assert.Equal(FailureCode.Interrupted, result.Failure!.Code);
        Assert.Equal("Nothing on the target was changed.", result.Failure.BoardState);
        Assert.Equal(1, bench.Board.Report().Commands[70]);
        AssertRunsAgain(bench);
    }

    [Fact]
    public void Another_target_than_the_one_that_was_meant_is_left_alone()
    {
        using var bench = JobBench.On(Living);

        var result = Install(bench, o => o with { Board = bench.Board.Options.Uuid.Span is var own ? new Uuid(own) : null });

        Assert.Equal(FailureCode.OtherBoard, result.Failure!.Code);
        Assert.DoesNotContain(68, bench.Board.Report().Commands.Keys);
        AssertRunsAgain(bench);
    }

    [Fact]
    public void What_stands_in_the_sector_is_erased_alone_by_the_helpers_terminal_once_it_is_saved()
    {
        using var bench = JobBench.On($"{Living}:bootloader=garbage");
        byte[] before = Target(bench).Flash.ToArray();

        Assert.Equal(FailureCode.SectorOccupied, Install(bench).Failure!.Code);
        var result = Install(bench, o => o with { Replace = true });

        Assert.Null(result.Failure);
        Assert.Equal("saved.bin", result.SavedTo);
        Assert.Equal([.. before[..0xE0000], .. SectorWith(JobBench.Image.Content.Span)], Target(bench).Flash.ToArray());
        Assert.Equal(1, Target(bench).Flash.Erases(11));
    }

    [Fact]
    public void A_helper_whose_terminal_erases_no_sector_is_told_and_nothing_is_changed()
    {
        using var bench = JobBench.On($"{Living}:bootloader=garbage:erase=none");
        byte[] before = Target(bench).Flash.ToArray();

        var result = Install(bench, o => o with { Replace = true });

        Assert.Equal(FailureCode.SectorEraseUnavailable, result.Failure!.Code);
        Assert.Null(result.SavedTo);
        Assert.DoesNotContain(JobQuestion.Replace, bench.Questions);
        Assert.Equal(before, Target(bench).Flash.ToArray());
        AssertRunsAgain(bench);
    }

    [Theory]
    [InlineData("at reply to command 68 3: lose")]
    [InlineData("at reply to command 80 20: lose")]
    [InlineData("at command 68 3: lose")]
    [InlineData("at reply to command 68 3: delay 3500ms")]
    [InlineData("at reply to command 80 20: delay 3500ms")]
    [InlineData("at reply to command 66 1: lose")]
    [InlineData("at reply to command 69 1: lose")]
    [InlineData("at reply to command 70 1: lose")]
    public void A_lost_or_late_answer_costs_a_retry_and_never_a_byte(string fault)
    {
        using var bench = JobBench.On(Living);
        byte[] before = Target(bench).Flash.ToArray();
        bench.Board.Inject(FaultScript.ParseLine(fault));

        Assert.Null(Install(bench).Failure);

        Assert.Equal([.. before[..0xE0000], .. SectorWith(JobBench.Image.Content.Span)], Target(bench).Flash.ToArray());
        AssertRunsAgain(bench);
    }

    [Fact]
    public void A_mass_erase_whose_answer_is_lost_is_judged_by_what_is_there()
    {
        using var bench = JobBench.On($"{Living}:broken=yes");
        bench.Board.Inject(FaultScript.ParseLine("at reply to command 67 1: lose"));

        Assert.Null(Restore(bench, o => o with { MassErase = true }).Failure);
        Assert.Equal(1, bench.Board.Report().Commands[67]);
    }

    [Fact]
    public void A_restore_after_an_erase_tells_the_hardware_that_only_the_flash_told()
    {
        using var bench = JobBench.On($"{Living}:broken=yes");
        bench.Board.Inject(FaultScript.ParseLine("at command 68 5: loose wire"));

        var result = Restore(bench, o => o with { MassErase = true });

        Assert.Equal(FailureCode.TargetLost, result.Failure!.Code);
        Assert.Contains("its hardware is 60_MK6", result.Failure.BoardState, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("helper=blank", null, FailureCode.HardwareUnknown)]
    [InlineData("helper=6.05:410", "60_MK6", FailureCode.HardwareUnknown)]
    public void The_hardware_is_named_or_told_by_the_flash_and_the_two_agree(string target, string? named, FailureCode expected)
    {
        using var bench = JobBench.On(target);

        Assert.Equal(expected, Restore(bench, o => o with { Hardware = named, MassErase = true }).Failure!.Code);
        Assert.DoesNotContain(67, bench.Board.Report().Commands.Keys);
    }

    [Fact]
    public void A_plan_changes_nothing()
    {
        using var bench = JobBench.On("helper=blank");
        byte[] before = Target(bench).Flash.ToArray();

        var result = Restore(bench, o => o with { Hardware = "60_MK6", DryRun = true });

        Assert.Null(result.Failure);
        Assert.True(result.Plan!.BytesToWrite > 500_000);
        Assert.Equal(before, Target(bench).Flash.ToArray());
    }
}
