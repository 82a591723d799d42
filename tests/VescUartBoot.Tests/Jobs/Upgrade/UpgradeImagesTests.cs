using VescUartBoot.Catalog;
using VescUartBoot.Chip;
using VescUartBoot.Hosting.Words;
using VescUartBoot.Images;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Upgrade;
using VescUartBoot.Recognition;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.TestKit;
using VescUartBoot.Tests.Jobs.Backup;

namespace VescUartBoot.Tests.Jobs.Upgrade;

/// <summary>Which image is taken for which board, and with which sentence another one is refused.</summary>
public sealed class UpgradeImagesTests
{
    private static readonly byte[] _nameless = SyntheticImages.WithVectors(FlashMap.MaxStagedLength, 0x2001FFF0, 0x08010001, 0x08010101);

    [Fact]
    public void An_image_for_other_hardware_is_refused_with_both_names()
    {
        using var bench = JobBench.On("fw=6.05");

        var failure = Find(bench, SimulatedImage.Firmware("5.03", "100_250"))!;

        Assert.Equal("imageHardware", failure.Rejection!.Code);
        Assert.Equal("new.bin is for 100_250, and this board is 60_MK6: the wrong one can destroy its power stage", failure.Message);
        Assert.Equal("use an image for 60_MK6: vescboot upgrade --to latest; if you know better: --force-hardware 100_250",
            ErrorTable.NextAfter(failure.Rejection));
    }

    [Theory]
    [InlineData("100_250", true)]
    [InlineData("60_MK6", false)]
    [InlineData("75_300", false)]
    public void Only_the_name_that_the_image_carries_forces_it(string forced, bool taken)
    {
        using var bench = JobBench.On("fw=6.05");
        UpgradeImage? image = null;

        var failure = Find(bench, SimulatedImage.Firmware("5.03", "100_250"), forced, i => image = i);

        Assert.Equal(taken, failure is null);
        if (taken)
        {
            Assert.Equal("100_250", image!.Hardware);
            Assert.Contains(new JobEvent.Warned("hardwareForced",
                "new.bin is not known to be for 60_MK6; 100_250 was named, and that decides"), bench.Events);
        }
    }

    [Fact]
    public void An_image_for_the_board_needs_no_force_and_is_announced()
    {
        using var bench = JobBench.On("fw=6.05");
        UpgradeImage? image = null;

        Assert.Null(Find(bench, SimulatedImage.Firmware("5.03", "60_MK6"), null, i => image = i));

        Assert.Equal("60_MK6", image!.Hardware);
        Assert.Empty(bench.Warnings);
        Assert.Equal([JobPhase.Image], bench.Phases);
        Assert.Contains(new JobEvent.ImageChosen(image.Name, "it was requested"), bench.Events);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("60_mk6", true)]
    [InlineData("100_250", false)]
    public void An_image_that_tells_no_hardware_is_taken_only_if_the_boards_own_name_is_spelled_out(string? forced, bool taken)
    {
        using var bench = JobBench.On("fw=6.05");
        UpgradeImage? image = null;

        var failure = Find(bench, _nameless, forced, i => image = i);

        Assert.Equal(taken, failure is null);
        if (failure is not null)
        {
            Assert.Equal("nothing in new.bin names its hardware, and the wrong one can destroy the power stage of this 60_MK6",
                failure.Message);
            Assert.Equal("if you know for certain that it is for this board: --force-hardware 60_MK6",
                ErrorTable.NextAfter(failure.Rejection!));
        }
        else
        {
            Assert.Equal((null, null), (image!.Hardware, image.Version));
            Assert.Equal("new.bin", image.Name);
        }
    }

