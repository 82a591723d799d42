namespace VescUartBoot.Simulator.Firmware;

/// <summary>Unpacker of the bootloader: window 13 bits, look-ahead 5 bits, most significant bit first.</summary>
internal static class HeatshrinkUnpacker
{
    /// <summary>Unpacks all of <paramref name="packed"/>; missing bits at the end are padding.</summary>
    public static byte[] Unpack(ReadOnlySpan<byte> packed)
    {
        var output = new List<byte>(packed.Length * 2);
        ulong bits = 0;
        int held = 0;
        int at = 0;
        while (true)
        {
            while (held <= 48 && at < packed.Length)
            {
                bits = (bits << 8) | packed[at++];
                held += 8;
            }

            if (held > 0 && ((bits >> (held - 1)) & 1) == 1)
            {
                if (held < 9)
                {
                    break;
                }

                held -= 9;
                output.Add((byte)(bits >> held));
            }
            else
            {
                if (held < 19)
                {
                    break;
                }

                held -= 19;
                int copy = (int)(bits >> held) & 0x3_FFFF;
                int distance = (copy >> 5) + 1;
                for (int length = (copy & 31) + 1; length > 0; length--)
                {
                    // Before the first byte the window contains zeros.
                    output.Add(distance <= output.Count ? output[output.Count - distance] : (byte)0);
                }
            }
        }

        return [.. output];
    }
}
