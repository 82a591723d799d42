using VescUartBoot.Images;

namespace VescUartBoot.Tests.Images;

public sealed class FirmwareImageTests
{
    private const uint Stack = 0x20000800;
    private const uint Reset = 0x0800C001;
    private const uint Other = 0x0800D461;

    [Theory]
    [InlineData(393208, true)]
    [InlineData(524280, true)]
    [InlineData(393207, false)]
    [InlineData(200_000, false)]
    public void A_firmware_is_taken_as_it_is(int length, bool release)
    {
        byte[] content = SyntheticImages.WithVectors(length, Stack, Reset, Other);
        var image = FirmwareImage.Parse("mine.bin", content);
        Assert.Equal("mine.bin", image.Name);
        Assert.Equal(content, image.Content.ToArray());
        Assert.Equal(release, image.HasReleaseLength);
        Assert.Null(image.Hardware);
        Assert.Equal(image.Inspection.Sha256, image.Sha256);
    }

    [Fact]
    public void It_tells_the_hardware_name_in_it_with_its_place()
    {
        byte[] content = SyntheticImages.WithVectors(524280, Stack, Reset, Other);
        "\0org.vesc.60_MK6\0"u8.CopyTo(content.AsSpan(0x7000));
        var image = FirmwareImage.Parse("x", content);
        Assert.Equal("60_MK6", image.Hardware);
        Assert.Equal("the node name 'org.vesc.60_MK6' at offset 0x7001", Assert.Single(image.Facts).Evidence);
    }

    public static TheoryData<string, byte[], string> Rejections => new()
    {
        { "README.md", "# Put a bootloader on a VESC over its USB cable.\r\n"u8.ToArray(), "a text file, not an image" },
        { "generic.bin", SyntheticImages.Bootloader(), "a bootloader for a motor controller (STM32F405), not a firmware" },
        { "large.bin", SyntheticImages.WithVectors(524281, Stack, Reset, Other), "a firmware by its vectors, but larger than any can be (524280 bytes)" },
        { "bms.bin", SyntheticImages.WithVectors(85240, 0x20000400, 0x080002E1, 0x080002E3), "a firmware for another chip, such as a VESC BMS or a module: it starts at 0x080002E0, where a motor controller keeps its vectors and settings" },
        { "stack.bin", SyntheticImages.WithVectors(524280, 0x20FFFFFC, Reset, Other), "damaged: its reset vector is a firmware's, its stack pointer is outside RAM" },
        { "even.bin", SyntheticImages.WithVectors(524280, Stack, 0x0800C000, Other), "neither a bootloader nor a firmware: its vectors point nowhere" },
        { "behind.bin", SyntheticImages.WithVectors(524280, Stack, 0x08080001, Other), "neither a bootloader nor a firmware: its vectors point nowhere" },
        { "empty.bin", [], "an empty file" },
    };

    [Theory]
    [MemberData(nameof(Rejections), DisableDiscoveryEnumeration = true)]
    public void What_is_no_firmware_is_called_what_it_is(string name, byte[] content, string sentence)
    {
        var e = Assert.Throws<ImageRejectedException>(() => FirmwareImage.Parse(name, content));
        Assert.Equal(($"{name} is {sentence}", "imageNotFirmware"), (e.Message, e.Code));
    }

    [Fact]
    public void A_firmware_comes_out_of_every_format()
    {
        using var folder = new TemporaryFolder();
        byte[] content = SyntheticImages.WithVectors(200_000, Stack, Reset, Other);
        foreach (byte[] file in new[] { content, Wrapped.InHex(content, 0x08000000), Wrapped.InElf((0x08000000, content)), Wrapped.InStagedHeader(content) })
        {
            var image = FirmwareImage.Load(folder.Write("mine", file));
            Assert.Equal(content, image.Content.ToArray());
        }
    }
}
