using VescUartBoot.Chip;
using VescUartBoot.Images.Compression;
using VescUartBoot.Images.Formats;

namespace VescUartBoot.Images;

/// <summary>Unpacked content of a file: the bytes as programmed to flash.</summary>
/// <param name="Name">File name without the folder.</param>
/// <param name="Format">Format of the file.</param>
/// <param name="Content">The bytes; empty if the file has a <paramref name="Problem"/>.</param>
/// <param name="FileLength">Length of the file in bytes.</param>
/// <param name="Address">Address of the bytes according to the file; raw files have none.</param>
/// <param name="Problem">Why the file could not be unpacked, with the offset or line; it completes "it is …".</param>
internal sealed record ImageFile(
    string Name, ImageFormat Format, ReadOnlyMemory<byte> Content, long FileLength, uint? Address = null, string? Problem = null)
{
    /// <summary>Longest raw image in bytes: the flash of the chip after the header of a staged image.</summary>
    public const int MaxRawLength = FlashAddress.Size + StagedHeader.HeaderLength;

    /// <summary>Longest Intel HEX file in bytes: the whole flash in the shortest lines that tools write.</summary>
    public const int MaxHexLength = 8 << 20;

    /// <summary>Longest ELF file in bytes; most of it is debug information.</summary>
    public const int MaxElfLength = 32 << 20;

    /// <summary>Ranges of <see cref="Content"/> that the file does not define: 0xFF there, real content unknown.</summary>
    public IReadOnlyList<Range> Gaps { get; init; } = [];

    /// <summary>Reads a file.</summary>
    /// <exception cref="ImageRejectedException">The operating system denies reading it. A file that is not an image does not
    /// throw.</exception>
    public static ImageFile Read(string path)
    {
        using var file = RegularFile.Open(path);
        try
        {
            long length = file.Length;
            byte[] head = new byte[Math.Min(length, Elf32.HeaderLength)];
            file.ReadExactly(head);
            if (length > Limit(head))
            {
                return TooLarge(Path.GetFileName(path), head, length);
            }

            byte[] content = new byte[length];
            head.CopyTo(content, 0);
            file.ReadExactly(content.AsSpan(head.Length));
            return Parse(Path.GetFileName(path), content);
        }
        catch (IOException e)
        {
            throw RegularFile.Unreadable(path, e);
        }
    }

    /// <summary>Unpacks the bytes of a file.</summary>
    public static ImageFile Parse(string name, ReadOnlyMemory<byte> file)
    {
        if (file.Length > Limit(file.Span))
        {
            return TooLarge(name, file.Span, file.Length);
        }

        try
        {
            return FormatOf(file.Span) switch
            {
                ImageFormat.Elf => Addressed(name, ImageFormat.Elf, Elf32.Read(file), file.Length),
                ImageFormat.IntelHex => Addressed(name, ImageFormat.IntelHex, IntelHex.Read(file.Span), file.Length),
                _ => ParseRaw(name, file),
            };
        }
        catch (ImageFormatException e)
        {
            var format = FormatOf(file.Span);
            return new ImageFile(name, format, default, file.Length, Problem: $"{Word(format)} with an error: {e.Message}");
        }
    }

    /// <summary>The format in words, with its article.</summary>
    public static string Word(ImageFormat format) => format switch
    {
        ImageFormat.Staged => "a staged image",
        ImageFormat.StagedCompressed => "a compressed staged image",
        ImageFormat.IntelHex => "an Intel HEX file",
        ImageFormat.Elf => "an ELF file",
        _ => "a raw image",
    };

    /// <summary>The same file with other bytes, all of them defined.</summary>
    internal ImageFile With(ReadOnlyMemory<byte> content) => this with { Content = content, Gaps = [] };

    private static ImageFile Addressed(string name, ImageFormat format, FlashContent image, long length) =>
        new(name, format, image.Content, length, image.Address) { Gaps = image.Gaps };

    private static ImageFile ParseRaw(string name, ReadOnlyMemory<byte> file)
    {
        var whole = new ImageFile(name, ImageFormat.Raw, file, file.Length);
        if (!StagedHeader.TryRead(file.Span, out var header) || VectorTable.LookLikeCode(file.Span))
        {
            return whole;
        }

        var data = file[StagedHeader.HeaderLength..];
        var format = header.Compressed ? ImageFormat.StagedCompressed : ImageFormat.Staged;
        if (header.Length != data.Length)
        {
            // Any text or noise may begin with a plausible length; only the compression mark or valid vectors after it prove a header.
            return header.Length > data.Length && (header.Compressed || VectorTable.LookLikeCode(data.Span))
                ? Broken($"truncated: {Word(format)} of {header.Length} bytes, of which {data.Length} are there")
                : whole;
        }

        ushort crc = Crc16.Compute(data.Span);
        if (crc != header.Crc)
        {
            return Broken($"damaged: {Word(format)} whose header names the checksum {header.Crc:X4}, and whose data has {crc:X4}");
        }

        return !header.Compressed
            ? new ImageFile(name, format, data, file.Length)
            : Heatshrink.Unpack(data.Span, FlashAddress.Size) is { } unpacked
                ? new ImageFile(name, format, unpacked, file.Length)
                : Broken("a compressed staged image that unpacks to more than the whole flash of the chip (1 MiB)");

        ImageFile Broken(string problem) => new(name, format, default, file.Length, Problem: problem);
    }

    private static ImageFormat FormatOf(ReadOnlySpan<byte> file) =>
        file.StartsWith("\u007FELF"u8) ? ImageFormat.Elf
        : file.TrimStart(" \t\r\n\uFEFF"u8).StartsWith((byte)':') && FileSignatures.IsText(file) ? ImageFormat.IntelHex
        : ImageFormat.Raw;

    private static int Limit(ReadOnlySpan<byte> head) => FormatOf(head) switch
    {
        ImageFormat.Elf => MaxElfLength,
        ImageFormat.IntelHex => MaxHexLength,
        _ => MaxRawLength,
    };

    private static ImageFile TooLarge(string name, ReadOnlySpan<byte> head, long length)
    {
        string problem = FormatOf(head) switch
        {
            ImageFormat.Raw => FileSignatures.Name(head) ?? "larger than the whole flash of the chip (1 MiB)",
            var format => $"{Word(format)} of {length} bytes: more than any for this chip needs ({Limit(head) >> 20} MiB)",
        };
        return new ImageFile(name, FormatOf(head), default, length, Problem: problem);
    }
}
