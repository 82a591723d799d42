using VescUartBoot.Catalog;

namespace VescUartBoot.Tests.Catalog;

/// <summary>The validator of the catalogue that is shipped, and how hardware finds its image.</summary>
public sealed class FirmwareCatalogTests
{
    private static readonly FirmwareCatalog _shipped = FirmwareCatalog.Shipped;

    [Fact]
    public void Every_released_image_is_in_it()
    {
        Assert.Equal(1474, _shipped.Images.Count);
        Assert.Equal(23, _shipped.Versions.Count);
        Assert.Equal("7.00", _shipped.Newest);
    }

    [Fact]
    public void Every_image_has_a_hash_a_size_an_own_id_and_an_origin_at_a_pinned_commit()
    {
        Assert.Matches("^[0-9a-f]{40}$", _shipped.Source.Commit);
        Assert.Equal(_shipped.Versions.Keys, _shipped.Sizes.Keys);
        Assert.All(_shipped.Images, i =>
        {
            Assert.Matches("^[0-9a-f]{64}$", i.Sha256);
            Assert.Equal(i.Version!.CompareTo("6") < 0 ? 393208 : 524280, i.Size);
            Assert.Equal(Uri.UriSchemeHttps, i.Origin!.Scheme);
            Assert.Contains(_shipped.Source.Commit!, i.Origin.AbsoluteUri);
            Assert.Equal("GPL-3.0", i.Source.Licence);
        });
        Assert.Equal(_shipped.Images.Count, _shipped.Images.Select(i => i.Id.ToLowerInvariant()).Distinct().Count());
    }

    [Fact]
    public void Versions_names_and_files_are_written_as_the_tool_writes_them()
    {
        Assert.All(_shipped.Versions.Keys, v => Assert.Matches(@"^\d\.\d\d$", v));
        Assert.All(_shipped.Images, i => Assert.Matches(@"^\d\.\d\d/[A-Za-z0-9_.+ ]+/[A-Za-z0-9_]+\.bin$", i.Path));
        Assert.All(_shipped.Names.Keys.Concat(_shipped.Revisions.Keys),
            k => Assert.Contains(_shipped.Images, i => i.Path!.StartsWith(k + "/", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_hardware_name_has_one_default_image_a_version_or_clearly_none()
    {
        var names = _shipped.Images.SelectMany(i => i.Hardware).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        int found = 0;
        int none = 0;
        foreach (string name in names)
        {
            foreach (string version in _shipped.Versions.Keys)
            {
                var serving = _shipped.Images.Where(i => i.Version == version && i.Variant is null && i.Serves(name)).ToList();
                var chosen = _shipped.ChooseFor(version, name);
                Assert.Equal(serving.Count == 0, chosen is null);
                Assert.Equal(chosen, _shipped.ChooseFor(version, name.ToUpperInvariant()));
                if (chosen is not null)
                {
                    Assert.Null(chosen.Variant);
                    Assert.EndsWith("/VESC_default.bin", chosen.Path);
                    Assert.Contains(chosen, serving);
                }

                (found, none) = chosen is null ? (found, none + 1) : (found + 1, none);
            }
        }

        // 154 folder names without regard to case, and what their images call themselves.
        Assert.Equal(names.Count * 23, found + none);
        Assert.True(names.Count > 154);
        Assert.True(found >= 728, $"only {found} found");
    }

    [Fact]
    public void No_two_folders_of_a_version_list_one_name_and_each_has_a_default_image()
    {
        var folders = _shipped.Versions.SelectMany(v => v.Value.Select(f => (Version: v.Key, Folder: f.Key, Files: f.Value))).ToList();
        Assert.All(folders, f => Assert.Contains("VESC_default.bin", f.Files.Keys));
        var listed = folders.SelectMany(f => f.Folder.Split(FirmwareCatalog.Or).Select(n => (f.Version, Name: n.ToUpperInvariant())))
            .ToList();
        Assert.Equal(listed.Count, listed.Distinct().Count());

        // A board whose firmware tells a name that another folder lists cannot say from which of the two it came: both hold the same.
        Assert.All(_shipped.Names, n =>
        {
            string[] parts = n.Key.Split('/');
            var other = _shipped.ChooseFor(parts[0], n.Value)!;
            Assert.Equal(other.Sha256, _shipped.ChooseFor(parts[0], parts[1].Split(FirmwareCatalog.Or)[0])!.Sha256);
        });
    }

    [Theory]
    [InlineData("7.00", "410", "7.00/410_o_411_o_412/VESC_default.bin")]
    [InlineData("7.00", "60_mk6", "7.00/60_MK6/VESC_default.bin")]
    [InlineData("7.00", "Duet XS100", "7.00/Duet XS100/VESC_default.bin")]
    [InlineData("7.00", "Go-FOC G300", "7.00/GO_FOC_G300/VESC_default.bin")]
    [InlineData("7.00", "Flipsky_60_MK5", "7.00/FLIPSKY_V6_MK5/VESC_default.bin")]
    [InlineData("7.00", "LUNA_M600_V2", "7.00/LUNA_M600_V2/VESC_default.bin")]
    [InlineData("6.05", "Thor300", "6.05/Thor300/VESC_default.bin")]
    public void A_hardware_name_finds_its_image(string version, string hardware, string path) =>
        Assert.Equal(path, _shipped.ChooseFor(version, hardware)?.Path);

    [Theory]
    [InlineData("7.00", "41")]
    [InlineData("7.00", "410_o_411_o_412")]
    [InlineData("7.00", "60_MK6_")]
    [InlineData("3.55", "60_MK6")]
    [InlineData("7.01", "60")]
    [InlineData("7.00", "")]
    public void What_no_folder_lists_has_no_image(string version, string hardware) => Assert.Null(_shipped.ChooseFor(version, hardware));

    [Fact]
    public void Ids_leave_out_what_is_the_same_for_all()
    {
        var ids = _shipped.Images.Where(i => i.Version == "4.02" && i.Serves("410")).Select(i => (i.Id, i.Variant)).Order().ToList();
        Assert.Equal(
        [
            ("4.02/410_o_411_o_412", null),
            ("4.02/410_o_411_o_412/0005ohm", "0005ohm"),
            ("4.02/410_o_411_o_412/no_hw_limits", "no_hw_limits"),
            ("4.02/410_o_411_o_412/servoout", "servoout"),
            ("4.02/410_o_411_o_412/ws2811", "ws2811"),
        ], ids);
    }
}
