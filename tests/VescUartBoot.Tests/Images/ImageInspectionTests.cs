using VescUartBoot.Catalog;
using VescUartBoot.Chip;
using VescUartBoot.Images;
using VescUartBoot.Recognition;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Images;

public sealed class ImageInspectionTests
{
    private const string Revision = "94b305ec124b67b0161f2d3d85c4d5b35e48edc5";

    public static TheoryData<string, byte[], object, BoardFamily?, bool> Files => new()
    {
        { "a bootloader for a motor controller (STM32F405)", SyntheticImages.Bootloader(), ImageKind.Bootloader, BoardFamily.Vesc, true },
        { "a firmware for a motor controller (STM32F405)", Firmware(524280), ImageKind.Firmware, BoardFamily.Vesc, true },
        { "a firmware for a motor controller (STM32F405)", Firmware(100_000), ImageKind.Firmware, BoardFamily.Vesc, true },
        { "a bootloader for a VESC BMS (STM32L4)", SyntheticImages.WithVectors(5176, 0x20000400, 0x0803E279, 0x0803E27B),
            ImageKind.Bootloader, BoardFamily.Bms, true },
        { "a bootloader for a module with an STM32G431", SyntheticImages.WithVectors(6560, 0x20000400, 0x0801E2FD, 0x0801E2FF),
            ImageKind.Bootloader, BoardFamily.Module, true },
        { "a firmware for another chip, such as a VESC BMS or a module: it starts at 0x080002E0, where a motor controller keeps its "
            + "vectors and settings", SyntheticImages.WithVectors(85240, 0x20000400, 0x080002E1, 0x080002E3), ImageKind.Firmware, null,
            false },
        { "a firmware for another chip, such as the nRF5 of a Bluetooth module: its flash begins at 0",
            SyntheticImages.WithVectors(41248, 0x20004000, 0x5ED5, 0x5F15), ImageKind.Firmware, null, false },
        { "a copy of a board's whole flash: a firmware, its settings and a bootloader in one", Firmware(0x100000), ImageKind.Firmware,
            BoardFamily.Vesc, false },
        { "a firmware by its vectors, but larger than any can be (524280 bytes)", Firmware(524281), ImageKind.Firmware, BoardFamily.Vesc,
            false },
        { "truncated: its reset vector is a firmware's, but points behind the end of the file", Firmware(524280)[..0xC000],
            ImageKind.Firmware, BoardFamily.Vesc, false },
        { "damaged: its reset vector is a firmware's, its stack pointer is outside RAM",
            SyntheticImages.WithVectors(524280, 0x20FFFFFC, 0x0800C001, 0x0800D461), ImageKind.Firmware, BoardFamily.Vesc, false },
        { "damaged: its reset vector is a firmware's, but other vectors point outside its place in flash",
            SyntheticImages.WithVectors(524280, 0x20000800, 0x0800C001, 0x08090001), ImageKind.Firmware, BoardFamily.Vesc, false },
        { "an ESP32 image (VESC Express), not for a motor controller", [0xE9, 6, 2, 0x2F, 0xEA, 2, 0x38, 0x40, .. new byte[100]],
            ImageKind.Neither, null, false },
        { "a partition table of an ESP32 (VESC Express), not for a motor controller", [0xAA, 0x50, 1, 2, .. new byte[100]],
            ImageKind.Neither, null, false },
        { "a web page, not the file that it shows: download the raw file", "\n<!DOCTYPE html>\n<html lang=\"en\">"u8.ToArray(),
            ImageKind.Neither, null, false },
        { "motor settings of VESC Tool (XML), not an image", "<?xml version=\"1.0\"?>\n<MCConfiguration>"u8.ToArray(), ImageKind.Neither,
            null, false },
        { "a pointer of Git LFS, not the file that it stands for: fetch the file itself",
            "version https://git-lfs.github.com/spec/v1\n"u8.ToArray(), ImageKind.Neither, null, false },
        { "a Motorola S-record file: convert it to .bin or .hex first", "S0030000FC\n"u8.ToArray(), ImageKind.Neither, null, false },
        { "a text file, not an image", "So this is only a text\n"u8.ToArray(), ImageKind.Neither, null, false },
        { "blank: every byte of it is 0xFF", [.. Enumerable.Repeat((byte)0xFF, 393208)], ImageKind.Neither, null, false },
    };

    [Theory]
    [MemberData(nameof(Files), DisableDiscoveryEnumeration = true)]
    public void A_file_is_called_what_it_is(string description, byte[] content, object kind, BoardFamily? family, bool sound)
    {
        var image = Inspect(content);
        Assert.Equal((description, (ImageKind)kind, family, sound), (image.Description, image.Kind, image.Family, image.IsSound));
    }

    [Fact]
    public void A_firmware_tells_its_hardware_and_its_revision()
    {
        byte[] content = Firmware(524280);
        Put(content, 0x7000, "\0org.vesc.60_MK6\0");
        Put(content, 0x8000, $"\0{Revision}\0");

        var recognition = ImageRecognition.Of(Inspect(content), ImageCatalog.Shipped);

        Assert.Empty(recognition.Entries);
        Assert.Equal(Confidence.Likely, recognition.Certainty);
        Assert.Equal(
        [
            new ImageFact("hardware", "60_MK6", Confidence.Likely, "the node name 'org.vesc.60_MK6' at offset 0x7001"),
            new ImageFact("revision", Revision, Confidence.Likely, "the shape of a Git revision, at offset 0x8001"),
            new ImageFact("version", "6.06", Confidence.Likely, "the released images of 6.06 carry the same revision"),
        ], recognition.Facts);
        Assert.Equal("6.06/60_MK6", recognition.CallsItself!.Id);
    }

    [Fact]
    public void Two_hardware_names_in_one_file_prove_neither()
    {
        byte[] content = Firmware(524280);
        Put(content, 0x7000, "\0org.vesc.60_MK6\0");
        Put(content, 0x9000, "\0org.vesc.60_MK5\0");
        Assert.Null(Inspect(content).Hardware);
    }

    [Fact]
    public void Numbers_and_words_are_no_revision()
    {
        byte[] content = Firmware(524280);
        content.AsSpan(0x6000, 0x4000).Clear();
        Put(content, 0x7000, "\012345678\0");
        Put(content, 0x8000, "\0deadface\0");
        Assert.Empty(Inspect(content).Facts);
    }

    [Fact]
    public void A_hash_of_the_catalogue_makes_it_certain()
    {
        var recognition = ImageRecognition.Of(Inspect(SimulatedImage.Bootloader()), ImageCatalog.Shipped);
        Assert.Equal("demo/simulated", Assert.Single(recognition.Entries).Id);
        Assert.Equal(Confidence.Certain, recognition.Certainty);
    }

    private static ImageInspection Inspect(byte[] content) => ImageInspection.Of(ImageFile.Parse("x", content));

    private static byte[] Firmware(int length) => SyntheticImages.WithVectors(length, 0x20000800, 0x0800C001, 0x0800D461);

    private static void Put(byte[] content, int at, string text) => System.Text.Encoding.Latin1.GetBytes(text).CopyTo(content, at);
}
