using System.Security.Cryptography;
using VescUartBoot.Hosting.Words;
using VescUartBoot.Images;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Images;

public sealed class BootloaderImageTests
{
    [Fact]
    public void A_bootloader_is_taken_as_it_is()
    {
        byte[] content = SyntheticImages.Bootloader();
        var image = BootloaderImage.Parse("mine.bin", content);
        Assert.Equal("mine.bin", image.Name);
        Assert.Equal(content, image.Content.ToArray());
        Assert.Equal(Convert.ToHexString(SHA256.HashData(content)).ToLowerInvariant(), image.Sha256);
    }

    [Theory]
    [InlineData(0x20000001u)]
    [InlineData(0x20000000u)]
    [InlineData(0x20020004u)]
    [InlineData(0x10010004u)]
    [InlineData(0x10000000u)]
    [InlineData(0x20000802u)]
    [InlineData(0x08000800u)]
    [InlineData(0u)]
    [InlineData(0xFFFFFFFFu)]
    public void A_stack_outside_ram_is_refused(uint stack) => Refused(SyntheticImages.Bootloader(stack: stack));

    [Theory]
    [InlineData(0x20000004u)]
    [InlineData(0x20020000u)]
    [InlineData(0x10010000u)]
    public void A_stack_anywhere_in_ram_is_taken(uint stack) =>
        Assert.NotNull(BootloaderImage.Parse("x", SyntheticImages.Bootloader(stack: stack)));

    [Theory]
    [InlineData(0x080E02C0u)] // even: no Thumb code
    [InlineData(0x080E0001u)] // the stack pointer itself
    [InlineData(0x080DFFFFu)]
    [InlineData(0x08100001u)]
    [InlineData(0x000E02C1u)]
    [InlineData(0xFFFFFFFFu)]
    public void A_reset_vector_outside_the_sector_is_refused(uint reset) => Refused(SyntheticImages.Bootloader(reset: reset));

    [Theory]
    [InlineData(0x080002C1u)]
    [InlineData(0x080E02C0u)]
    [InlineData(0xFFFFFFFFu)]
    public void Other_vectors_outside_the_sector_are_refused(uint other) => Refused(SyntheticImages.Bootloader(other: other));

    [Fact]
    public void Vectors_that_the_core_does_not_use_may_be_0() =>
        Assert.NotNull(BootloaderImage.Parse("x", SyntheticImages.Bootloader(other: 0)));

    [Fact]
    public void A_file_that_ends_at_its_reset_vector_is_refused()
    {
        Refused(SyntheticImages.Bootloader(length: 0x2C0));
        Assert.NotNull(BootloaderImage.Parse("x", SyntheticImages.Bootloader(length: 0x2C2)));
    }

    [Fact]
    public void Blank_bytes_at_the_end_do_not_stand_for_code() =>
        Refused([.. SyntheticImages.Bootloader(length: 0x2C0), .. Enumerable.Repeat((byte)0xFF, 0x1000)]);

    [Fact]
    public void The_whole_sector_is_taken_and_one_byte_more_is_not()
    {
        Assert.NotNull(BootloaderImage.Parse("x", SyntheticImages.Bootloader(length: 0x20000)));
        Refused(SyntheticImages.Bootloader(length: 0x20001));
    }

