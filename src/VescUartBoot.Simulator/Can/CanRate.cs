namespace VescUartBoot.Simulator.Can;

/// <summary>Meaning of the CAN numbers in the configuration.</summary>
internal static class CanRate
{
    /// <summary>Number of 500 kbit/s, the default.</summary>
    public const byte Usual = 2;

    /// <summary>Mode in which a node does not use the VESC protocol.</summary>
    public const byte Uavcan = 1;

    private static readonly int[] Rates = [125_000, 250_000, 500_000, 1_000_000, 10_000, 20_000, 50_000, 75_000, 100_000];
    private static readonly byte[] Avoided = [10, 11];
    private static readonly byte[] AvoidedNow = [1, 2, 3, 4, 10, 11];

    /// <summary>Bits per second.</summary>
    public static int Of(byte number) => Rates[number < Rates.Length ? number : Usual];

    /// <summary>Id of a chip without settings: seven bits of a CRC-32C over its UUID.</summary>
    public static byte DefaultId(ReadOnlySpan<byte> uuid)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in uuid)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x82F6_3B78 : crc >> 1;
            }
        }

        return (byte)(~crc & 0x7F);
    }

    /// <summary>Returns the next id that the firmware does not exclude.</summary>
    /// <param name="id">The computed id.</param>
    /// <param name="isNew">Whether the firmware is 7.00 or later, which excludes more ids.</param>
    public static byte Skip(byte id, bool isNew)
    {
        while ((isNew ? AvoidedNow : Avoided).Contains(id))
        {
            id++;
        }

        return id;
    }
}
