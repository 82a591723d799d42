namespace VescUartBoot.TestKit;

/// <summary>CRC-16/XMODEM bit by bit, independent of the tables under test.</summary>
internal static class LongDivision
{
    public static ushort Remainder(ReadOnlySpan<byte> bytes)
    {
        int remainder = 0;
        for (int bit = 0; bit < (8 * bytes.Length) + 16; bit++)
        {
            int next = bit < 8 * bytes.Length ? (bytes[bit / 8] >> (7 - (bit % 8))) & 1 : 0;
            remainder = (remainder << 1) | next;
            if ((remainder & 0x10000) != 0)
            {
                remainder ^= 0x11021;
            }
        }

        return (ushort)remainder;
    }
}
