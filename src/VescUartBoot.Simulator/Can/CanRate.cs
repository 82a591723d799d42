namespace VescUartBoot.Simulator.Can;

/// <summary>What the numbers of the configuration mean on CAN.</summary>
internal static class CanRate
{
    /// <summary>The number of 500 kbit/s, the factory's.</summary>
    public const byte Usual = 2;

    /// <summary>The mode in which a node does not speak the VESC's own protocol.</summary>
    public const byte Uavcan = 1;

    private static readonly int[] Rates = [125_000, 250_000, 500_000, 1_000_000, 10_000, 20_000, 50_000, 75_000, 100_000];
    private static readonly byte[] Avoided = [10, 11];
    private static readonly byte[] AvoidedNow = [1, 2, 3, 4, 10, 11];

    /// <summary>Bits a second.</summary>
    public static int Of(byte number) => Rates[number < Rates.Length ? number : Usual];

    /// <summary>The id that a chip takes without settings: seven bits of a CRC-32C over its UUID.</summary>
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

    /// <summary>The next id that the firmware does not leave out.</summary>
    /// <param name="id">The computed one.</param>
    /// <param name="isNew">Whether it is 7.00 or later, which leaves out more.</param>
    public static byte Skip(byte id, bool isNew)
    {
        while ((isNew ? AvoidedNow : Avoided).Contains(id))
        {
            id++;
        }

        return id;
    }
}
