using System.Buffers;

namespace VescUartBoot.Images.Compression;

/// <summary>Heatshrink as the bootloader knows it: window 13 bits, look-ahead 5 bits, most significant bit first.</summary>
/// <remarks>1 + 8 bits: a literal. 0 + 13 bits (distance - 1) + 5 bits (length - 1): a copy. The last byte is padded with zero
/// bits.</remarks>
internal static class Heatshrink
{
    /// <summary>How far back a copy may reach, in bytes.</summary>
    internal const int Window = 1 << WindowBits;

    /// <summary>The most bytes that one copy may name.</summary>
    internal const int LongestCopy = 1 << LengthBits;

    /// <summary>Instead of a copy: there is none.</summary>
    internal const int NoCopy = -1;

    private const int WindowBits = 13;
    private const int LengthBits = 5;
    private const int LiteralBits = 1 + 8;
    private const int CopyBits = 1 + WindowBits + LengthBits;

    /// <summary>Packs <paramref name="plain"/> into the shortest stream there is: at most 9 bits a byte, at least 19 bits for 32
    /// bytes.</summary>
    /// <remarks>The same bytes always give the same stream. 512 KiB take tens of milliseconds, whatever they are.</remarks>
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
                Repeat(output, ref length, (value >> LengthBits) + 1, count);
            }
        }
    }

    // Before the first byte the window holds zeros; a copy may overlap what it makes.
    private static void Repeat(byte[] output, ref int length, int distance, int count)
    {
        for (; count > 0; count--, length++)
        {
            output[length] = distance <= length ? output[length - distance] : (byte)0;
        }
    }

    /// <summary>A copy as its 18 bits stand in the stream.</summary>
    internal static int Copy(int distance, int length) => length == 0 ? NoCopy : ((distance - 1) << LengthBits) | (length - 1);

    /// <summary>The longer of two copies, or <see cref="NoCopy"/> if there is neither.</summary>
    internal static int LongerOf(int one, int other) => LengthOf(other) > LengthOf(one) ? other : one;

    private static int LengthOf(int copy) => copy == NoCopy ? 0 : (copy & (LongestCopy - 1)) + 1;

    /// <summary>From the last byte to the first: what is cheaper in bits to the end, a literal or the copy. Where it is the literal, the
    /// copy goes.</summary>
    /// <returns>The bits of the whole stream.</returns>
    /// <remarks>
    /// Only the longest copy needs a look: a parse of what follows a place, less its first byte, is no dearer parse of what follows the
    /// next place. So the bits to the end never grow from place to place, and all copies cost the same.
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
        var stream = new byte[checked((int)((length + 7) / 8))];
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
