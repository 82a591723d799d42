using VescUartBoot.Chip;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Upgrade;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;

namespace VescUartBoot.Tests.Jobs.Upgrade;

public sealed class UpgradeTests
{
    public static TheoryData<string, string, string> ReadableBoards()
    {
        var data = new TheoryData<string, string, string>();
        foreach (string firmware in new[] { "5.03", "6.00", "6.05", "6.06" })
        {
            foreach (string bootloader in new[] { "none", "old", "present", "garbage" })
            {
                data.Add(firmware, bootloader, "7.00");
            }
        }

        data.Add("7.00", "old", "5.03");
        data.Add("6.05", "none", "5.03");
        return data;
    }

    [Theory]
    [MemberData(nameof(ReadableBoards))]
    public void A_board_that_can_be_read_is_upgraded_and_its_bootloader_mended_if_need_be(string firmware, string bootloader, string target)
    {
        using var bench = JobBench.On($"fw={firmware}&bootloader={bootloader}");

        var result = bench.Upgrade(target, o => o with { AllowDowngrade = true });

        Assert.Null(result.Failure);
        Assert.Equal(UpgradeVerdict.Upgraded, result.Upgrade!.Verdict);
        Assert.Equal(DetectionMethod.Readback, result.Verified);
        bench.AssertRuns(target);
        bench.AssertStagingIsHarmless();
        bool mends = bootloader is "none" or "garbage" || (bootloader == "old" && target == "7.00");
        bench.AssertSectorHolds(mends || bootloader == "present" ? SimulatedImage.Bootloader() : SimulatedImage.Bootloader(unpacks: false));
        Assert.Equal(mends && bootloader != "none" ? "saved.bin" : null, result.SavedTo);
        Assert.Equal(mends && bootloader != "none" ? 1 : 0, bench.Board.Flash.Erases(11));
        Assert.Empty(bench.Board.Report().Violations);
    }

    [Theory]
    [InlineData("3.40")]
    [InlineData("3.48", Traits = ["Category", "Slow"])]
    [InlineData("3.58")]
    [InlineData("4.02", Traits = ["Category", "Slow"])]
    [InlineData("5.02")]
    [InlineData("23.46")]
    public void Firmware_that_cannot_be_read_goes_by_5_03_with_the_bootloader_it_has(string firmware)
    {
        foreach (string bootloader in new[] { "old", "present" })
        {
            using var bench = JobBench.On($"fw={firmware}&bootloader={bootloader}");

            var result = bench.Upgrade("7.00");

            Assert.Null(result.Failure);
            bench.AssertRuns("7.00");
            bench.AssertStagingIsHarmless();
            Assert.Equal(2, result.Upgrade!.Plan!.Steps.Count(s => s.Kind == UpgradeStepKind.Firmware));
            Assert.Equal(2, bench.Events.OfType<JobEvent.Returned>().Count());
            Assert.Contains(JobQuestion.AssumeBootloader, bench.Questions);
        }
    }

    [Fact]
    public void A_way_by_5_03_that_may_not_be_read_there_is_not_begun()
    {
        using var bench = JobBench.On("fw=5.02&bootloader=present");

        var result = bench.Upgrade("7.00", o => o with { AssumeBootloader = true, Method = CheckMethod.Passive });

        Assert.Equal(FailureCode.FlashUnreadable, result.Failure!.Code);
        Assert.Equal(ProbeSuggestion.Readback, result.Failure.WayToTell);
        bench.AssertUnchangedExcept();
        bench.AssertRuns("5.02");
    }

    [Theory]
    [InlineData("5.03", false)]
    [InlineData("7.00", false)]
    [InlineData("7.00", true)]
    public void Firmware_3_49_is_not_upgraded_because_its_short_watchdog_may_cut_the_copy(string target, bool rehearsed)
    {
        using var bench = JobBench.On("fw=3.49&bootloader=present");

        var result = bench.Upgrade(target, o => o with { AssumeBootloader = true, DryRun = rehearsed });

        Assert.Equal(FailureCode.WatchdogTooShort, result.Failure!.Code);
        bench.AssertUnchangedExcept();
        bench.AssertRuns("3.49");
        Assert.DoesNotContain(1, bench.Board.Report().Commands.Keys);
    }