    [Fact]
    public void A_file_whose_end_may_be_missing_is_refused_with_its_length()
    {
        using var bench = JobBench.On("fw=6.05");

        var failure = Find(bench, SimulatedImage.Firmware("5.03", "60_MK6")[..300_000])!;

        Assert.Equal("imageTruncated", failure.Rejection!.Code);
        Assert.Equal(
            "new.bin has 300000 bytes, and a firmware has 393208 or 524280: its end may be missing, and half a firmware would cost the "
                + "board", failure.Message);
        Assert.Equal("download the file again; for your own build of that length use the .hex or .elf file, which contain their end",
            ErrorTable.NextAfter(failure.Rejection));
    }

    [Fact]
    public void A_release_that_must_not_be_packed_is_refused_if_it_does_not_fit_plain()
    {
        using var bench = JobBench.On("fw=6.05");

        var failure = bench.Upgrade("7.00", o => o with { Compress = ImageCompression.Never }).Failure!;

        Assert.Equal("the image does not fit into staging as it is (at most 393208 bytes do), and must not be packed", failure.Message);
        Assert.Equal(("imageTooLong", "omit --compress never; otherwise use the firmware of another release or variant"),
            (failure.Rejection!.Code, ErrorTable.NextAfter(failure.Rejection)));
    }

    [Theory]
    [InlineData("5.03", ImageCompression.Never, false)]
    [InlineData("7.00", ImageCompression.Never, true)]
    [InlineData("7.00", ImageCompression.Auto, false)]
    public void A_file_that_does_not_fit_plain_is_refused_like_a_release(string version, ImageCompression compress, bool refused)
    {
        using var bench = JobBench.On("fw=6.05");

        var failure = bench.TrySteps(async session =>
        {
            var images = new UpgradeImages(session, Options(SimulatedImage.Firmware(version, "60_MK6"), null) with { Compress = compress });
            await images.FindTargetAsync(CancellationToken.None);
            Assert.Equal(version == "5.03", images.TargetFitsPlain);
            images.RequireWayToStore();
        });

        Assert.Equal(refused ? "imageTooLong" : null, failure?.Rejection?.Code);
    }

    [Fact]
    public void Where_there_is_no_stepping_stone_that_is_no_error()
    {
        using var bench = JobBench.On("fw=5.02");
        bool found = true;

        Assert.Null(bench.TrySteps(session =>
        {
            found = new UpgradeImages(session, Options(_nameless, null)).TryFindSteppingStone();
            return Task.CompletedTask;
        }));

        Assert.False(found);
    }

    private static JobFailure? Find(JobBench bench, byte[] file, string? forced = null,
        Action<UpgradeImage>? take = null) => bench.TrySteps(async session =>
    {
        var images = new UpgradeImages(session, Options(file, forced));
        await images.FindTargetAsync(CancellationToken.None);
        take?.Invoke(await images.BringTargetAsync(CancellationToken.None));
    });

    private static UpgradeOptions Options(byte[] file, string? forced)
    {
        using var folder = new TemporaryFolder();
        var named = ImageReference.Find(folder.Write("new.bin", file), ImageKind.Firmware, ImageCatalog.Shipped,
            new ImageStore(folder.Path));
        return UpgradeBench.OptionsFor("") with
        {
            Target = new FirmwareTarget.Image(named),
            Firmware = new OneFile(),
            ForceHardware = forced
        };
    }

    /// <summary>Brings the file that was named, and finds nothing else.</summary>
    private sealed class OneFile : IFirmwareProvider
    {
        public CatalogEntry Find(string version, string hardware) =>
            throw new ImageRejectedException("imageUnknown", $"version {version} has no image for it");

        public Task<ResolvedFirmware> BringAsync(CatalogEntry entry, string why, JobOptions setting, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("no entry was found");

        public Task<ResolvedFirmware> BringAsync(ImageReference named, JobOptions setting, CancellationToken cancellationToken)
        {
            var image = FirmwareImage.From(ImageInspection.Of(named.File!));
            return Task.FromResult(new ResolvedFirmware(image, ImageRecognition.Of(image.Inspection, ImageCatalog.Shipped),
                "it was requested"));
        }
    }
}
