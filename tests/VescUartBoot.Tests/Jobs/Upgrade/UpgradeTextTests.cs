using VescUartBoot.Boards;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Upgrade;
using VescUartBoot.Links;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;

namespace VescUartBoot.Tests.Jobs.Upgrade;

/// <summary>What is said at each end of an upgrade is what is so.</summary>
public sealed class UpgradeTextTests
{
    private const byte Write = 3;

    [Theory]
    [InlineData(200_000)]
    [InlineData(393_208 - 6)]
    [InlineData(524_280 - 512)]
    public void Half_an_image_is_refused_before_anything_is_erased(int length)
    {
        using var bench = JobBench.On("fw=6.05&bootloader=present");

        var result = bench.Upgrade(SimulatedImage.Firmware("7.00", "60_MK6")[..length]);

        Assert.Equal("imageTruncated", result.Failure!.Rejection!.Code);
        bench.AssertUnchangedExcept();
        Assert.Equal(0, bench.Board.Flash.BytesProgrammed);
    }

    [Theory]
    [InlineData("5.02")]
    [InlineData("4.02")]
    public void What_was_not_applied_does_not_wait_for_the_next_jump(string firmware)
    {
        using var bench = JobBench.On($"fw={firmware}&bootloader=none");

        var result = bench.Upgrade("5.03");

        Assert.Equal(FailureCode.NotApplied, result.Failure!.Code);
        bench.AssertStagingIsHarmless();
        Assert.Contains("made harmless", result.Failure.BoardState, StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_stops_after_the_stepping_stone_is_told_that_the_settings_are_gone()
    {
        using var bench = JobBench.On("fw=5.02&bootloader=present");
        bench.OnEvent = e =>
        {
            if (e is JobEvent.Returned)
            {
                bench.Board.Inject(Fault.ToRequest(Write, 400, new SetVoltage(5)));
            }
        };

        var result = bench.Upgrade("7.00");

        Assert.Equal(FailureCode.VoltageLow, result.Failure!.Code);
        Assert.Contains("default settings: do not drive", result.Failure.BoardState, StringComparison.Ordinal);
        bench.AssertRuns("5.03");
        bench.AssertStagingIsHarmless();
        Assert.Equal(BootloaderState.Present, result.After!.State);
    }

    [Fact]
    public void The_same_version_where_nothing_can_be_read_is_told_by_its_settings_and_never_called_damaged()
    {
        using var bench = JobBench.On("fw=5.02&bootloader=present&timing=off");
        bench.SetUpAnew();

        var result = bench.Upgrade("5.02", o => o with { Reinstall = true });

        Assert.Equal(FailureCode.UpgradeUnproved, result.Failure!.Code);
        Assert.Equal(UpgradeVerdict.Upgraded, result.Upgrade!.Verdict);
        Assert.True(result.Upgrade.Settings!.AllRestored);
        Assert.DoesNotContain("do not drive", result.Failure.BoardState, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bootloader_that_installed_something_is_there()
    {
        using var bench = JobBench.On("fw=4.02&bootloader=old");

        var result = bench.Upgrade("5.02");

        Assert.Null(result.Failure);
        Assert.Equal((BootloaderState.Unknown, BootloaderState.Present), (result.Before!.State, result.After!.State));
        Assert.Equal(DetectionMethod.Jump, result.After.Method);
        Assert.Equal(["a bootloader installed simulated/5.02/60_MK6 (5.02)"], result.After.Evidence);
    }

    [Fact]
    public void An_image_that_fits_only_packed_and_must_not_be_is_refused_before_the_board_is_touched()
    {
        using var bench = JobBench.On("fw=6.05&bootloader=present");

        Assert.Equal("imageTooLong", bench.Upgrade("7.00", o => o with { Compress = ImageCompression.Never }).Failure!.Rejection!.Code);
        Assert.Equal(0, bench.Board.Flash.BytesProgrammed);
    }

    [Fact]
    public void A_dry_run_that_cannot_tell_says_so_also_where_no_bootloader_is_at_hand()
    {
        using var bench = JobBench.On("fw=6.05&bootloader=present");

        Assert.Equal(FailureCode.BootloaderUnknown,
            bench.Upgrade("7.00", o => o with { DryRun = true, Bootloader = new InstallOptions() }).Failure!.Code);
    }

    [Theory]
    [InlineData(ImageCompression.Never, true)]
    [InlineData(ImageCompression.Always, false)]
    public void Zeros_that_an_older_firmware_cannot_erase_are_not_left_silently(ImageCompression compress, bool stay)
    {
        using var bench = JobBench.On("fw=5.03&bootloader=present");

        Assert.Null(bench.Upgrade("5.02", o => o with { AllowDowngrade = true, Compress = compress }).Failure);

        Assert.Equal(stay, bench.Board.Flash.Read(0x60000, 8).All(b => b == 0));
        Assert.Equal(stay, bench.Warnings.Contains("readPathLeftOpen"));
        Assert.Equal(stay,
            bench.Events.OfType<JobEvent.Warned>()
                .Any(w => w.Message.Contains("firmware 5.02 has no command that erases it", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_board_whose_name_another_one_took_is_found_under_its_new_one()
    {
        using var bench = JobBench.On("fw=6.05&bootloader=present");
        using var other = new SimulatedBoard(SimulatedBoardOptions.Parse("fw=7.00&uuid=ffffffffffffffffffffffff"), bench.Clock);
        bool jumped = false;
        bench.OnEvent = e => jumped |= e is JobEvent.Awaited;
        var port = new TakenOver(bench.Board.CreateLinkSource(), other.CreateLinkSource(), () => jumped);
        var options = UpgradeBench.OptionsFor("7.00") with
        {
            Restart =
            new RestartOptions { OtherPorts = isThere => new(isThere ? [] : [bench.Board.CreateLinkSource()]) }
        };

        var result = bench.RunOn(port, (board, setting, ct) => UpgradeFirmware.RunAsync(board, options.In(setting), ct));

        Assert.Null(result.Failure);
        bench.AssertRuns("7.00");
    }

    [Theory]
    [InlineData(8, FailureCode.ConditionUnknown)]
    [InlineData(0, null)]
    public void A_board_that_tells_neither_supply_nor_motor_is_for_a_person_to_judge(double least, FailureCode? expected)
    {
        using var bench = JobBench.On("fw=23.46&bootloader=present");
        foreach (byte question in new byte[] { 4, 50 })
        {
            for (int which = 1; which <= 60; which++)
            {
                bench.Board.Inject(Fault.ToRequest(question, which, new Lose()));
            }
        }

        var result = bench.Upgrade("5.03", o => o with { MinVoltage = least, DryRun = true });

        Assert.Equal(expected, result.Failure?.Code);
        bench.AssertUnchangedExcept();
    }

    [Fact]
    public void A_check_by_jump_tells_of_its_four_bytes_and_of_no_copy()
    {
        using var bench = JobBench.On("fw=5.02&bootloader=none");

        var result = bench.Check(CheckMethod.Jump);

        Assert.Contains("4 zero bytes", result.Failure!.BoardState, StringComparison.Ordinal);
        Assert.All(bench.Events.OfType<JobEvent.Awaited>(), e => Assert.False(e.Installs));
    }

    [Theory]
    [InlineData("qml")]
    [InlineData("lisp")]
    public void Whoever_stops_the_upload_is_told_where_the_code_is_that_went_with_the_erase(string stored)
    {
        using var bench = JobBench.On("fw=6.05&bootloader=present", o => o with
        {
            Qml = stored == "qml" ? JobBench.Code : default,
            Lisp = stored == "lisp" ? JobBench.Code : default,
        });
        using var stop = new CancellationTokenSource();
        bench.OnEvent = e =>
        {
            if (e is JobEvent.Progressed { Phase: JobPhase.Write })
            {
                stop.Cancel();
            }
        };

        var result = bench.Upgrade("5.03", o => o with { AllowDowngrade = true }, stop.Token);

        Assert.Equal(FailureCode.Interrupted, result.Failure!.Code);
        Assert.Contains("stored QML and Lisp code is erased (it is kept in kept)", result.Failure.BoardState, StringComparison.Ordinal);
    }

    /// <summary>A port whose name another board has from some moment on.</summary>
    private sealed class TakenOver(ILinkSource before, ILinkSource after, Func<bool> isTaken) : ILinkSource
    {
        public string Name => before.Name;

        public ValueTask<ILink> OpenAsync(CancellationToken cancellationToken) => (isTaken() ? after : before).OpenAsync(cancellationToken);
    }
}
