using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using VescUartBoot.Messages;

namespace VescUartBoot.Backups;

/// <summary>Distinguishes source text from native code in stored code.</summary>
/// <remarks>
/// Native code of a package is an attachment after the text of its Lisp program. It is made for one firmware and may hang another, so a
/// program with any attachment counts as native: only code that is text from the first to the last byte counts as source.
/// </remarks>
internal static class ScriptSource
{
    private const int LengthOfSize = 4;
    private const int MostUnpacked = 4 * 1024 * 1024;
    private const int LongestTitle = 60;

    private static readonly UTF8Encoding _strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Whether the code is source text and nothing else; QML may be packed.</summary>
    public static bool IsText(StoredCode code) =>
        IsText(code.Content.Span) || (code.Store == CodeStore.Qml && TryUnpack(code.Content) is { } text && IsText(text));

    /// <summary>The first line with words in it, without the marks of a comment; <see langword="null"/>: it does not begin with
    /// text.</summary>
    public static string? TitleOf(StoredCode code)
    {
        var content = code.Content.Span;
        int end = content.IndexOf((byte)0);
        var text = end < 0 ? content : content[..end];
        if (!IsText(text))
        {
            return null;
        }

        string? line = _strict.GetString(text).Split('\n').Select(l => l.Trim().TrimStart(';', '/', '#').Trim())
            .FirstOrDefault(l => l.Any(char.IsLetter));
        return line is { Length: > LongestTitle } ? line[..LongestTitle] + "…" : line;
    }

    /// <summary>Unpacks a text that is stored as its big-endian length and a zlib stream.</summary>
    /// <returns><see langword="null"/> if the bytes have another format.</returns>
    public static byte[]? TryUnpack(ReadOnlyMemory<byte> packed)
    {
        uint size = packed.Length > LengthOfSize ? BinaryPrimitives.ReadUInt32BigEndian(packed.Span) : 0;
        if (size is 0 or > MostUnpacked)
        {
            return null;
        }

        byte[] unpacked = new byte[size];
        try
        {
            using var stream = new ZLibStream(new MemoryStream(packed[LengthOfSize..].ToArray()), CompressionMode.Decompress);
            stream.ReadExactly(unpacked);
            return stream.ReadByte() < 0 ? unpacked : null;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            return null;
        }
    }

    private static bool IsText(ReadOnlySpan<byte> content)
    {
        var text = content.TrimEnd((byte)0);
        foreach (byte b in text)
        {
            if (b is < 0x20 and not ((byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\f') or 0x7F)
            {
                return false;
            }
        }

        try
        {
            return !text.IsEmpty && _strict.GetCharCount(text) > 0;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
