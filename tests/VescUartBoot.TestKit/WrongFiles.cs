using System.Text;
using VescUartBoot.Simulator.Firmware;

namespace VescUartBoot.TestKit;

/// <summary>Files mistaken for a bootloader, and malicious files, with the expected message for each.</summary>
internal static class WrongFiles
{
    private const string NoHex = "an Intel HEX file with an error: ";
    private const string NoElf = "an ELF file with an error: ";
    private const string Firmware = "a firmware for a motor controller (STM32F405)";
    private const string NoVectors = "neither a bootloader nor a firmware: the addresses at its start are not in the flash of a VESC";
    private const string Unpack = ": unpack it and give the file inside";
    private const string WebPage = "a web page, not the file that it shows: download the raw file";

    private static readonly byte[] _bootloader = SyntheticImages.Bootloader();
    private static readonly byte[] _firmware = SyntheticImages.WithVectors(524280, 0x20000800, 0x0800C001, 0x0800D461);

    /// <summary>Name, content and expected message.</summary>
    public static IReadOnlyList<(string Name, byte[] Content, string Is)> All { get; } =
    [
        .. Texts(), .. Archives(), .. OtherPrograms(), .. Firmwares(), .. Damaged(), .. Hexes(), .. Elves(),
    ];

    /// <summary>Sparse files that use no disk space but would use much memory.</summary>
    public static IReadOnlyList<(string Name, byte[] Head, long Length, string Is)> Huge { get; } =
    [
        ("huge.bin", [], 1L << 40, "larger than the whole flash of the chip (1 MiB)"),
        ("huge-bootloader.bin", _bootloader, 1L << 33, "larger than the whole flash of the chip (1 MiB)"),
        ("huge.hex", Wrapped.InHex(_bootloader), 1L << 33,
            "an Intel HEX file of 8589934592 bytes: more than any for this chip needs (8 MiB)"),
        ("huge.elf", Wrapped.InElf((SyntheticImages.Sector, _bootloader)), 1L << 33,
            "an ELF file of 8589934592 bytes: more than any for this chip needs (32 MiB)"),
        ("huge.zip", "PK\u0003\u0004"u8.ToArray(), 1L << 33, "a ZIP archive" + Unpack),
        ("largest-elf.elf", Wrapped.InElf((0x08000000, [1]), (0x20000000, [1])), 32 << 20, NoElf
            + "it reaches from 0x08000000 (program header 1) to 0x20000000 (program header 2): more than the whole flash of the chip (1 "
            + "MiB)"),
    ];

    private static IEnumerable<(string, byte[], string)> Texts() =>
    [
        ("empty.bin", [], "an empty file"),
        ("README.md", "# A bootloader\n"u8.ToArray(), "a text file, not an image"),
        ("notes.bin", "flash this one\r\n"u8.ToArray(), "a text file, not an image"),
        ("data.json", "{\"image\":\"generic\"}"u8.ToArray(), "a text file, not an image"),
        ("generic.bin.html", "\uFEFF\r\n<!DOCTYPE html>\n<html lang=\"en\">"u8.ToArray(), WebPage),
        ("old-page.bin", "<HTML><HEAD>"u8.ToArray(), WebPage),
        ("mcconf.xml", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<MCConfiguration>"u8.ToArray(),
            "motor settings of VESC Tool (XML), not an image"),
        ("appconf.xml", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<APPConfiguration>"u8.ToArray(),
            "app settings of VESC Tool (XML), not an image"),
        ("lfs.bin", "version https://git-lfs.github.com/spec/v1\noid sha256:00\n"u8.ToArray(),
            "a pointer of Git LFS, not the file that it stands for: fetch the file itself"),
        ("board.frames", "# vescboot trace 1\n"u8.ToArray(), "a trace, not an image"),
        ("image.s19", "S00600004844521B\n"u8.ToArray(), "a Motorola S-record file: convert it to .bin or .hex first"),
        ("image.s37", "S30D080E00000008002021030E08AA\n"u8.ToArray(), "a Motorola S-record file: convert it to .bin or .hex first"),
    ];

