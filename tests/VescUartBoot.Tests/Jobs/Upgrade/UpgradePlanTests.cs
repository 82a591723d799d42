using VescUartBoot.Catalog;
using VescUartBoot.Images;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Upgrade;
using VescUartBoot.Recognition;
using VescUartBoot.Simulator.Firmware;

namespace VescUartBoot.Tests.Jobs.Upgrade;

/// <summary>A plan of an upgrade names every step with its rule, what is lost, and how long it takes.</summary>
public sealed class UpgradePlanTests
{
    private const string Gone = "the bootloader erases the settings sectors with the application";
    private const string Copies = "only a bootloader copies an uploaded firmware to where it runs";
    private const string Unpacks =
        "images of 6.00 and later do not fit into staging unless packed, which bootloaders before 2022-01-18 cannot unpack";
    private const string Settings = "settings (backed up first, then restored)";
    private const string Code = "QML and Lisp code and packages, if there are any (backed up first)";

    private static readonly FirmwareImage _image = FirmwareImage.Parse("7.00.bin", SimulatedImage.Firmware("7.00", "60_MK6"));

    [Fact]
    public void Where_the_bootloader_takes_the_image_three_steps_are_enough()
    {
        using var bench = Stored("fw=6.05&bootloader=present");

        var plan = PlanOf(bench, "7.00");

        Assert.Equal([UpgradeStepKind.Backup, UpgradeStepKind.Firmware, UpgradeStepKind.Restore], plan.Steps.Select(s => s.Kind));
        Assert.Equal([Gone, "it was requested", Gone], plan.Steps.Select(s => s.Reason));
        Assert.Equal("back up settings and scripts", plan.Steps[0].What);
        Assert.Equal("carry over the settings that were changed, verify, restart, verify again", plan.Steps[2].What);
        Assert.Matches(@"^write .* \(7\.00\) \(524280 bytes, packed to \d+\), restart, wait for the new version to answer$",
            plan.Steps[1].What);
        Assert.Equal([Settings, Code], plan.Lost);
        Assert.Equal("6.05", plan.From.ToString());
        Assert.Equal(plan.Steps.Sum(s => s.Expected.TotalSeconds), plan.Expected.TotalSeconds, tolerance: 0.001);
        Assert.Contains(bench.Events, e => e is JobEvent.UpgradePlanned p && p.Plan == plan);
    }

    [Theory]
    [InlineData("none", UpgradeStepKind.InstallBootloader, "install a bootloader and verify it", $"none is there, and {Copies}", 1.5)]
    [InlineData("garbage", UpgradeStepKind.ReplaceBootloader, "save the old content, put a bootloader in its place and verify it",
        $"it is not an intact bootloader, and {Copies}", 2.5)]
    [InlineData("old", UpgradeStepKind.ReplaceBootloader, "save the old bootloader, replace it and verify the new one", Unpacks, 2.5)]
    public void A_bootloader_that_does_not_take_the_image_is_repaired_first(string bootloader, UpgradeStepKind kind, string what,
        string why,
        double seconds)
    {
        using var bench = Stored($"fw=6.05&bootloader={bootloader}");

        var step = PlanOf(bench, "7.00").Steps[1];

        Assert.Equal(new UpgradeStep(kind, what, why, TimeSpan.FromSeconds(seconds)), step);
    }

    [Theory]
    [InlineData("fw=6.05&bootloader=garbage", true)]
    [InlineData("fw=6.05&bootloader=none", false)]
    [InlineData("fw=6.05&bootloader=old", false)]
    public void What_stands_in_the_sector_and_is_no_bootloader_is_told_as_lost(string board, bool told)
    {
        using var bench = Stored(board);

        var result = DryRun(bench, "7.00");

        string lost = $"the content of the bootloader sector (saved first): {result.Before!.Evidence[0]}";
        Assert.Equal(told ? [Settings, Code, lost] : [Settings, Code], result.Upgrade!.Plan!.Lost);
    }

    [Fact]
    public void Data_behind_a_bootloader_that_stays_is_not_lost_and_behind_one_that_goes_is()
    {
        byte[] sector(bool unpacks) => [.. SimulatedImage.Bootloader(unpacks), .. Enumerable.Repeat((byte)0x55, 5000)];
        using var stays = Stored("fw=7.00", sector(unpacks: true));
        using var goes = Stored("fw=7.00", sector(unpacks: false));

        var kept = DryRun(stays, "6.05", o => o with { AllowDowngrade = true });
        var exchanged = DryRun(goes, "6.05", o => o with { AllowDowngrade = true });

        Assert.Equal(SectorContentKind.KnownWithDataBehind, kept.Before!.Content!.Kind);
        Assert.Equal([Settings, Code], kept.Upgrade!.Plan!.Lost);
        Assert.Equal(3, exchanged.Upgrade!.Plan!.Lost.Count);
        Assert.Equal($"the content of the bootloader sector (saved first): {exchanged.Before!.Evidence[0]}",
            exchanged.Upgrade.Plan.Lost[2]);
    }

    [Fact]
    public void The_way_by_the_stepping_stone_looks_at_the_bootloader_in_between()
    {
        using var bench = JobBench.On("fw=5.02&bootloader=present");

        var plan = PlanOf(bench, "7.00");

        Assert.Equal(
            [UpgradeStepKind.Backup, UpgradeStepKind.Firmware, UpgradeStepKind.CheckBootloader, UpgradeStepKind.Firmware,
                UpgradeStepKind.Restore],
            plan.Steps.Select(s => s.Kind));
        Assert.Contains("(5.03) (393208 bytes), restart", plan.Steps[1].What, StringComparison.Ordinal);
        Assert.Matches(@"^check the bootloader; replace it if it cannot unpack .* \(7\.00\)$", plan.Steps[2].What);
        Assert.Equal((Unpacks, TimeSpan.FromSeconds(1.5)), (plan.Steps[2].Reason, plan.Steps[2].Expected));
        Assert.Equal([Settings], plan.Lost);
    }