    [Theory]
    [InlineData("3.58")]
    [InlineData("4.02")]
    [InlineData("5.02")]
    public void Without_a_bootloader_the_old_firmware_is_back_after_the_watchdog_and_that_is_the_verdict(string firmware)
    {
        using var bench = JobBench.On($"fw={firmware}&bootloader=none");

        var result = bench.Upgrade("5.03", o => o with { AssumeBootloader = true });

        Assert.Equal(FailureCode.NotApplied, result.Failure!.Code);
        Assert.Equal(NotAppliedCause.BootloaderMissing, result.Upgrade!.Cause);
        Assert.Equal(firmware, result.Upgrade.After.ToString());
        Assert.InRange(result.Upgrade.Returned!.Value.TotalSeconds, 21.8, 62.3);
        bench.AssertRuns(firmware);
        Assert.Contains("works as before", result.Failure.BoardState, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("3.40")]
    [InlineData("3.48")]
    public void Without_a_bootloader_and_a_watchdog_the_board_is_silent_until_its_power_is_removed(string firmware)
    {
        using var bench = JobBench.On($"fw={firmware}&bootloader=none");

        var result = bench.Upgrade("5.03", o => o with { AssumeBootloader = true });

        Assert.Equal(FailureCode.NoReturn, result.Failure!.Code);
        Assert.Equal(UpgradeVerdict.Silent, result.Upgrade!.Verdict);
        Assert.Null(result.Upgrade.After);
        Assert.Contains("until its power is removed", result.Failure.Message, StringComparison.Ordinal);
        bench.Board.PowerCycle(TimeSpan.FromSeconds(1));
        bench.Clock.Run(() => Task.Delay(TimeSpan.FromSeconds(10), bench.Clock));
        bench.AssertRuns(firmware);
    }

    [Theory]
    [InlineData("5.02")]
    [InlineData("23.46")]
    public void Nobody_but_a_person_or_the_option_may_assume_a_bootloader(string firmware)
    {
        using var bench = JobBench.On($"fw={firmware}&bootloader=present");
        bench.Answer = question => question != JobQuestion.AssumeBootloader;

        var result = bench.Upgrade("7.00");

        Assert.Equal(FailureCode.BootloaderUnknown, result.Failure!.Code);
        bench.AssertUnchangedExcept();
    }

    [Fact]
    public void A_bootloader_in_no_catalogue_does_not_count_as_proved()
    {
        using var bench = JobBench.On("fw=6.05", o => o with { Bootloader = JobBench.Image.Content });
        bench.Answer = question => question != JobQuestion.AssumeBootloader;

        var result = bench.Upgrade("7.00");

        Assert.Equal(FailureCode.BootloaderUnknown, result.Failure!.Code);
        bench.AssertUnchangedExcept();
    }

    [Theory]
    [InlineData("7.00", "7.00")]
    [InlineData("6.05", "6.05")]
    public void A_board_that_runs_the_version_already_is_left_alone(string firmware, string target)
    {
        using var bench = JobBench.On($"fw={firmware}&bootloader=present");

        var result = bench.Upgrade(target);

        Assert.Null(result.Failure);
        Assert.Equal(UpgradeVerdict.AlreadyThere, result.Upgrade!.Verdict);
        bench.AssertUnchangedExcept();
        Assert.Equal(0, bench.Board.Flash.BytesProgrammed);
    }

    [Fact]
    public void A_file_without_a_version_that_flash_holds_already_is_not_written_again()
    {
        using var bench = JobBench.On("fw=6.05&bootloader=present");
        byte[] file = SimulatedImage.Firmware("7.00", "60_MK6");
        Assert.Null(bench.Upgrade(file).Failure);
        int erases = bench.Board.Report().Erases[8];

        var again = bench.Upgrade(file);
        int afterwards = bench.Board.Report().Erases[8];
        file[0x20000] ^= 1;
        var other = bench.Upgrade(file);

        Assert.Equal((null, UpgradeVerdict.AlreadyThere), (again.Failure, again.Upgrade!.Verdict));
        Assert.Equal(erases, afterwards);
        Assert.True(other.Upgrade!.Verdict != UpgradeVerdict.AlreadyThere && bench.Board.Report().Erases[8] > erases, $"{other.Upgrade}");
    }

    [Fact]
    public void The_same_version_is_installed_again_if_that_is_asked_for()
    {
        using var bench = JobBench.On("fw=6.05&bootloader=present");

        var result = bench.Upgrade("6.05", o => o with { Reinstall = true });

        Assert.Null(result.Failure);
        Assert.Equal(UpgradeVerdict.Upgraded, result.Upgrade!.Verdict);
        Assert.Equal(DetectionMethod.Readback, result.Verified);
        Assert.Contains(BootloaderResult.Written, bench.Board.Report().BootloaderResults);
        bench.AssertRuns("6.05");
    }

    [Fact]
    public void An_older_version_needs_permission()
    {
        using var bench = JobBench.On("fw=7.00&bootloader=present");

        Assert.Equal(FailureCode.OlderVersion, bench.Upgrade("6.05").Failure!.Code);
        bench.AssertUnchangedExcept();
        Assert.Null(bench.Upgrade("6.05", o => o with { AllowDowngrade = true }).Failure);
        bench.AssertRuns("6.05");
    }

    [Theory]
    [InlineData("6.05", 6, 5, true)]
    [InlineData("6.05", 6, 6, false)]
    [InlineData("7.01-test1", 7, 0, true)]
    public void A_board_that_is_new_enough_is_left_alone(string firmware, byte major, byte minor, bool leftAlone)
    {
        using var bench = JobBench.On($"fw={firmware}&bootloader=present");

        var result = bench.Upgrade("7.00", o => o with { OnlyIfOlderThan = new FirmwareVersion(major, minor) });

        Assert.Null(result.Failure);
        Assert.Equal(leftAlone ? UpgradeVerdict.AlreadyThere : UpgradeVerdict.Upgraded, result.Upgrade!.Verdict);
    }

    [Fact]
    public void Whether_a_vendors_number_is_older_is_never_guessed()
    {
        using var bench = JobBench.On("fw=23.46&bootloader=present");

        var result = bench.Upgrade("7.00", o => o with { OnlyIfOlderThan = new FirmwareVersion(7, 0) });

        Assert.Equal(FailureCode.VersionNotComparable, result.Failure!.Code);
        bench.AssertUnchangedExcept();
    }

    [Theory]
    [InlineData("power=usb", FailureCode.VoltageLow)]
    [InlineData("voltage=7.9", FailureCode.VoltageLow)]
    [InlineData("motor=held", FailureCode.MotorTurning)]
    [InlineData("dual=yes&erpm2=500", FailureCode.MotorTurning)]
    [InlineData("fault=9", FailureCode.BoardFault)]
    public void A_board_that_is_not_fit_is_refused_before_anything_changes(string state, FailureCode expected)
    {
        using var bench = JobBench.On($"fw=6.05&bootloader=present&{state}");

        Assert.Equal(expected, bench.Upgrade("7.00").Failure!.Code);
        bench.AssertUnchangedExcept();
        Assert.Equal(0, bench.Board.Flash.BytesProgrammed);
    }

    [Theory]
    [InlineData("6.05", "present", "lisp", null)]
    [InlineData("6.05", "none", "lisp", null)]
    [InlineData("6.05", "present", "nothing", FailureCode.BootloaderUnknown)]
    [InlineData("5.02", "present", "nothing", null)]
    public void A_dry_run_plans_and_changes_no_byte(string firmware, string bootloader, string stored, FailureCode? expected)
    {
        using var bench = JobBench.On($"fw={firmware}&bootloader={bootloader}",
            o => o with { Lisp = stored == "lisp" ? JobBench.Code : default });

        var result = bench.Upgrade("7.00", o => o with { DryRun = true, AssumeBootloader = true });

        Assert.Equal(expected, result.Failure?.Code);
        Assert.NotEmpty(result.Upgrade!.Plan!.Steps);
        Assert.Equal(UpgradeVerdict.NotTried, result.Upgrade.Verdict);
        bench.AssertUnchangedExcept();
        Assert.DoesNotContain(bench.Board.Report().Commands.Keys, c => c is 1 or 2 or 3 or 73 or 120 or 121 or 131 or 132);
    }

    [Fact]
    public void Nothing_is_sent_without_the_owners_yes_to_the_plan()
    {
        using var bench = JobBench.On("fw=6.05&bootloader=present");
        bench.Answer = question => question != JobQuestion.Upgrade;

        Assert.Equal(FailureCode.NotAgreed, bench.Upgrade("7.00").Failure!.Code);
        bench.AssertUnchangedExcept();
    }

    [Fact]
    public void What_waits_is_made_harmless_if_it_must_not_be_started()
    {
        using var bench = JobBench.On("fw=6.05&bootloader=present");
        bench.Board.Inject(new Fault(new OnFrame(FaultDirection.ToBoard, FrameMatch.Write, 600), new SetVoltage(5)));

        var result = bench.Upgrade("7.00");

        Assert.Equal(FailureCode.VoltageLow, result.Failure!.Code);
        bench.AssertStagingIsHarmless();
        bench.AssertRuns("6.05");
        Assert.DoesNotContain(1, bench.Board.Report().Commands.Keys);
    }

    [Theory]
    [InlineData(ImageCompression.Auto, false)]
    [InlineData(ImageCompression.Never, false)]
    [InlineData(ImageCompression.Always, true)]
    public void An_image_that_fits_is_packed_only_where_that_helps(ImageCompression compress, bool packed)
    {
        using var bench = JobBench.On("fw=6.05&bootloader=present");

        var result = bench.Upgrade("5.03", o => o with { AllowDowngrade = true, Compress = compress });

        Assert.Null(result.Failure);
        Assert.Equal(packed, result.Upgrade!.Compressed);
        bench.AssertRuns("5.03");
    }

    [Fact]
    public void On_a_slow_link_less_is_sent_and_only_the_head_of_the_bootloader_is_read()
    {
        using var bench = JobBench.On("fw=6.05&bootloader=present&transport=uart", o => o with { Lisp = JobBench.Code });

        var result = bench.Upgrade("5.03", o => o with { AllowDowngrade = true });

        Assert.Null(result.Failure);
        Assert.True(result.Upgrade!.Compressed);
        Assert.Contains(result.Before!.Evidence, e => e.Contains("first 8192 bytes", StringComparison.Ordinal));
        bench.AssertRuns("5.03");
    }
}