    private static IEnumerable<(string, byte[], string)> Archives() =>
    [
        ("generic.bin", [.. "PK\u0003\u0004"u8, .. _bootloader], "a ZIP archive" + Unpack),
        ("nothing.zip", [.. "PK\u0005\u0006"u8, .. new byte[18]], "an empty ZIP archive"),
        ("image.gz", [0x1F, 0x8B, 8, 0, .. _bootloader], "a gzip archive" + Unpack),
        ("image.bz2", [.. "BZh9"u8, .. _bootloader], "a bzip2 archive" + Unpack),
        ("image.xz", [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0, .. _bootloader], "an xz archive" + Unpack),
        ("image.7z", [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, .. _bootloader], "a 7-Zip archive" + Unpack),
        ("image.rar", [.. "Rar!\u001A"u8, .. _bootloader], "a RAR archive" + Unpack),
        ("image.zst", [0x28, 0xB5, 0x2F, 0xFD, .. _bootloader], "a Zstandard archive" + Unpack),
        ("image.tar", [.. "generic.bin"u8, .. new byte[246], .. "ustar"u8, .. new byte[250], .. _bootloader], "a tar archive" + Unpack),
        ("package.vescpkg", [0, 0, 0x40, 0, 0x78, 0xDA,
            .. SyntheticImages.Noise(5000, 9)], "a compressed file of Qt, such as a package for VESC Tool, not an image"),
        ("image.dfu", [.. "DfuSe\u0001"u8, .. _bootloader], "a DFU file: convert it to .bin or .hex first"),
        ("image.uf2", [.. "UF2\n"u8, .. _bootloader], "a UF2 file, for boards that show up as a drive"),
    ];

    private static IEnumerable<(string, byte[], string)> OtherPrograms() =>
    [
        ("vesc_tool.exe", [.. "MZ"u8, 0x90, 0, 3, .. new byte[200]], "a Windows program"),
        ("vesc_tool", [0xCF, 0xFA, 0xED, 0xFE, .. new byte[200]], "a macOS program"),
        ("board.png", [0x89, .. "PNG\r\n\u001A\n"u8, .. new byte[200]], "a picture (PNG)"),
        ("board.jpg", [0xFF, 0xD8, 0xFF, 0xE0, .. new byte[200]], "a picture (JPEG)"),
        ("manual.pdf", [.. "%PDF-1.7\n"u8, .. new byte[200]], "a PDF document"),
        ("history.db", [.. "SQLite format 3\0"u8, .. new byte[200]], "an SQLite database"),
        ("vesc_express.bin", [0xE9, 6, 2, 0x2F, 0xEA, 2, 0x38, 0x40,
            .. new byte[200]], "an ESP32 image (VESC Express), not for a motor controller"),
        ("partition-table.bin", [0xAA, 0x50, 1, 2, 0, 0x90,
            .. new byte[200]], "a partition table of an ESP32 (VESC Express), not for a motor controller"),
        ("bms-bootloader.bin", SyntheticImages.WithVectors(5176, 0x20000400, 0x0803E279,
            0x0803E27B), "a bootloader for a VESC BMS (STM32L4), which would not run here"),
        ("module-bootloader.bin", SyntheticImages.WithVectors(6560, 0x20000400, 0x0801E2FD,
            0x0801E2FF), "a bootloader for a module with an STM32G431, which would not run here"),
        ("bms-firmware.bin", SyntheticImages.WithVectors(85240, 0x20000400, 0x080002E1,
            0x080002E3),
            "a firmware for another chip, such as a VESC BMS or a module: it starts at 0x080002E0, where a motor controller keeps its "
                + "vectors and settings"),
        ("nrf.bin", SyntheticImages.WithVectors(41248, 0x20004000, 0x5ED5,
            0x5F15), "a firmware for another chip, such as the nRF5 of a Bluetooth module: its flash begins at 0"),
    ];

