using System.Buffers.Binary;
using System.Globalization;

namespace VescUartBoot.Images.Formats;

/// <summary>Reads Intel HEX: all record types, any base address; gaps are reported and filled with 0xFF.</summary>
internal static class IntelHex
{
    // Length, two bytes of address, type, up to 255 bytes of data, checksum.
    private const int Overhead = 5;
    private const int MaxRecord = Overhead + 255;
    private const int Shown = 16;

    private enum Record : byte
    {
        Data = 0,
        End = 1,
        SegmentBase = 2,
        SegmentStart = 3,
        LinearBase = 4,
        LinearStart = 5,
    }

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="ImageFormatException">An error, with its line.</exception>
    public static FlashContent Read(ReadOnlySpan<byte> text)
    {
        var pieces = new SparseImage("line");
        Span<byte> record = stackalloc byte[MaxRecord];
        uint origin = 0;
        bool segmented = false;
        bool ended = false;
        int number = 0;
        foreach (var range in text.SplitAny((byte)'\n', (byte)'\r'))
        {
            // A line may end with both characters; between them is no line.
            number += range.Start.Value > 0 && text[range.Start.Value - 1] == (byte)'\n' && range.Start.Value > 1
                && text[range.Start.Value - 2] == (byte)'\r' ? 0 : 1;
            var line = text[range].Trim(" \t\uFEFF"u8);
            if (line.IsEmpty)
            {
                continue;
            }

            if (ended)
            {
                throw Error(number, "there is data after the end record");
            }

            var data = Decode(line, record, number, out var type);
            int offset = BinaryPrimitives.ReadUInt16BigEndian(record[1..]);
            switch (type)
            {
                case Record.Data:
                    AddData(pieces, origin, segmented, offset, data.ToArray(), number);
                    break;

                case Record.End when data.IsEmpty:
                    ended = true;
                    break;

                case Record.SegmentBase when data.Length == 2:
                    (origin, segmented) = ((uint)BinaryPrimitives.ReadUInt16BigEndian(data) << 4, true);
                    break;

                case Record.LinearBase when data.Length == 2:
                    (origin, segmented) = ((uint)BinaryPrimitives.ReadUInt16BigEndian(data) << 16, false);
                    break;

                // The start address is ignored: the vectors contain it.
                case Record.SegmentStart or Record.LinearStart when data.Length == 4:
                    break;

                default:
                    throw Error(number, (byte)type > (byte)Record.LinearStart
                        ? $"{(byte)type:X2} is not a record type"
                        : $"a record of type {(byte)type:X2} with {data.Length} bytes of data");
            }
        }

        return ended ? pieces.Join()
            : throw new ImageFormatException($"line {number}: it ends without its end record, so its end is missing");
    }

    // In a segment the 16-bit offset wraps around; after a linear base the full address continues.
    private static void AddData(SparseImage pieces, uint origin, bool segmented, int offset, byte[] data, int number)
    {
        int first = segmented ? Math.Min(data.Length, 0x10000 - offset) : data.Length;
        if ((long)origin + offset + first > 1L + uint.MaxValue)
        {
            throw Error(number, "its data reaches beyond the last address");
        }

        pieces.Add(origin + (uint)offset, data.AsMemory(0, first), number);
        if (first < data.Length)
        {
            pieces.Add(origin, data.AsMemory(first), number);
        }
    }

    private static ReadOnlySpan<byte> Decode(ReadOnlySpan<byte> line, Span<byte> record, int number, out Record type)
    {
        if (line[0] != (byte)':')
        {
            throw Error(number, $"it does not begin with a colon: '{Show(line)}'");
        }

        var digits = line[1..];
        int length = digits.Length / 2;
        if (digits.Length % 2 != 0 || length is < Overhead or > MaxRecord)
        {
            throw Error(number, $"{digits.Length} digits are not a complete record");
        }

        byte sum = 0;
        for (int i = 0; i < length; i++)
        {
            if (!byte.TryParse(digits.Slice(2 * i, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out record[i]))
            {
                throw Error(number, $"'{Show(digits.Slice(2 * i, 2))}' is not a hexadecimal number");
            }

            sum += record[i];
        }

        if (record[0] != length - Overhead)
        {
            throw Error(number, $"it promises {record[0]} bytes of data and has {length - Overhead}");
        }

        type = sum == 0
            ? (Record)record[3]
            : throw Error(number,
                $"its checksum is {record[length - 1]:X2}, the sum of its bytes asks for {(byte)(record[length - 1] - sum):X2}");
        return record.Slice(Overhead - 1, record[0]);
    }

    private static string Show(ReadOnlySpan<byte> text)
    {
        string shown = string.Concat(text[..Math.Min(text.Length, Shown)].ToArray().Select(b => b is > 0x20 and < 0x7F ? (char)b : '?'));
        return text.Length > Shown ? shown + "…" : shown;
    }

    private static ImageFormatException Error(int line, string message) => new($"line {line}: {message}");
}
