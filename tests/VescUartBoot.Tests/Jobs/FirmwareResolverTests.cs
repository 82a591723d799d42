using System.Security.Cryptography;
using VescUartBoot.Catalog;
using VescUartBoot.Hosting.Words;
using VescUartBoot.Images;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Upgrade;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Jobs;

/// <summary>Which firmware an upgrade takes for a version and a hardware name, and what is known of it.</summary>
public sealed class FirmwareResolverTests : IDisposable
{
    private static readonly byte[] _sixty = Firmware(1);
    private static readonly byte[] _old = Firmware(2);

    private readonly TemporaryFolder _folder = new();
    private readonly ImageStore _store;

    public FirmwareResolverTests() => _store = new ImageStore(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("7.00", "60_MK6", "7.00/60_MK6")]
    [InlineData("7.00", "60_mk6_max", "7.00/60_MK6")]
    [InlineData("latest", "60", "7.00/60_o_60_MK2")]
    [InlineData("latest", "OLD", "5.03/OLD")]
    public void A_version_and_a_hardware_name_find_one_image(string version, string hardware,
        string id) => Assert.Equal(id, Choice().Find(version, hardware).Id);

    [Theory]
    [InlineData("5.03", "60_MK6", "version 5.03 has no image for 60_MK6", "name another version: for 60_MK6 there is 7.00")]
    [InlineData("9.00", "60_MK6", "the catalogue has no version 9.00", "name another version: for 60_MK6 there is 7.00")]
    [InlineData("latest", "FOCBOX", "no version in the catalogue has an image for FOCBOX",
        "give --image a firmware that the maker of the board made for it")]
    public void Without_an_image_the_versions_that_have_one_are_named(string version, string hardware, string message, string next)
    {
        var e = Assert.Throws<ImageRejectedException>(() => Choice().Find(version, hardware));
        Assert.Equal(("imageUnknown", message, next), (e.Code, e.Message, ErrorTable.NextAfter(e)));
    }

    [Fact]
    public void The_versions_of_a_hardware_name_are_listed_newest_first() =>
        Assert.Equal(["7.00/60_o_60_MK2", "5.03/60"], Catalogue.Firmware.AllFor("60").Select(e => e.Id));

    [Fact]
    public async Task What_is_in_the_store_is_brought_with_its_version_and_its_hardware()
    {
        _store.Add(_sixty);
        var choice = Choice();
        var chosen = await choice.BringAsync(choice.Find("latest", "60_MK6"), "it is the newest", new JobOptions(),
            TestContext.Current.CancellationToken);
        Assert.Equal(("7.00/60_MK6", HashOf(_sixty), "it is the newest"), (chosen.Image.Name, chosen.Image.Sha256, chosen.Why));
        Assert.Equal(("7.00", Confidence.Certain), (chosen.Recognition.Version!.Value, chosen.Recognition.Version.Certainty));
        Assert.Equal("its SHA-256 is that of 7.00/60_MK6", chosen.Recognition.TieTo("60_mk6")!.Evidence);
        Assert.Null(chosen.Recognition.TieTo("410"));
    }

    [Fact]
    public async Task What_is_not_in_the_store_and_may_not_be_fetched_names_the_command_that_mends_it()
    {
        var choice = Choice();
        var e = await Assert.ThrowsAsync<ImageRejectedException>(
            () => choice.BringAsync(choice.Find("7.00", "60_MK6"), "it is the newest", new JobOptions(),
                TestContext.Current.CancellationToken));
        Assert.Equal(("imageMissing", "vescboot bundle fetch 7.00/60_MK6"), (e.Code, ErrorTable.NextAfter(e)));
    }

