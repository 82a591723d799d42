using VescUartBoot.Chip;

namespace VescUartBoot.Boards;

/// <summary>CAN ids: 0 to 254; 255 is the broadcast id.</summary>
internal static class CanIds
{
    private const int Count = 255;
    private const uint Polynomial = 0x82F6_3B78;
    private const byte DefaultMask = 0x7F;

    private static readonly byte[] _leftOut = [10, 11];
    private static readonly byte[] _leftOutSince7 = [1, 2, 3, 4, 10, 11];

    /// <summary>The id of the second motor next to that of the first.</summary>
    public static byte Next(byte id) => (byte)((id + 1) % Count);

    /// <summary>The id that a chip without settings derives from its UUID; a few boards use a fixed one.</summary>
    public static byte DefaultOf(Uuid uuid, FirmwareVersion firmware)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in Convert.FromHexString(uuid.ToString()))
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * Polynomial);
            }
        }

        byte id = (byte)(~crc & DefaultMask);
        while ((firmware.HasFeaturesOf(7, 0) ? _leftOutSince7 : _leftOut).Contains(id))
        {
            id++;
        }

        return id;
    }
}
