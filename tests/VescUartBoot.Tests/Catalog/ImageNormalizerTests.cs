using System.Security.Cryptography;
using VescUartBoot.Catalog;
using VescUartBoot.Chip;
using VescUartBoot.Hosting.Store;
using VescUartBoot.Images;
using VescUartBoot.Recognition;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Catalog;

/// <summary>A file is the image that it is, however its bytes came: padded, dumped with its sector, or as .hex.</summary>
public sealed class ImageNormalizerTests
{
    private static readonly byte[] _bootloader = MakeBootloader();
    private static readonly byte[] _firmware = MakeFirmware();

    private static readonly ImageCatalog _catalogue = new(
        new BootloaderCatalog
        {
            Source = new CatalogSource("https://example.org/images", "CC0"),
            Padding = new LinkerGap(428, 4),
            Images =
            [
                new CatalogBootloader
                {
                    Id = "test/padded", Family = "vesc", Build = "generic", Size = _bootloader.Length, Sha256 = Hash(_bootloader),
                    Compression = true, Current = true,
                    Blocks = string.Concat(_bootloader.Chunk(64).Select(b => LongDivision.Remainder(b).ToString("X4"))),
                },
            ],
        },
        () => FirmwareWith(_firmware));

    [Theory]
    [InlineData("as it is")]
    [InlineData("padded")]
    [InlineData("dumped")]
    [InlineData("dumped with data behind it")]
    [InlineData("hex")]
    [InlineData("dumped after a hex")]
    public void A_known_bootloader_is_known_in_every_form(string form)
    {
        byte[] sector = SyntheticImages.SectorOf(_bootloader);
        byte[] blankPadding = [.. sector];
        blankPadding.AsSpan(428, 4).Fill(0xFF);
        byte[] withData = [.. sector];
        withData[0x10000] = 0x42;
        byte[] file = form switch
        {
            "padded" => sector[..8192],
            "dumped" => sector,
            "dumped with data behind it" => withData,
            "hex" => Wrapped.InHexParts(_bootloader, (0, 428), (432, _bootloader.Length)),
            "dumped after a hex" => blankPadding,
            _ => _bootloader,
        };

        var recognition = Recognise(file);

        Assert.Equal("test/padded", Assert.Single(recognition.Entries).Id);
        Assert.Equal(Hash(_bootloader), recognition.Image.Sha256);
        Assert.Equal(_bootloader, BootloaderImage.From(recognition.Image).Content.ToArray());
        Assert.False(recognition.Image.IsDamaged);
    }

    [Fact]
    public void A_known_bootloader_whose_end_is_missing_is_damaged_for_everybody()
    {
        byte[] cut = _bootloader[..3000];
        var image = Recognise(cut).Image;

        Assert.True(image is { IsDamaged: true, IsSound: false, Kind: ImageKind.Bootloader });
        Assert.StartsWith("a damaged copy of test/padded: test/padded was written there up to byte", image.Description,
            StringComparison.Ordinal);
        using var folder = new TemporaryFolder();
        var import = new BundleImport(new ImageStore(folder.Path), _catalogue, approved: null);
        var e = Assert.Throws<ImageRejectedException>(() => import.TakeFile(folder.Write("cut.bin", cut), "mine"));
        Assert.Equal("imageDamaged", e.Code);
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0xFF)]
    public void A_firmware_as_hex_without_its_settings_sectors_is_known(byte fill)
    {
        byte[] whole = [.. _firmware];
        whole.AsSpan(0x4000, 0x8000).Fill(fill);
        var catalogue = new ImageCatalog(_catalogue.BootloaderImages, () => FirmwareWith(whole));
        byte[] hex = Wrapped.InHexParts(whole, FlashAddress.Start, (0, 0x4000), (0xC000, whole.Length - 1000));

        var recognition = ImageRecognition.Of(ImageInspection.Of(ImageFile.Parse("file.hex", hex)), catalogue);

        Assert.Equal("6.05/60_MK6", Assert.Single(recognition.Entries).Id);
        Assert.Equal(whole, recognition.Image.File.Content.ToArray());
    }

    [Fact]
    public void The_parts_that_a_hex_file_does_not_name_are_told()
    {
        var file = ImageFile.Parse("file.hex", Wrapped.InHexParts(_bootloader, (0, 428), (432, 1000), (1500, 2000)));

        Assert.Equal([428..432, 1000..1500], file.Gaps);
        Assert.Empty(ImageFile.Parse("file.bin", _bootloader).Gaps);
    }

    private static ImageRecognition Recognise(byte[] file) =>
        ImageRecognition.Of(ImageInspection.Of(ImageFile.Parse("file", file)), _catalogue);

    private static byte[] MakeBootloader()
    {
        byte[] image = SyntheticImages.Bootloader(5280, seed: 61);
        image.AsSpan(428, 4).Clear();
        return image;
    }

    private static byte[] MakeFirmware()
    {
        byte[] image = SyntheticImages.WithVectors(FlashMap.MaxApplicationLength, 0x2001FFF0, 0x08010001, 0x08010101);
        image.AsSpan(^2000).Fill(0xFF);
        return image;
    }

    private static FirmwareCatalog FirmwareWith(byte[] image) => new()
    {
        Source = new CatalogSource("https://example.org/images", "CC0"),
        Sizes = new Dictionary<string, int> { ["6.05"] = image.Length },
        Versions = new Dictionary<string, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>>
        {
            ["6.05"] = new Dictionary<string, IReadOnlyDictionary<string, string>>
            {
                ["60_MK6"] = new Dictionary<string, string> { ["VESC_default.bin"] = Hash(image) },
            },
        },
    };

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
