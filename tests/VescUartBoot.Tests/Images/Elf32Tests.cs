using VescUartBoot.Images;
using VescUartBoot.Images.Formats;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Images;

public sealed class Elf32Tests
{
    [Fact]
    public void A_bootloader_in_elf_is_the_bootloader()
    {
        byte[] content = SyntheticImages.Bootloader();
        byte[] file = Wrapped.InElf((SyntheticImages.Sector, content[..4096]), (SyntheticImages.Sector + 4096, content[4096..]));
        Assert.Equal(content, BootloaderImage.Parse("x.elf", file).Content.ToArray());
        Assert.Equal((ImageFormat.Elf, SyntheticImages.Sector),
            (ImageFile.Parse("x", file).Format, ImageFile.Parse("x", file).Address!.Value));
    }

    [Fact]
    public void Gaps_between_segments_are_blank() =>
        Assert.Equal("01FFFF02",
            Convert.ToHexString(ImageFile.Parse("x", Wrapped.InElf((0x08000003, [2]), (0x08000000, [1]))).Content.Span));

    public static TheoryData<string, Action<byte[]>> Errors => new()
    {
        { "offset 4: it is a 64-bit program, for a computer", f => f[4] = 2 },
        { "offset 4: 7 is not a class of ELF file", f => f[4] = 7 },
        { "offset 5: it is not little-endian", f => f[5] = 2 },
        { "offset 18: it is for another processor (RISC-V, such as an ESP32-C3), not for ARM", f => Wrapped.Half(f, 18, 243) },
        { "offset 18: it is for another processor (Xtensa, an ESP32), not for ARM", f => Wrapped.Half(f, 18, 94) },
        { "offset 16: it is not linked to addresses (an object file or a library, not a program)", f => Wrapped.Half(f, 16, 1) },
        { "offset 28: 0 program headers of 32 bytes at 52 do not lie within the file's 248 bytes", f => Wrapped.Half(f, 44, 0) },
        { "offset 28: 65535 program headers of 32 bytes at 52 do not lie within the file's 248 bytes", f => Wrapped.Half(f, 44, 65535) },
        { "offset 28: 2 program headers of 32 bytes at 4294967295 do not lie within the file's 248 bytes",
            f => Wrapped.Word(f, 28, uint.MaxValue) },
        { "offset 28: 2 program headers of 4 bytes at 52 do not lie within the file's 248 bytes", f => Wrapped.Half(f, 42, 4) },
        { "program header 1: its 4294967295 bytes at offset 116 reach beyond the file's 248 bytes, so its end is missing",
            f => Wrapped.Word(f, 84 + 16, uint.MaxValue) },
        { "program header 1: its 32 bytes at offset 4294967295 reach beyond the file's 248 bytes, so its end is missing",
            f => Wrapped.Word(f, 84 + 4, uint.MaxValue) },
        { "program header 1: its data reaches beyond the last address", f => Wrapped.Word(f, 84 + 12, uint.MaxValue) },
        { "it holds no data", f => Wrapped.Word(f, 84 + 16, 0) },
    };

    [Theory]
    [MemberData(nameof(Errors), DisableDiscoveryEnumeration = true)]
    public void Each_error_names_its_place(string problem, Action<byte[]> spoil)
    {
        byte[] file = Wrapped.InElf((0x08000000, new byte[32]));
        spoil(file);
        Assert.Equal($"an ELF file with an error: {problem}", ImageFile.Parse("x", file).Problem);
    }

    [Fact]
    public void A_header_that_is_cut_names_where_it_ends() =>
        Assert.Equal("an ELF file with an error: offset 51: the file ends inside its header",
            ImageFile.Parse("x", Wrapped.InElf((0, [1])).AsMemory(0, 51)).Problem);

    [Fact]
    public void Segments_that_lie_far_apart_take_no_memory() => Assert.Equal(
        "an ELF file with an error: it reaches from 0x08000000 (program header 1) to 0x20000000 (program header 2): more than the whole "
            + "flash of the chip (1 MiB)",
        ImageFile.Parse("x", Wrapped.InElf((0x08000000, [1]), (0x20000000, [1]))).Problem);
}
