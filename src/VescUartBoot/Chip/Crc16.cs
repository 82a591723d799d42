namespace VescUartBoot.Chip;

/// <summary>CRC-16/XMODEM: polynomial 0x1021, initial value 0, no reflection, no final XOR. "123456789" gives 0x31C3.</summary>
/// <remarks>Because it starts at 0, leading zero bytes do not change it: a payload of zeros alone has CRC 0.</remarks>
internal static class Crc16
{
    private const int Polynomial = 0x1021;

    // Two tables, so that two bytes are taken a step: row 1 is row 0 advanced by one more zero byte.
    private static readonly ushort[] _table = MakeTables();

    /// <summary>The CRC of <paramref name="bytes"/>, going on from <paramref name="crc"/>.</summary>
    public static ushort Compute(ReadOnlySpan<byte> bytes, ushort crc = 0)
    {
        var table = _table.AsSpan();
        while (bytes.Length >= 2)
        {
            crc = (ushort)(table[256 + ((crc >> 8) ^ bytes[0])] ^ table[(crc & 0xFF) ^ bytes[1]]);
            bytes = bytes[2..];
        }

        return bytes.IsEmpty ? crc : (ushort)((crc << 8) ^ table[(crc >> 8) ^ bytes[0]]);
    }

    private static ushort[] MakeTables()
    {
        ushort[] table = new ushort[512];
        for (int i = 0; i < 256; i++)
        {
            int crc = i << 8;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x8000) != 0 ? (crc << 1) ^ Polynomial : crc << 1;
            }

            table[i] = (ushort)crc;
        }

        for (int i = 0; i < 256; i++)
        {
            table[256 + i] = (ushort)((table[i] << 8) ^ table[table[i] >> 8]);
        }

        return table;
    }
}