    [Fact]
    public async Task A_path_an_id_and_a_hash_name_the_same_image()
    {
        _store.Add(_sixty);
        foreach (string word in new[] { _folder.Write("any.bin", _sixty), "7.00/60_MK6", HashOf(_sixty), HashOf(_sixty)[..8] })
        {
            var chosen = await Choice().BringAsync(ImageReference.Find(word, ImageKind.Firmware, Catalogue, _store), new JobOptions(),
                TestContext.Current.CancellationToken);
            Assert.Equal(HashOf(_sixty), chosen.Image.Sha256);
            Assert.NotNull(chosen.Recognition.TieTo("60_MK6"));
        }
    }

    [Fact]
    public async Task A_file_that_is_not_approved_is_refused()
    {
        var named = ImageReference.Find(_folder.Write("any.bin", _sixty), ImageKind.Firmware, Catalogue, _store);
        var e = await Assert.ThrowsAsync<ImageRejectedException>(
            () => Choice(ApprovedImages.Parse("lock", new StringReader(HashOf(_old)))).BringAsync(named, new JobOptions(),
                TestContext.Current.CancellationToken));
        Assert.Equal("imageNotApproved", e.Code);
    }

    [Theory]
    [InlineData("bootloaders", "imageNotFirmware", "bootloaders names 2 images, each a bootloader, not a firmware")]
    [InlineData("vesc/generic", "imageNotFirmware", "vesc/generic is a bootloader, not a firmware")]
    [InlineData("7.00", "imageUnknown", "7.00 names 2 images: 7.00/60_MK6, 7.00/60_o_60_MK2")]
    [InlineData("7.00/410", "imageUnreadable",
        "7.00/410: no such file, and no known image has that id or hash")]
    public void A_word_that_names_no_one_firmware_is_refused(string word, string code, string message)
    {
        var e = Assert.Throws<ImageRejectedException>(() => ImageReference.Find(word, ImageKind.Firmware, Catalogue, _store));
        Assert.Equal((code, message), (e.Code, e.Message));
    }

    private static ImageCatalog Catalogue { get; } = new(
        new BootloaderCatalog
        {
            Source = new CatalogSource("a repository", "GPL-3.0"),
            Images = [Bootloader("vesc/generic", '7'), Bootloader("vesc/60", '8')],
        },
        () => new FirmwareCatalog
        {
            Source = new CatalogSource("a repository", "GPL-3.0"),
            Sizes = new Dictionary<string, int> { ["5.03"] = 200_000, ["7.00"] = 200_000 },
            Names = new Dictionary<string, string> { ["7.00/60_MK6"] = "60_MK6_MAX" },
            Versions = new Dictionary<string, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>>
            {
                ["5.03"] = new Dictionary<string, IReadOnlyDictionary<string, string>> { ["60"] = Default(_old), ["OLD"] = Default(_old) },
                ["7.00"] = new Dictionary<string, IReadOnlyDictionary<string, string>>
                {
                    ["60_MK6"] = Default(_sixty),
                    ["60_o_60_MK2"] = Default(Firmware(3))
                },
            },
        });

    private static Dictionary<string, string> Default(byte[] image) => new() { ["VESC_default.bin"] = HashOf(image) };

    private static CatalogBootloader Bootloader(string id, char digit) =>
        new() { Id = id, Family = "vesc", Build = id, Size = 5280, Sha256 = new string(digit, 64), Compression = true, Current = true };

    private static byte[] Firmware(byte last)
    {
        byte[] image = SyntheticImages.WithVectors(200_000, 0x20000800, 0x0800C001, 0x0800D461);
        image[^1] = last;
        return image;
    }

    private static string HashOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private FirmwareResolver Choice(ApprovedImages? approved = null) =>
        new(Catalogue, new ImageProvider(_store, approved)) { Observer = new Nobody() };

    private sealed class Nobody : IFetchObserver
    {
        public void OnBegin(long total) => Assert.Fail("nothing is fetched here");

        public void OnDamaged(string message) => Assert.Fail(message);

        public void OnBytes(int count) => Assert.Fail("nothing is fetched here");

        public void OnRetry(string what, int attempt, string reason, int forgotten) => Assert.Fail(reason);
    }
}