    private static IEnumerable<(string, byte[], string)> Firmwares()
    {
        byte[] named = [.. _firmware];
        "\0org.vesc.60_MK6\0"u8.CopyTo(named.AsSpan(0x7000));
        return
        [
            ("VESC_default.bin", _firmware, Firmware + ", not a bootloader"),
            ("bootloader.bin", named, Firmware + " on 60_MK6, not a bootloader"),
            ("staged.bin", Wrapped.InStagedHeader(_firmware[..393208]), Firmware + ", not a bootloader"),
            ("packed.bin", SimulatedImage.Staged(SimulatedImage.Firmware("6.05", "60_MK6"), packed: true), Firmware
                + " on 60_MK6, not a bootloader"),
            ("firmware.hex", Wrapped.InHex(_firmware, 0x08000000), Firmware + ", not a bootloader"),
            ("firmware.elf", Wrapped.InElf((0x08000000, _firmware)), Firmware + ", not a bootloader"),
            ("dump.bin", [.. _firmware, .. new byte[0xE0000 - 524280],
                .. SyntheticImages.SectorOf(_bootloader)],
                "a copy of a board's whole flash: a firmware, its settings and a bootloader in one"),
            ("padded.bin", [.. _firmware, .. new byte[100_000]], "a firmware by its vectors, but larger than any can be (524280 bytes)"),
            ("cut-firmware.bin", _firmware[..0x9000], "truncated: its reset vector is a firmware's, but points behind the end of the file"),
        ];
    }

    private static IEnumerable<(string, byte[], string)> Damaged()
    {
        byte[] staged = Wrapped.InStagedHeader(_bootloader);
        byte[] packed = SimulatedImage.Staged(_bootloader, packed: true);
        byte[] flipped = [.. packed];
        flipped[100] ^= 4;
        return
        [
            ("one-byte.bin", [7], NoVectors),
            ("zeros.bin", new byte[5280], "neither a bootloader nor a firmware: every byte of it is 0"),
            ("noise.bin", SyntheticImages.Noise(5280, 3), NoVectors),
            ("shifted.bin", [0, .. _bootloader], NoVectors),
            ("swapped.bin", [.. _bootloader.Chunk(2).SelectMany(p => p.Reverse())],
                "an image whose bytes are swapped in pairs: some tool took it for 16-bit words of the other order"),
            ("erased.bin", [.. Enumerable.Repeat((byte)0xFF, 0x20000)], "blank: every byte of it is 0xFF"),
            ("eight-bytes.bin", _bootloader[..8], "truncated: it begins like an image, and 8 bytes of it are there"),
            ("cut.bin", _bootloader[..512], "truncated: its reset vector is a bootloader's, but points behind the end of the file"),
            ("hollow.bin", SyntheticImages.SectorOf(_bootloader[..512]),
                "truncated: its reset vector is a bootloader's, but points behind the end of the file"),
            ("long.bin", SyntheticImages.Bootloader(length: 0x20001), "a bootloader by its vectors, but larger than its sector (128 KB)"),
            ("bad-stack.bin", SyntheticImages.Bootloader(stack: 0x20020004),
                "damaged: its reset vector is a bootloader's, its stack pointer is outside RAM"),
            ("bad-vectors.bin", SyntheticImages.Bootloader(other: 0x08012345),
                "damaged: its reset vector is a bootloader's, but other vectors point outside the sector"),
            ("cut-staged.bin", staged[..3000], "truncated: a staged image of 5280 bytes, of which 2994 are there"),
            ("cut-packed.bin", packed[..3000],
                $"truncated: a compressed staged image of {packed.Length - 6} bytes, of which 2994 are there"),
            ("flipped-packed.bin", flipped,
                $"damaged: a compressed staged image whose header names the checksum {packed[4]:X2}{packed[5]:X2}, and whose data has "
                    + $"{LongDivision.Remainder(flipped.AsSpan(6)):X4}"),
            ("bomb.bin", Wrapped.InStagedHeader(Wrapped.Bomb(160_000),
                compressed: true), "a compressed staged image that unpacks to more than the whole flash of the chip (1 MiB)"),
        ];
    }

