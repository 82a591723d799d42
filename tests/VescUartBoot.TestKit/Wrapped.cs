using System.Buffers.Binary;
using System.Text;

namespace VescUartBoot.TestKit;

/// <summary>Converts the bytes of an image to common file formats.</summary>
internal static class Wrapped
{
    /// <summary>Creates an Intel HEX file with 16 bytes a line, as linkers write it.</summary>
    public static byte[] InHex(byte[] content, uint address = SyntheticImages.Sector)
    {
        var text = new StringBuilder();
        for (int at = 0; at < content.Length; at += 16)
        {
            uint here = address + (uint)at;
            if (at == 0 || here % 0x10000 == 0)
            {
                text.Append(Line(0, 4, [(byte)(here >> 24), (byte)(here >> 16)]));
            }

            text.Append(Line((int)(here & 0xFFFF), 0, content[at..Math.Min(at + 16, content.Length)]));
        }

        return Encoding.ASCII.GetBytes(text.Append(Line(0, 5, [8, 0x0E, 0, 0])).Append(Line(0, 1, [])).ToString());
    }

    /// <summary>Creates an Intel HEX file with only these parts of an image.</summary>
    public static byte[] InHexParts(byte[] content, params (int Start, int End)[] parts) =>
        InHexParts(content, SyntheticImages.Sector, parts);

    /// <summary>Creates an Intel HEX file with only these parts of an image at an address.</summary>
    public static byte[] InHexParts(byte[] content, uint address, params (int Start, int End)[] parts)
    {
        var text = new StringBuilder();
        foreach (var (start, end) in parts)
        {
            uint? high = null;
            for (int at = start; at < end;)
            {
                uint here = address + (uint)at;
                if (high != here >> 16)
                {
                    high = here >> 16;
                    text.Append(Line(0, 4, [(byte)(here >> 24), (byte)(here >> 16)]));
                }

                int length = Math.Min(Math.Min(16, end - at), 0x10000 - (int)(here & 0xFFFF));
                text.Append(Line((int)(here & 0xFFFF), 0, content[at..(at + length)]));
                at += length;
            }
        }

        return Encoding.ASCII.GetBytes(text.Append(Line(0, 1, [])).ToString());
    }

    /// <summary>Returns one line of an Intel HEX file.</summary>
    public static string Line(int offset, int type, byte[] data)
    {
        byte[] record = [(byte)data.Length, (byte)(offset >> 8), (byte)offset, (byte)type, .. data];
        return $":{Convert.ToHexString(record)}{(byte)-record.Sum(b => b):X2}\r\n";
    }

    /// <summary>Creates an ELF program with one loaded segment for each part, followed by debug data.</summary>
    public static byte[] InElf(params (uint Address, byte[] Content)[] parts)
    {
        int table = 52;
        int at = table + (32 * (parts.Length + 1));
        byte[] file = new byte[at + parts.Sum(p => p.Content.Length) + 100];
        ((ReadOnlySpan<byte>)[0x7F, (byte)'E', (byte)'L', (byte)'F', 1, 1, 1]).CopyTo(file);
        Half(file, 16, 2);
        Half(file, 18, 40);
        Word(file, 28, (uint)table);
        Half(file, 42, 32);
        Half(file, 44, parts.Length + 1);

        // Only segments to load count.
        Word(file, table, 0x70000001);
        Word(file, table + 4, uint.MaxValue);
        Word(file, table + 16, uint.MaxValue);
        for (int i = 0; i < parts.Length; i++)
        {
            int header = table + (32 * (i + 1));
            Word(file, header, 1);
            Word(file, header + 4, (uint)at);
            Word(file, header + 8, 0x20000000);
            Word(file, header + 12, parts[i].Address);
            Word(file, header + 16, (uint)parts[i].Content.Length);
            parts[i].Content.CopyTo(file, at);
            at += parts[i].Content.Length;
        }

        return file;
    }

    /// <summary>Creates an image with the header of a staged image.</summary>
    public static byte[] InStagedHeader(byte[] data, bool compressed = false)
    {
        byte[] staged = new byte[6 + data.Length];
        BinaryPrimitives.WriteUInt32BigEndian(staged, (uint)data.Length | (compressed ? 0xCC000000u : 0));
        BinaryPrimitives.WriteUInt16BigEndian(staged.AsSpan(4), LongDivision.Remainder(data));
        data.CopyTo(staged, 6);
        return staged;
    }

    /// <summary>Creates a heatshrink stream with this number of longest copies (32 bytes in 19 bits).</summary>
    public static byte[] Bomb(int copies)
    {
        byte[] stream = new byte[((19 * copies) + 7) / 8];
        for (int i = 0; i < 5 * copies; i++)
        {
            int bit = (19 * (i / 5)) + 14 + (i % 5);
            stream[bit / 8] |= (byte)(0x80 >> (bit % 8));
        }

        return stream;
    }

    public static void Half(byte[] file, int at, int value) => BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(at), (ushort)value);

    public static void Word(byte[] file, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at), value);
}