    [Fact]
    public void A_dry_run_that_may_not_open_the_flash_plans_the_look()
    {
        using var bench = JobBench.On("fw=6.05&bootloader=present");

        var result = DryRun(bench, "7.00");

        var plan = result.Upgrade!.Plan!;
        Assert.Equal(
            new UpgradeStep(UpgradeStepKind.CheckBootloader, "check the bootloader; install or replace it if needed", Copies,
                TimeSpan.FromSeconds(1.5)),
            plan.Steps[1]);
        Assert.Equal(
            [
                "whether the board has a bootloader that takes the image; reading the flash writes 8 zero bytes into the empty QML "
                    + "sector and erases them again"], plan.Undecided);
        Assert.Equal($"only the real run finds out {plan.Undecided[0]}", result.Failure!.Message);
    }

    [Fact]
    public void An_upload_is_expected_to_take_what_erase_write_copy_and_start_take_and_more_on_a_slow_line()
    {
        using var usb = Stored("fw=6.05&bootloader=present");
        using var uart = Stored("fw=6.05&bootloader=present&transport=uart");

        double quick = UploadOf(DryRun(usb, "5.03", o => o with { AllowDowngrade = true, Compress = ImageCompression.Never }));
        double slow = UploadOf(DryRun(uart, "5.03", o => o with { AllowDowngrade = true, Compress = ImageCompression.Never }));

        // 3 sectors of staging, 16 µs a byte into it and out of it, 4.6 s for the bootloader's erase, two starts of 2 s.
        Assert.Equal(3 + (2 * 6.29) + 4.6 + 4, quick, tolerance: 0.02);
        Assert.Equal(393_214 / 11_520.0, slow - quick, tolerance: 0.5);
    }

    [Fact]
    public void An_image_that_does_not_fit_plain_is_packed() =>
        Assert.True(UpgradePlanner.Store(Image(_image), ImageCompression.Auto, slow: false, unpacks: false).Header.Compressed);

    [Theory]
    [InlineData(ImageCompression.Auto, false, false, false)]
    [InlineData(ImageCompression.Auto, false, true, false)]
    [InlineData(ImageCompression.Auto, true, false, false)]
    [InlineData(ImageCompression.Auto, true, true, true)]
    [InlineData(ImageCompression.Always, false, false, true)]
    [InlineData(ImageCompression.Never, true, true, false)]
    public void An_image_that_fits_is_packed_on_a_slow_link_to_a_bootloader_that_is_known_to_unpack(ImageCompression compress, bool slow,
        bool unpacks, bool packed)
    {
        var image = FirmwareImage.Parse("5.03.bin", SimulatedImage.Firmware("5.03", "60_MK6"));

        Assert.Equal(packed, UpgradePlanner.Store(Image(image), compress, slow, unpacks).Header.Compressed);
    }

    [Theory]
    [InlineData(BootloaderState.Absent, false, nameof(BootloaderNeed.Install))]
    [InlineData(BootloaderState.Damaged, false, nameof(BootloaderNeed.Replace))]
    [InlineData(BootloaderState.Unknown, true, nameof(BootloaderNeed.None))]
    [InlineData(BootloaderState.Present, true, nameof(BootloaderNeed.None))]
    public void What_is_needed_follows_from_what_was_found(BootloaderState state, bool packed, string need) =>
        Assert.Equal(need, UpgradePlanner.NeedOf(new BootloaderStatus(state, DetectionMethod.Readback, []), packed).ToString());

    [Theory]
    [InlineData(SectorContentKind.Known, true, true)]
    [InlineData(SectorContentKind.KnownWithDataBehind, true, true)]
    [InlineData(SectorContentKind.Unrecognised, true, false)]
    [InlineData(SectorContentKind.Known, false, false)]
    public void Only_a_bootloader_of_the_catalogue_that_was_read_is_proved(object kind, bool known, bool proved)
    {
        var image = known ? BootloaderCatalog.Shipped.Images[0] : null;
        var finding = new BootloaderStatus(BootloaderState.Present, DetectionMethod.Readback, [])
        {
            Content = new SectorContent((SectorContentKind)kind, image, "it", null, null, []),
        };

        Assert.Equal(proved, UpgradePlanner.IsProved(finding));
        Assert.False(UpgradePlanner.IsProved(finding with { State = BootloaderState.Damaged }));
        Assert.False(UpgradePlanner.IsProved(finding with { Content = null }));
    }

    private static UpgradeImage Image(FirmwareImage image) => new(image, null, null, "it was requested");

    private static JobBench Stored(string board, byte[]? bootloader = null) => JobBench.On(board, o => bootloader is null
        ? o with { Lisp = JobBench.Code }
        : o with { Lisp = JobBench.Code, Bootloader = bootloader });

    private static UpgradePlan PlanOf(JobBench bench, string to) => DryRun(bench, to).Upgrade!.Plan!;

    private static UpgradeResult DryRun(JobBench bench, string to, Func<UpgradeOptions, UpgradeOptions>? change = null) =>
        bench.Upgrade(to, o => (change is null ? o : change(o)) with { DryRun = true, AssumeBootloader = true });

    private static double UploadOf(UpgradeResult result) =>
        result.Upgrade!.Plan!.Steps.Single(s => s.Kind == UpgradeStepKind.Firmware).Expected.TotalSeconds;
}
