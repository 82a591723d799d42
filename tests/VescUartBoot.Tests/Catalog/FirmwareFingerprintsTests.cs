using VescUartBoot.Catalog;
using VescUartBoot.Chip;
using VescUartBoot.Messages;
using VescUartBoot.Simulator.Firmware;

namespace VescUartBoot.Tests.Catalog;

/// <summary>The shipped windows tell every released image that a board can show from the others of its name.</summary>
public sealed class FirmwareFingerprintsTests
{
    private static readonly FirmwareFingerprints _shipped = FirmwareFingerprints.Shipped;
    private static readonly FirmwareCatalog _firmware = FirmwareCatalog.Shipped;

    [Fact]
    public void Every_image_that_can_be_read_has_its_windows_and_no_other()
    {
        Assert.Equal(_firmware.Source.Commit, _shipped.Commit);
        var readable = _firmware.Images.Where(i => string.CompareOrdinal(i.Version, "5.03") >= 0).Select(i => i.Path);
        var told = _shipped.Versions.SelectMany(v => v.Value.SelectMany(f => f.Value.Files.Keys.Select(n => $"{v.Key}/{f.Key}/{n}")));
        Assert.Equal(readable.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Images_of_one_name_differ_in_their_windows_unless_they_are_the_same() =>
        Assert.All(_firmware.Images.Where(i => _shipped.Of(i) is not null).GroupBy(i => _shipped.Of(i)), folder =>
        Assert.Equal(
            folder.Select(i => i.Sha256).Distinct().Count(),
            folder.Select(i => folder.Key!.Files[Path.GetFileName(i.Path!)]).Distinct().Count()));

    [Fact]
    public void A_window_is_one_read_and_no_byte_that_a_running_firmware_changes()
    {
        Assert.InRange(_shipped.Length, 1, ReadCodeRequest.MaxLength);
        foreach (var (version, folders) in _shipped.Versions)
        {
            int end = _firmware.Sizes[version] - 8;
            Assert.All(folders.Values.SelectMany(f => f.At), at =>
            {
                Assert.InRange(at, 0, end - _shipped.Length);
                Assert.True(at + _shipped.Length <= FlashMap.Settings.Start.Offset
                    || at >= FlashMap.Settings.Start.Offset + FlashMap.Settings.Length, $"{version} 0x{at:X}");
            });
            Assert.All(folders.Values, f => Assert.InRange(f.At.Count, 1, 4));
        }
    }

    [Fact]
    public void A_simulated_firmware_is_known_as_such()
    {
        byte[] image = SimulatedImage.Firmware("6.05", "410");
        Assert.True(_shipped.IsSimulated(64, image.AsSpan(64, _shipped.Length)));
        Assert.False(_shipped.IsSimulated(0x20000, image.AsSpan(0x20000, _shipped.Length)));
        Assert.All(_shipped.Versions.Values.SelectMany(v => v.Values), f => Assert.Equal(64, f.At[0]));
    }
}