    private static IEnumerable<(string, byte[], string)> Hexes()
    {
        string text = Encoding.ASCII.GetString(Wrapped.InHex(_bootloader));
        string[] lines = text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        string wrong = lines[40][..^2] + (byte.Parse(lines[40][^2..], System.Globalization.NumberStyles.HexNumber) ^ 1).ToString("X2");
        return
        [
            ("cut.hex", Ascii(lines[..^1]), NoHex + $"line {lines.Length}: it ends without its end record, so its end is missing"),
            ("flipped.hex", Ascii([.. lines[..40], wrong, .. lines[41..]]), NoHex
                + $"line 41: its checksum is {wrong[^2..]}, the sum of its bytes asks for {lines[40][^2..]}"),
            ("cut-line.hex", Ascii([.. lines[..7], lines[7][..20], lines[8]]), NoHex + "line 8: 19 digits are not a complete record"),
            ("letter.hex", Ascii([.. lines[..3], lines[3][..9] + "GG" + lines[3][11..]]), NoHex
                + "line 4: 'GG' is not a hexadecimal number"),
            ("pasted.hex", Ascii([.. lines[..5], "Sent from my phone", .. lines[5..]]), NoHex
                + "line 6: it does not begin with a colon: 'Sent?from?my?pho…'"),
            ("double.hex", Ascii([.. lines[..^2], .. lines[1..]]), NoHex + $"line {lines.Length - 1}: bytes at 0x080E0000 are there twice"),
            ("two-files.hex", Ascii([.. lines, .. lines]), NoHex + $"line {lines.Length + 1}: there is data after the end record"),
            ("option-bytes.hex", Ascii([.. lines[..^1], ":020000041FFFDC", ":01C0000055EA", lines[^1]]), NoHex
                + $"it reaches from 0x080E0000 (line 2) to 0x1FFFC000 (line {lines.Length + 1}): more than the whole flash of the chip (1 "
                + "MiB)"),
            ("type-6.hex", Ascii([":0100000601F8"]), NoHex + "line 1: 06 is not a record type"),
            ("only-end.hex", Ascii([lines[^1]]), NoHex + "it holds no data"),
            ("flood.hex", Ascii([.. Enumerable.Repeat(":0100000000FF", 500_000)]), NoHex
                + "line 500001: it ends without its end record, so its end is missing"),
        ];
    }

    private static IEnumerable<(string, byte[], string)> Elves()
    {
        byte[] program = Wrapped.InElf((SyntheticImages.Sector, _bootloader));
        return
        [
            ("vescboot", Spoilt(f => f[4] = 2), NoElf + "offset 4: it is a 64-bit program, for a computer"),
            ("express.elf", Spoilt(f => Wrapped.Half(f, 18, 243)), NoElf
                + "offset 18: it is for another processor (RISC-V, such as an ESP32-C3), not for ARM"),
            ("main.o", Spoilt(f => Wrapped.Half(f, 16, 1)), NoElf
                + "offset 16: it is not linked to addresses (an object file or a library, not a program)"),
            ("cut.elf", program[..3000], NoElf
                + "program header 1: its 5280 bytes at offset 116 reach beyond the file's 3000 bytes, so its end is missing"),
            ("cut-head.elf", program[..40], NoElf + "offset 40: the file ends inside its header"),
            ("table.elf", Spoilt(f => Wrapped.Word(f, 28, uint.MaxValue)), NoElf
                + $"offset 28: 2 program headers of 32 bytes at 4294967295 do not lie within the file's {program.Length} bytes"),
            ("endless.elf", Spoilt(f => Wrapped.Word(f, 84 + 16, uint.MaxValue)), NoElf
                + $"program header 1: its 4294967295 bytes at offset 116 reach beyond the file's {program.Length} bytes, so its end is "
                + "missing"),
            ("hollow.elf", Wrapped.InElf(), NoElf + "it holds no data"),
            ("in-ram.elf", Wrapped.InElf((0x20000000, _bootloader[8..])), NoVectors),
        ];

        byte[] Spoilt(Action<byte[]> spoil)
        {
            byte[] file = [.. program];
            spoil(file);
            return file;
        }
    }

    private static byte[] Ascii(string[] lines) => Encoding.ASCII.GetBytes(string.Join("\r\n", lines) + "\r\n");
}
