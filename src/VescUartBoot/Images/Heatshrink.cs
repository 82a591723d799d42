namespace VescUartBoot.Images;

/// <summary>Heatshrink as the bootloader knows it: window 13 bits, look-ahead 5 bits, most significant bit first.</summary>
/// <remarks>1 + 8 bits: a literal. 0 + 13 bits (distance - 1) + 5 bits (length - 1): a copy. The last byte is padded with zero bits.</remarks>
public static class Heatshrink
{
    private const int LiteralBits = 9;
    private const int LengthBits = 5;
    private const int CopyBits = 1 + 13 + LengthBits;

    /// <summary>Unpacks all of <paramref name="packed"/>.</summary>
    /// <param name="packed">The stream. Bits that are missing at its end are padding.</param>
    /// <param name="limit">The most bytes that may come out: 9 packed bits can name 32 bytes.</param>
    /// <returns>What came out, or <see langword="null"/> if it is more than <paramref name="limit"/>.</returns>
    public static byte[]? Unpack(ReadOnlySpan<byte> packed, int limit)
    {
        var output = new byte[(int)Math.Min(limit, packed.Length * 16L)];
        int length = 0;
        ulong bits = 0;
        int held = 0;
        int at = 0;
        while (true)
        {
            while (held <= 56 && at < packed.Length)
            {
                bits = (bits << 8) | packed[at++];
                held += 8;
            }

            bool literal = held > 0 && ((bits >> (held - 1)) & 1) == 1;
            int needed = literal ? LiteralBits : CopyBits;
            if (held < needed)
            {
                return output[..length];
            }

            held -= needed;
            int value = (int)(bits >> held) & ((1 << (needed - 1)) - 1);
            int count = literal ? 1 : (value & ((1 << LengthBits) - 1)) + 1;
            if (count > limit - length)
            {
                return null;
            }

            if (length + count > output.Length)
            {
                Array.Resize(ref output, (int)Math.Min(limit, Math.Max(length + count, 2L * output.Length)));
            }

            if (literal)
            {
                output[length++] = (byte)value;
            }
            else
            {
                Copy(output, ref length, (value >> LengthBits) + 1, count);
            }
        }
    }

    // Before the first byte the window holds zeros; a copy may overlap what it makes.
    private static void Copy(byte[] output, ref int length, int distance, int count)
    {
        for (; count > 0; count--, length++)
        {
            output[length] = distance <= length ? output[length - distance] : (byte)0;
        }
    }
}
