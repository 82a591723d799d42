using System.Buffers;
using System.Text;
using VescUartBoot.Tracing;

namespace VescUartBoot.Images.Formats;

/// <summary>Identifies files that are often mistaken for images: archives, web pages, settings, programs for other chips.</summary>
internal static class FileSignatures
{
    private const int Looked = 4096;

    private static readonly SearchValues<char> _digits = SearchValues.Create("0123456789abcdef");

    private static readonly (byte[] Start, string Name)[] _starts =
    [
        ([0x50, 0x4B, 0x03, 0x04], "a ZIP archive: unpack it and give the file inside"),
        ([0x50, 0x4B, 0x05, 0x06], "an empty ZIP archive"),
        ([0x1F, 0x8B], "a gzip archive: unpack it and give the file inside"),
        ("BZh"u8.ToArray(), "a bzip2 archive: unpack it and give the file inside"),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "an xz archive: unpack it and give the file inside"),
        ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "a 7-Zip archive: unpack it and give the file inside"),
        ("Rar!"u8.ToArray(), "a RAR archive: unpack it and give the file inside"),
        ([0x28, 0xB5, 0x2F, 0xFD], "a Zstandard archive: unpack it and give the file inside"),
        ("UF2\n"u8.ToArray(), "a UF2 file, for boards that show up as a drive"),
        ("DfuSe"u8.ToArray(), "a DFU file: convert it to .bin or .hex first"),
        ("MZ"u8.ToArray(), "a Windows program"),
        ([0xCF, 0xFA, 0xED, 0xFE], "a macOS program"),
        ([0x89, 0x50, 0x4E, 0x47], "a picture (PNG)"),
        ([0xFF, 0xD8, 0xFF], "a picture (JPEG)"),
        ("%PDF"u8.ToArray(), "a PDF document"),
        ("SQLite format 3"u8.ToArray(), "an SQLite database"),
        ([0xAA, 0x50], "a partition table of an ESP32 (VESC Express), not for a motor controller"),
    ];

    private static readonly (string Part, string Name)[] _texts =
    [
        ("<!doctype html", "a web page, not the file that it shows: download the raw file"),
        ("<html", "a web page, not the file that it shows: download the raw file"),
        ("<mcconfiguration", "motor settings of VESC Tool (XML), not an image"),
        ("<appconfiguration", "app settings of VESC Tool (XML), not an image"),
        ("version https://git-lfs", "a pointer of Git LFS, not the file that it stands for: fetch the file itself"),
        (TraceFormat.AnyFirstLine, "a trace, not an image"),
        ("s0", "a Motorola S-record file: convert it to .bin or .hex first"),
        ("s1", "a Motorola S-record file: convert it to .bin or .hex first"),
        ("s3", "a Motorola S-record file: convert it to .bin or .hex first"),
    ];

    /// <summary>Identifies a file that is not an image by its first bytes.</summary>
    public static string? Name(ReadOnlySpan<byte> content)
    {
        foreach (var (start, name) in _starts)
        {
            if (content.StartsWith(start))
            {
                return name;
            }
        }

        return content.Length > 262 && content[257..].StartsWith("ustar"u8) ? "a tar archive: unpack it and give the file inside"
            : content.Length > 5 && content[4] == 0x78 && content[0] == 0
                ? "a compressed file of Qt, such as a package for VESC Tool, not an image"
            : content.Length > 24 && content[0] == 0xE9 && content[1] is > 0 and <= 16
                ? "an ESP32 image (VESC Express), not for a motor controller"
            : IsText(content) ? NameText(content)
            : null;
    }

    /// <summary>Whether the bytes are readable text.</summary>
    public static bool IsText(ReadOnlySpan<byte> content) =>
        !content[..Math.Min(content.Length, Looked)].ContainsAnyInRange((byte)0, (byte)8);

    private static string NameText(ReadOnlySpan<byte> content)
    {
        string head = Encoding.UTF8.GetString(content[..Math.Min(content.Length, Looked)]).TrimStart('\uFEFF', ' ', '\t', '\r', '\n')
            .ToLowerInvariant();
        foreach (var (part, name) in _texts)
        {
            if (part.StartsWith('<') ? head.Contains(part, StringComparison.Ordinal)
                : head.StartsWith(part, StringComparison.Ordinal) && IsRecord(head, part))
            {
                return name;
            }
        }

        return "a text file, not an image";
    }

    // An S-record has only hexadecimal digits after its S.
    private static bool IsRecord(string head, string part) =>
        part.Length > 2 || (head.Length >= 10 && !head.AsSpan(1, 9).ContainsAnyExcept(_digits));
}
