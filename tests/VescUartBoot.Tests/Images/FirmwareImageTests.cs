using VescUartBoot.Images;
using VescUartBoot.TestKit;

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
        { "large.bin", SyntheticImages.WithVectors(524281, Stack, Reset, Other),
            "a firmware by its vectors, but larger than any can be (524280 bytes)" },
        { "bms.bin", SyntheticImages.WithVectors(85240, 0x20000400, 0x080002E1, 0x080002E3),
            "a firmware for another chip, such as a VESC BMS or a module: it starts at 0x080002E0, where a motor controller keeps its "
                + "vectors and settings" },
        { "stack.bin", SyntheticImages.WithVectors(524280, 0x20FFFFFC, Reset, Other),
            "damaged: its reset vector is a firmware's, its stack pointer is outside RAM" },
        { "even.bin", SyntheticImages.WithVectors(524280, Stack, 0x0800C000, Other),
            "neither a bootloader nor a firmware: the addresses at its start are not in the flash of a VESC" },
        { "behind.bin", SyntheticImages.WithVectors(524280, Stack, 0x08080001, Other),
            "neither a bootloader nor a firmware: the addresses at its start are not in the flash of a VESC" },
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
    public void The_vector_of_a_peripheral_that_leads_elsewhere_is_damage()
    {
        byte[] content = SyntheticImages.WithVectors(524280, Stack, Reset, Other);
        Wrapped.Word(content, 4 * 97, 0x080E1235);
        Assert.Equal("x is damaged: its reset vector is a firmware's, but other vectors point outside its place in flash",
            Refusal(content));
    }

    [Theory]
    [InlineData("cut", 0x20000)]
    [InlineData("blank", 0x20000)]
    [InlineData("zeros", 0x20000)]
    [InlineData("cut", 0x50000)]
    public void An_end_that_is_missing_is_told_by_the_addresses_that_lead_there(string how, int at)
    {
        byte[] content = WithAddresses();
        byte[] spoiled = how switch
        {
            "cut" => content[..at],
            "blank" => [.. content[..at], .. Enumerable.Repeat((byte)0xFF, content.Length - at)],
            _ => [.. content[..at], .. new byte[content.Length - at]]
        };
        Assert.Matches($"^x is truncated: its content ends at offset 0x{at:X}, and [0-9]+ addresses in it lead behind that$",
            Refusal(spoiled));
    }

    [Fact]
    public void A_firmware_that_ends_where_its_addresses_end_is_only_short()
    {
        byte[] content = WithAddresses();
        Assert.NotNull(FirmwareImage.Parse("x", content));
        Assert.NotNull(FirmwareImage.Parse("x", content[..0x60000]));
        Assert.NotNull(FirmwareImage.Parse("x",
            [.. content[..0x60000], .. new byte[524280 - 0x60000 - 8], .. Enumerable.Repeat((byte)0xFF, 8)]));
    }

    [Fact]
    public void A_firmware_comes_out_of_every_format()
    {
        using var folder = new TemporaryFolder();
        byte[] content = SyntheticImages.WithVectors(200_000, Stack, Reset, Other);
        foreach (byte[] file in new[] { content, Wrapped.InHex(content, 0x08000000), Wrapped.InElf((0x08000000, content)),
            Wrapped.InStagedHeader(content) })
        {
            var image = FirmwareImage.Load(folder.Write("mine", file));
            Assert.Equal(content, image.Content.ToArray());
        }
    }

    // Code names addresses all over itself: here one in 128 bytes, up to 0x60000.
    private static byte[] WithAddresses()
    {
        byte[] content = SyntheticImages.WithVectors(524280, Stack, Reset, Other);
        for (int at = 0x10000; at < 0x60000; at += 128)
        {
            Wrapped.Word(content, at, 0x08000000 + (uint)(0xC000 + ((at * 7919L) % 0x54000)));
        }

        content[0x1FFFF] = content[0x4FFFF] = content[0x5FFFF] = 0x5A;
        return content;
    }

    private static string Refusal(byte[] content) => Assert.Throws<ImageRejectedException>(() => FirmwareImage.Parse("x", content)).Message;
}
