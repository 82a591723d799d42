using VescUartBoot.Catalog;

namespace VescUartBoot.Tests.Catalog;

public sealed class BootloaderCatalogTests
{
    private static readonly BootloaderCatalog _shipped = BootloaderCatalog.Shipped;

    [Fact]
    public void Every_image_is_told_by_its_id_and_by_its_hash()
    {
        Assert.NotEmpty(_shipped.Images);
        Assert.Equal(_shipped.Images.Count, _shipped.Images.Select(i => i.Id).Distinct().Count());
        Assert.Equal(_shipped.Images.Count, _shipped.Images.Select(i => i.Sha256).Distinct().Count());
        Assert.All(_shipped.Images, i => Assert.Matches("^[0-9a-f]{64}$", i.Sha256));
        Assert.All(_shipped.Images, i => Assert.Same(i, _shipped.Find(i.Sha256.ToUpperInvariant())));
        Assert.Null(_shipped.Find(new string('0', 64)));
    }

    [Fact]
    public void Every_block_of_an_image_has_its_checksum() =>
        Assert.All(_shipped.Images.Where(i => i.Blocks is not null), i => Assert.Equal(2 * ((i.Size + 63) / 64), i.BlockChecksums.Length));

    [Fact]
    public void Every_image_for_motor_controllers_can_be_told_from_a_damaged_copy() =>
        Assert.All(_shipped.Images.Where(i => i.Family == "vesc"), i => Assert.NotNull(i.Blocks));

    [Theory]
    [InlineData("60", "vesc/60-2022-12-08")]
    [InlineData("410", "vesc/4x-2022-12-08")]
    [InlineData("hd60", "vesc/60-2022-12-08")]
    [InlineData("made up by nobody", "vesc/generic-2022-12-08")]
    [InlineData("", "vesc/generic-2022-12-08")]
    [InlineData(null, "vesc/generic-2022-12-08")]
    public void An_image_is_chosen_by_hardware_and_else_the_generic_one(string? hardware, string id)
    {
        var chosen = _shipped.ChooseFor(hardware);
        Assert.Equal("vesc", chosen.Family);
        Assert.True(chosen is { Current: true, Compression: true, SimulatedOnly: false });
        Assert.Equal(id, chosen.Id);
    }

    [Fact]
    public void An_image_for_simulated_boards_is_never_chosen()
    {
        var real = _shipped.Images.Single(i => i.Id == "vesc/generic-2022-12-08");
        var demo = real with { Id = "demo", SimulatedOnly = true, Hardware = ["60"], Sha256 = new string('1', 64) };
        Assert.Equal(real, (_shipped with { Images = [demo, real] }).ChooseFor("60"));
    }
}
