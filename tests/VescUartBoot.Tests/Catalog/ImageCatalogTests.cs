using VescUartBoot.Catalog;

namespace VescUartBoot.Tests.Catalog;

public sealed class ImageCatalogTests
{
    private static readonly ImageCatalog _shipped = ImageCatalog.Shipped;

    [Fact]
    public void A_bootloader_is_found_without_reading_the_firmware_catalogue()
    {
        var catalogue = new ImageCatalog(BootloaderCatalog.Shipped, () => throw new InvalidOperationException("it was read"));
        var generic = Assert.Single(catalogue.FindByHash("91d4e2e09594b422ec5e1aa976adc75fdfcaac455b59efa31aa304571242df06"));
        Assert.Equal("vesc/generic-2022-12-08", generic.Id);
        Assert.Equal(["vesc/4x-2022-12-08", "vesc/60-2022-12-08", "vesc/generic-2022-12-08", "bms/generic", "module/stm32g431"],
            catalogue.Select("bootloaders").Select(e => e.Id));
        Assert.Throws<InvalidOperationException>(() => catalogue.FindByHash(new string('0', 64)));
    }

    [Fact]
    public void Every_bootloader_to_install_has_an_origin_and_the_demo_has_none()
    {
        Assert.All(_shipped.Bootloaders.Where(b => b.Current), b => Assert.Equal(Uri.UriSchemeHttps, b.Origin!.Scheme));
        Assert.All(_shipped.Bootloaders.Where(b => b.Id.StartsWith("demo/", StringComparison.Ordinal)), b => Assert.Null(b.Origin));
    }

    [Theory]
    [InlineData("7.00/60_MK6", "7.00/60_MK6")]
    [InlineData("7.00/60_mk6/NO_HW_LIMITS", "7.00/60_MK6/no_hw_limits")]
    [InlineData("7.00/411", "7.00/410_o_411_o_412")]
    [InlineData("vesc/generic-2022-12-08", "vesc/generic-2022-12-08")]
    [InlineData("91D4E2E0", "vesc/generic-2022-12-08")]
    public void A_word_names_one_image(string word, string id) => Assert.Equal(id, Assert.Single(_shipped.Select(word)).Id);

    [Fact]
    public void A_version_names_all_of_its_images() => Assert.Equal(212, _shipped.Select("7.00").Count);

    [Fact]
    public void A_hash_that_several_folders_share_names_them_all() =>
        Assert.Equal(["7.00/LUNA_M600", "7.00/LUNA_M600_V2"], _shipped.Select("ba382cc644666c3c").Select(e => e.Id));

    [Theory]
    [InlineData("7.0")]
    [InlineData("7.00/NoSuchBoard")]
    [InlineData("generic.bin")]
    [InlineData("91d4e2e")]
    [InlineData("")]
    [InlineData("/")]
    public void Any_other_word_names_none(string word) => Assert.Empty(_shipped.Select(word));

    [Fact]
    public void An_address_escapes_what_stands_in_folder_names() => Assert.EndsWith(
        "/7.00/STORMCORE_60D%2B/VESC_default.bin",
        Assert.Single(_shipped.Select("7.00/STORMCORE_60D+")).Origin!.AbsoluteUri);
}
