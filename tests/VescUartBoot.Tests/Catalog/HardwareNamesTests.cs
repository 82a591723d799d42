using VescUartBoot.Catalog;

namespace VescUartBoot.Tests.Catalog;

/// <summary>What the public history tells of names and versions, and that it is only a hint.</summary>
public sealed class HardwareNamesTests
{
    private static readonly FirmwareCatalog _firmware = FirmwareCatalog.Shipped;

    [Theory]
    [InlineData("HD",
        "HD60 or HD75 may be its name now (vesc_fw_archive 8bb2f658: 5.01 is the last version with HD, 5.02 has HD60 and HD75)")]
    [InlineData("UBOX_SINGLE_75S100", "UBOX_SINGLE_75 may be its name now")]
    [InlineData("Thor300_V0.4", "Thor300 may be its name now")]
    [InlineData("Cheap FOCer 2", "Cheap_FOCer_2 is written alike and may be the same")]
    public void A_name_that_ended_has_a_hint_with_its_source(string name, string hint) =>
        Assert.StartsWith(hint, HardwareNames.Shipped.HintFor(name, _firmware), StringComparison.Ordinal);

    [Theory]
    [InlineData("60_MK6")]
    [InlineData("AXIOM")]
    [InlineData("NOBODY_KNOWS")]
    public void Nothing_is_said_of_a_name_of_which_nothing_is_known(string name) =>
        Assert.Null(HardwareNames.Shipped.HintFor(name, _firmware));

    [Fact]
    public void Every_hint_names_a_name_that_ended_and_others_that_go_on() => Assert.All(HardwareNames.Shipped.Ended, e =>
    {
        Assert.Equal(e.Last, _firmware.NewestFor(e.Name)!.Version);
        Assert.All(e.Similar, s => Assert.NotNull(_firmware.ChooseFor(e.Since, s)));
        Assert.Contains(_firmware.Source.Commit![..8], e.Source, StringComparison.Ordinal);
    });

    [Fact]
    public void Names_of_several_makers_are_names_of_the_catalogue() =>
        Assert.All(HardwareNames.Shipped.Shared, n => Assert.NotNull(_firmware.NewestFor(n)));

    [Theory]
    [InlineData("5.2", "5.02")]
    [InlineData("6.5", "6.05")]
    [InlineData("v6.05", "6.05")]
    [InlineData("7", "7.00")]
    [InlineData("V7.0", "7.00")]
    [InlineData("8", null)]
    [InlineData("6.05.1", null)]
    [InlineData("six", null)]
    public void A_version_that_is_written_otherwise_is_understood(string word, string? meant) =>
        Assert.Equal(meant, FirmwareCatalog.NearVersion(word, _firmware.Versions.Keys));
}
