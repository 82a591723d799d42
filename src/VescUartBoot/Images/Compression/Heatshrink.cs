using System.Buffers;

namespace VescUartBoot.Images.Compression;

/// <summary>Heatshrink with the parameters of the bootloader: window 13 bits, look-ahead 5 bits, most significant bit first.</summary>
/// <remarks>1 + 8 bits: a literal. 0 + 13 bits (distance - 1) + 5 bits (length - 1): a copy. The last byte is padded with zero
/// bits.</remarks>
internal static class Heatshrink
{
    /// <summary>Largest distance of a copy in bytes.</summary>
    internal const int Window = 1 << WindowBits;

    /// <summary>Largest length of a copy in bytes.</summary>
    internal const int LongestCopy = 1 << LengthBits;

    /// <summary>Value for "no copy".</summary>
    internal const int NoCopy = -1;

    private const int WindowBits = 13;
    private const int LengthBits = 5;
    private const int LiteralBits = 1 + 8;
    private const int CopyBits = 1 + WindowBits + LengthBits;

    /// <summary>Packs <paramref name="plain"/> into the shortest possible stream: at most 9 bits a byte, at least 19 bits for 32
    /// bytes.</summary>
    /// <remarks>The same bytes always give the same stream. 512 KiB of any content take tens of milliseconds.</remarks>
    public static byte[] Pack(ReadOnlySpan<byte> plain)
    {
        int[] rented = ArrayPool<int>.Shared.Rent(plain.Length);
        try
        {
            var copies = rented.AsSpan(0, plain.Length);
            new MatchFinder().Find(plain, copies);
            long bits = KeepWhatPays(copies);
            return Write(plain, copies, bits);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(rented);
        }
    }

    /// <summary>Unpacks all of <paramref name="packed"/>.</summary>
    /// <param name="packed">The stream. Missing bits at its end are padding.</param>
    /// <param name="limit">Largest output in bytes: 19 packed bits can stand for 32 bytes.</param>
    /// <returns>The output, or <see langword="null"/> if it is longer than <paramref name="limit"/>.</returns>
    public static byte[]? Unpack(ReadOnlySpan<byte> packed, int limit)
    {
        byte[] output = new byte[(int)Math.Min(limit, packed.Length * 16L)];
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
                Repeat(output, ref length, (value >> LengthBits) + 1, count);
            }
        }
    }

    // Before the first byte the window contains zeros; a copy may overlap its own output.
    private static void Repeat(byte[] output, ref int length, int distance, int count)
    {
        for (; count > 0; count--, length++)
        {
            output[length] = distance <= length ? output[length - distance] : (byte)0;
        }
    }

    /// <summary>The 18 bits of a copy.</summary>
    internal static int Copy(int distance, int length) => length == 0 ? NoCopy : ((distance - 1) << LengthBits) | (length - 1);

    /// <summary>The longer of two copies, or <see cref="NoCopy"/> if there is neither.</summary>
    internal static int LongerOf(int one, int other) => LengthOf(other) > LengthOf(one) ? other : one;

    private static int LengthOf(int copy) => copy == NoCopy ? 0 : (copy & (LongestCopy - 1)) + 1;

    /// <summary>From the last byte to the first, selects the cheaper of literal and copy, in bits up to the end. For a literal, the
    /// copy is removed.</summary>
    /// <returns>Length of the whole stream in bits.</returns>
    /// <remarks>
    /// Only the longest copy matters: a parse of the rest from one position, without its first byte, is a parse of the rest from the
    /// next position that costs no more. So the bits to the end never increase from position to position, and all copies cost the same.
    /// </remarks>
    private static long KeepWhatPays(Span<int> copies)
    {
        const int Ring = 2 * LongestCopy;
        Span<long> toTheEnd = stackalloc long[Ring];
        toTheEnd.Clear();
        long bits = 0;
        for (int at = copies.Length - 1; at >= 0; at--)
        {
            bits += LiteralBits;
            long withCopy = CopyBits + toTheEnd[(at + LengthOf(copies[at])) % Ring];
            if (copies[at] == NoCopy || withCopy >= bits)
            {
                copies[at] = NoCopy;
            }
            else
            {
                bits = withCopy;
            }

            toTheEnd[at % Ring] = bits;
        }

        return bits;
    }

    private static byte[] Write(ReadOnlySpan<byte> plain, ReadOnlySpan<int> copies, long length)
    {
        byte[] stream = new byte[checked((int)((length + 7) / 8))];
        ulong bits = 0;
        int held = 0;
        int end = 0;
        for (int at = 0; at < plain.Length; at += Math.Max(1, LengthOf(copies[at])))
        {
            bool literal = copies[at] == NoCopy;
            bits = literal ? (bits << LiteralBits) | 0x100 | plain[at] : (bits << CopyBits) | (uint)copies[at];
            held += literal ? LiteralBits : CopyBits;
            for (; held >= 8; held -= 8)
            {
                stream[end++] = (byte)(bits >> (held - 8));
            }
        }

        if (held > 0)
        {
            stream[end] = (byte)(bits << (8 - held));
        }

        return stream;
    }
}
