namespace VescUartBoot.Simulator.Firmware;

/// <summary>An LZO1X unpacker that returns partial output for a damaged stream, because the firmware ignores the error.</summary>
internal static class LzoUnpacker
{
    private const int MaxOutput = 65_535;

    public static byte[] Unpack(ReadOnlySpan<byte> packed)
    {
        var output = new List<byte>();
        try
        {
            Unpack(packed, output);
        }
        catch (IndexOutOfRangeException)
        {
            // The stream ended early.
        }

        return [.. output];
    }

    private static void Unpack(ReadOnlySpan<byte> packed, List<byte> output)
    {
        int at = 0;
        int literals = 0; // behind the last copy; 4 stands for a long run
        if (packed[0] > 17)
        {
            int first = packed[at++] - 17;
            Literals(packed, ref at, first, output);
            literals = Math.Min(first, 4);
        }

        while (output.Count < MaxOutput)
        {
            int code = packed[at++];
            int length;
            int distance;
            if (code < 16 && literals == 0)
            {
                Literals(packed, ref at, Length(packed, ref at, code, 15) + 3, output);
                literals = 4;
                continue;
            }

            int trailing = code & 3;
            switch (code)
            {
                case < 16:
                    length = literals < 4 ? 2 : 3;
                    distance = (code >> 2) + (packed[at++] << 2) + (literals < 4 ? 1 : 2049);
                    break;
                case >= 64:
                    length = (code >> 5) + 1;
                    distance = ((code >> 2) & 7) + (packed[at++] << 3) + 1;
                    break;
                default:
                    int mask = code >= 32 ? 31 : 7;
                    length = Length(packed, ref at, code & mask, mask) + 2;
                    int word = packed[at] | (packed[at + 1] << 8);
                    at += 2;
                    trailing = word & 3;
                    distance = (word >> 2) + (code >= 32 ? 1 : ((code & 8) << 11) + 16_384);
                    if (code < 32 && distance == 16_384)
                    {
                        return;
                    }

                    break;
            }

            if (distance > output.Count)
            {
                return;
            }

            for (; length > 0; length--)
            {
                output.Add(output[^distance]);
            }

            Literals(packed, ref at, trailing, output);
            literals = trailing;
        }
    }

    /// <summary>Reads a length; 0 means that it continues in the following bytes.</summary>
    private static int Length(ReadOnlySpan<byte> packed, ref int at, int value, int full)
    {
        if (value > 0)
        {
            return value;
        }

        while (packed[at] == 0)
        {
            full += 255;
            at++;
        }

        return full + packed[at++];
    }

    private static void Literals(ReadOnlySpan<byte> packed, ref int at, int count, List<byte> output)
    {
        for (; count > 0; count--)
        {
            output.Add(packed[at++]);
        }
    }
}
