namespace VescUartBoot.Simulator.Wire;

/// <summary>The simulator's own CRC-16/XMODEM, bit by bit: independent of the library's implementation.</summary>
internal static class Crc16
{
    public static ushort Of(ReadOnlySpan<byte> bytes, ushort start = 0)
    {
        int crc = start;
        foreach (byte b in bytes)
        {
            int high = (crc >> 8) ^ b;
            high ^= high >> 4;
            crc = ((crc << 8) ^ (high << 12) ^ (high << 5) ^ high) & 0xFFFF;
        }

        return (ushort)crc;
    }
}
