using VescUartBoot.Catalog;
using VescUartBoot.Images;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Upgrade;
using VescUartBoot.Recognition;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Simulator.Time;

namespace VescUartBoot.Tests.Jobs.Upgrade;

/// <summary>The variant that a board provably runs is kept, and nothing takes its place unasked.</summary>
public sealed class VariantTests
{
    private const string Folder = "410_o_411_o_412";
    private const int Told = 0x20010;

    private static readonly byte[] _default = Running(0x11);
    private static readonly byte[] _ohm = Running(0x22);

    [Theory]
    [InlineData(0x11, "7.00/410_o_411_o_412")]
    [InlineData(0x22, "7.00/410_o_411_o_412/0005ohm")]
    public void The_variant_that_runs_is_the_one_that_is_taken(byte mark, string expected)
    {
        using var bench = Bench(mark);
        var supply = new Releases();

        var result = bench.Upgrade("7.00", o => o with { Firmware = supply });

        Assert.Null(result.Failure);
        Assert.Equal([expected], supply.Brought);
        Assert.DoesNotContain(JobQuestion.ReplaceOwnBuild, bench.Questions);
    }

    [Fact]
    public void Where_the_version_has_no_such_variant_it_is_refused_with_what_there_is()
    {
        using var bench = Bench(0x22);

        var failure = bench.Upgrade("6.06", o => o with { Firmware = new Releases() }).Failure!;

        Assert.Equal(FailureCode.VariantMissing, failure.Code);
        Assert.Equal(
            "the board runs 6.05/410_o_411_o_412/0005ohm, the variant 0005ohm of its firmware, which may measure its currents by other "
                + "shunts, and 6.06 has none of that name for 410: there is default, no_hw_limits",
            failure.Message);
        bench.AssertUnchangedExcept(9);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_build_that_was_never_released_is_only_replaced_if_the_owner_says_so(bool yes)
    {
        using var bench = Bench(0x33);
        bench.Answer = question => question != JobQuestion.ReplaceOwnBuild || yes;
        var supply = new Releases();

        var failure = bench.Upgrade("7.00", o => o with { Firmware = supply }).Failure;

        Assert.Contains(JobQuestion.ReplaceOwnBuild, bench.Questions);
        Assert.Equal(yes ? null : FailureCode.NotReleased, failure?.Code);
        Assert.Equal(yes ? ["7.00/410_o_411_o_412"] : [], supply.Brought);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Two_images_whose_windows_are_alike_are_asked_about_and_never_guessed(bool yes)
    {
        using var bench = Bench(0x11);
        bench.Answer = question => question != JobQuestion.ReplaceOwnBuild || yes;
        var supply = new Releases(alike: true);

        var failure = bench.Upgrade("7.00", o => o with { Firmware = supply }).Failure;

        Assert.Contains(JobQuestion.ReplaceOwnBuild, bench.Questions);
        Assert.Equal(yes ? null : FailureCode.NotReleased, failure?.Code);
        Assert.Equal(yes ? null
            : "the firmware on the board is one of default, 0005ohm of 6.05 for 410, and its flash does not tell which; 7.00 has default, "
                + "0005ohm", failure?.Message);
        Assert.Equal(yes ? ["7.00/410_o_411_o_412"] : [], supply.Brought);
    }

    [Fact]
    public void No_two_released_images_of_a_name_have_the_same_windows() => Assert.All(
        FirmwareFingerprints.Shipped.Versions.Values.SelectMany(folders => folders.Values),
        folder => Assert.Distinct(folder.Files.Values));

    [Fact]
    public void A_variant_that_is_named_answers_it()
    {
        using var bench = Bench(0x33);
        bench.Answer = question => question != JobQuestion.ReplaceOwnBuild;
        var supply = new Releases();

        Assert.Null(bench.Upgrade("7.00", o => o with { Firmware = supply, Variant = "0005OHM" }).Failure);

        Assert.Equal(["7.00/410_o_411_o_412/0005ohm"], supply.Brought);
    }

    [Fact]
    public void A_named_variant_that_is_not_there_is_refused_before_the_board_is_touched()
    {
        using var bench = Bench(0x11);

        var failure = bench.Upgrade("7.00", o => o with { Firmware = new Releases(), Variant = "33k" }).Failure!;

        Assert.Equal(
            (FailureCode.VariantMissing,
                "the variant 33k was asked for, and 7.00 has none of that name for 410: there is default, 0005ohm"),
                (failure.Code, failure.Message));
        bench.AssertUnchangedExcept();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("0005ohm")]
    public void Where_nothing_can_be_read_the_stepping_stone_is_of_the_named_variant_or_a_warning_says_that_there_are_some(string? variant)
    {
        using var bench = JobBench.On("fw=5.02&hw=410&bootloader=present");
        var supply = new Releases();

        Assert.Null(bench.Upgrade("7.00", o => o with { Firmware = supply, Variant = variant, AssumeBootloader = true }).Failure);

        string end = variant is null ? "" : "/" + variant;
        Assert.Equal([$"5.03/{Folder}{end}", $"7.00/{Folder}{end}"], supply.Brought);
        Assert.Equal(variant is null, bench.Warnings.Contains("variantUnknown"));
    }

    [Theory]
    [InlineData(0x22, UpgradeVerdict.AlreadyThere)]
    [InlineData(0x11, UpgradeVerdict.Upgraded)]
    public void The_same_version_in_another_variant_is_something_to_do(byte mark, UpgradeVerdict expected)
    {
        using var bench = Bench(mark);

        Assert.Equal(expected, bench.Upgrade("6.05", o => o with { Firmware = new Releases(), Variant = "0005ohm" }).Upgrade!.Verdict);
    }

    [Fact]
    public void What_the_image_carries_is_what_the_board_answers_afterwards()
    {
        using var bench = JobBench.On("fw=6.05&hw=412&bootloader=present");

        var result = bench.Upgrade("7.00", o => o with { Firmware = new Releases() });

        Assert.Null(result.Failure);
        Assert.Equal(("410", UpgradeVerdict.Upgraded), (result.Board.Hardware, result.Upgrade!.Verdict));
    }

    [Theory]
    [InlineData("latest", "7.00", false)]
    [InlineData("5.03", "5.03", false)]
    [InlineData("latest", "6.05", true)]
    public void That_newer_versions_have_no_image_of_the_name_is_said(string to, string last, bool said)
    {
        using var bench = JobBench.On("fw=6.05&hw=410&bootloader=present");

        var result = bench.Upgrade(to, o => o with { Firmware = new Releases(last), AllowDowngrade = true });

        Assert.Null(result.Failure);
        Assert.Equal(said, bench.Warnings.Contains("newerWithoutImage"));
        if (said)
        {
            Assert.Equal(UpgradeVerdict.AlreadyThere, result.Upgrade!.Verdict);
            Assert.Equal(
                "6.05 is the last version that has an image for 410; 6.06, 7.00 are newer and have none under this name",
                bench.Events.OfType<JobEvent.Warned>().Single(w => w.Code == "newerWithoutImage").Message);
        }
    }

    [Fact]
    public void A_name_of_several_makers_is_said_to_be_one()
    {
        using var bench = JobBench.On("fw=6.05&hw=75_300_R2&bootloader=present");

        bench.Upgrade("7.00", o => o with { Firmware = new Releases(folder: "75_300_R2"), DryRun = true });

        Assert.Contains("nameShared", bench.Warnings);
    }

    // A board with code that the simulator did not make, which tells its variant by one byte.
    private static JobBench Bench(byte mark) => JobBench.On(
        "fw=6.05&hw=410&bootloader=present", o => o with { Flash = Running(mark), KnownFirmware = _ => ("6.05", "410") });

    private static byte[] Running(byte mark)
    {
        byte[] flash = new SimulatedBoard(SimulatedBoardOptions.Parse("fw=6.05&hw=410&bootloader=present"),
            new ManualClock()).Flash.ToArray();
        "OTHERS"u8.CopyTo(flash.AsSpan(0x200));
        flash[Told] = mark;
        return flash;
    }

    private static string HashOf(byte[] flash) => FirmwareFingerprints.HashOf([.. flash[0x40..0x220], .. flash[0x20000..0x201E0]]);

    /// <summary>A made-up catalogue, whose images the simulator makes.</summary>
    private sealed class Releases(string last = "7.00", string folder = Folder, bool alike = false) : IFirmwareProvider
    {
        private const string Plain = "VESC_default.bin";
        private const string Ohm = "VESC_0005ohm.bin";

        public List<string> Brought { get; } = [];

        public FirmwareCatalog Catalogue { get; } = new()
        {
            Source = new CatalogSource("https://example.org", "CC0"),
            Sizes = new Dictionary<string, int> { ["5.03"] = 393208, ["6.05"] = 524280, ["6.06"] = 524280, ["7.00"] = 524280 },
            Versions = new Dictionary<string, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>>
            {
                ["5.03"] = Images(folder, "5.03", Plain, Ohm),
                ["6.05"] = Images(folder, "6.05", Plain, Ohm),
                ["6.06"] = Images(last == "6.05" ? "none" : folder, "6.06", Plain, "VESC_default_no_hw_limits.bin"),
                ["7.00"] = Images(last == "6.05" ? "none" : folder, "7.00", Plain, Ohm),
            },
            Windows = FirmwareFingerprints.Shipped with
            {
                Versions = new Dictionary<string, IReadOnlyDictionary<string, HardwareFingerprints>>
                {
                    ["6.05"] = new Dictionary<string, HardwareFingerprints>
                    {
                        [folder] = new HardwareFingerprints([0x40, 0x20000],
                            new Dictionary<string, string> { [Plain] = HashOf(_default), [Ohm] = HashOf(alike ? _default : _ohm) }),
                    },
                },
            },
        };

        FirmwareCatalog? IFirmwareProvider.Catalogue => Catalogue;

        public CatalogEntry Find(string version, string hardware) =>
            version == FirmwareResolver.Latest ? Catalogue.NewestFor(hardware)! : Catalogue.ChooseFor(version, hardware)!;

        public Task<ResolvedFirmware> BringAsync(CatalogEntry entry, string why, JobOptions setting, CancellationToken cancellationToken)
        {
            Brought.Add(entry.Id);
            var image = FirmwareImage.Parse(entry.Id, SimulatedImage.Firmware(entry.Version!, entry.Hardware[0]));
            ImageFact[] facts =
            [
                new(ImageFact.Version, entry.Version!, Confidence.Certain, ""),
                .. entry.Hardware.Select(h => new ImageFact(ImageFact.Hardware, h, Confidence.Certain, "")),
            ];
            return Task.FromResult(new ResolvedFirmware(image, new ImageRecognition(image.Inspection, [entry], facts, Confidence.Certain),
                why));
        }

        public Task<ResolvedFirmware> BringAsync(ImageReference named, JobOptions setting, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("nothing is named in this test");

        private static Dictionary<string, IReadOnlyDictionary<string, string>> Images(string folder, string version,
            params string[] files) => new()
            {
                [folder] = files.ToDictionary(f => f,
                f => Convert.ToHexStringLower(
                    System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(version + f)))),
            };
    }
}