    public static TheoryData<string, byte[], string> Rejections => new()
    {
        { "README.md", "# Put a bootloader on a VESC over its USB cable.\r\n"u8.ToArray(), "a text file, not an image" },
        { "long README.md", [.. Enumerable.Repeat((byte)'x', 9000)], "a text file, not an image" },
        { "nothing", [], "an empty file" },
        { "too large", SyntheticImages.Bootloader(length: 0x20001), "a bootloader by its vectors, but larger than its sector (128 KB)" },
        { "huge", new byte[0x100001], "larger than the whole flash of the chip (1 MiB)" },
        { "firmware", SyntheticImages.WithVectors(393208, 0x20000800, 0x0800C001, 0x0800C2D1),
            "a firmware for a motor controller (STM32F405), not a bootloader" },
        { "BMS", SyntheticImages.WithVectors(5176, 0x20000800, 0x0803E1C1, 0x0803E2D1),
            "a bootloader for a VESC BMS (STM32L4), which would not run here" },
        { "module", SyntheticImages.WithVectors(6560, 0x20000800, 0x0801E1D9, 0x0801E2D1),
            "a bootloader for a module with an STM32G431, which would not run here" },
        { "truncated", SyntheticImages.Bootloader(length: 0x200),
            "truncated: its reset vector is a bootloader's, but points behind the end of the file" },
        { "bad stack", SyntheticImages.Bootloader(stack: 0x20030000),
            "damaged: its reset vector is a bootloader's, its stack pointer is outside RAM" },
        { "bad vectors", SyntheticImages.Bootloader(other: 0x08012345),
            "damaged: its reset vector is a bootloader's, but other vectors point outside the sector" },
        { "staged", Wrapped.InStagedHeader(SyntheticImages.WithVectors(393208, 0x20000800, 0x0800C001, 0x0800C2D1)),
            "a firmware for a motor controller (STM32F405), not a bootloader" },
        { "staged noise", Wrapped.InStagedHeader(SyntheticImages.Noise(30000, 5)),
            "neither a bootloader nor a firmware: the addresses at its start are not in the flash of a VESC" },
        { "elf", [0x7F, .. "ELF"u8, 1, 1, 1, .. new byte[100]],
            "an ELF file with an error: offset 18: it is for another processor (number 0), not for ARM" },
        { "zip", [.. "PK"u8, 3, 4, .. new byte[100]], "a ZIP archive: unpack it and give the file inside" },
        { "gzip", [0x1F, 0x8B, 8, 0, .. new byte[100]], "a gzip archive: unpack it and give the file inside" },
        { "hex", ":020000040800F2\r\n:00000001FF\r\n"u8.ToArray(), "an Intel HEX file with an error: it holds no data" },
        { "garbage", SyntheticImages.Noise(5280, 3),
            "neither a bootloader nor a firmware: the addresses at its start are not in the flash of a VESC" },
        { "blank", [.. Enumerable.Repeat((byte)0xFF, 5280)], "blank: every byte of it is 0xFF" },
        { "zeros", new byte[5280], "neither a bootloader nor a firmware: every byte of it is 0" },
        { "short", [0, 8, 0, 0x20, 0xC1, 2, 0x0E, 8], "truncated: it begins like an image, and 8 bytes of it are there" },
    };

    [Theory]
    [MemberData(nameof(Rejections), DisableDiscoveryEnumeration = true)]
    public void What_is_no_bootloader_is_called_what_it_is(string name, byte[] content, string sentence)
    {
        var e = Assert.Throws<ImageRejectedException>(() => BootloaderImage.Parse(name, content));
        Assert.Equal($"{name} is {sentence}", e.Message);
        Assert.Equal("imageNotBootloader", e.Code);
        Assert.NotEmpty(ErrorTable.NextAfter(e));
    }

    [Fact]
    public void A_staged_image_with_a_wrong_checksum_is_called_damaged()
    {
        byte[] staged = Wrapped.InStagedHeader(SyntheticImages.Bootloader());
        staged[^1] ^= 1;
        var e = Assert.Throws<ImageRejectedException>(() => BootloaderImage.Parse("x", staged));
        Assert.StartsWith("x is damaged: a staged image whose header names the checksum ", e.Message);
    }

    [Fact]
    public void A_bootloader_is_taken_out_of_its_staged_header()
    {
        byte[] content = SyntheticImages.Bootloader();
        Assert.Equal(content, BootloaderImage.Parse("x", Wrapped.InStagedHeader(content)).Content.ToArray());
    }

    [Fact]
    public void A_file_is_loaded_by_its_name_alone()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "mine.bin");
        File.WriteAllBytes(path, SyntheticImages.Bootloader());
        Assert.Equal("mine.bin", BootloaderImage.Load(path).Name);
    }

    [Fact]
    public void A_file_that_cannot_be_read_says_why()
    {
        using var folder = new TemporaryFolder();
        string missing = Path.Combine(folder.Path, "missing.bin");
        Assert.Equal($"{missing} cannot be read: there is no such file", Unreadable(missing).Message);
        Assert.Equal($"{folder.Path} cannot be read: it is a folder", Unreadable(folder.Path).Message);
        string below = Path.Combine(missing, "below.bin");
        Assert.Equal($"{below} cannot be read: there is no such file", Unreadable(below).Message);
        Assert.Equal("imageUnreadable", Unreadable("").Code);

        static ImageRejectedException Unreadable(string path) => Assert.Throws<ImageRejectedException>(() => BootloaderImage.Load(path));
    }

    [Fact]
    public void A_file_larger_than_the_flash_is_not_read_whole()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "large.bin");
        using (var file = File.Create(path))
        {
            file.SetLength(1L << 33);
        }

        Assert.Equal("large.bin is larger than the whole flash of the chip (1 MiB)",
            Assert.Throws<ImageRejectedException>(() => BootloaderImage.Load(path)).Message);
    }

    private static void Refused(byte[] content) => Assert.Throws<ImageRejectedException>(() => BootloaderImage.Parse("x", content));
}
