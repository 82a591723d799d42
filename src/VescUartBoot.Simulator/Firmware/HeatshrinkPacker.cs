namespace VescUartBoot.Simulator.Firmware;

/// <summary>A fast packer for the images of simulated boards, without optimal compression.</summary>
internal static class HeatshrinkPacker
{
    private const int Window = 1 << 13;
    private const int LongestCopy = 1 << 5;
    private const int ShortestCopy = 3;
    private const int Tries = 8;

    public static byte[] Pack(ReadOnlySpan<byte> plain)
    {
        var output = new BitWriter(plain.Length);
        int[] last = new int[1 << 16];
        int[] before = new int[plain.Length];
        Array.Fill(last, -1);
        int at = 0;
        while (at < plain.Length)
        {
            var (distance, length) = Find(plain, at, last, before);
            if (length < ShortestCopy)
            {
                output.Write(0x100u | plain[at], 9);
                length = 1;
            }
            else
            {
                output.Write(((uint)(distance - 1) << 5) | (uint)(length - 1), 19);
            }

            for (int end = at + length; at < end; at++)
            {
                Enter(plain, at, last, before);
            }
        }

        return output.End();
    }

    private static (int Distance, int Length) Find(ReadOnlySpan<byte> plain, int at, int[] last, int[] before)
    {
        int limit = Math.Min(LongestCopy, plain.Length - at);
        int bestLength = 0;
        int best = 0;
        if (limit >= ShortestCopy)
        {
            int candidate = last[Hash(plain, at)];
            for (int tries = 0; tries < Tries && candidate >= 0 && at - candidate <= Window; tries++, candidate = before[candidate])
            {
                int length = plain.Slice(at, limit).CommonPrefixLength(plain[candidate..]);
                if (length > bestLength)
                {
                    (bestLength, best) = (length, at - candidate);
                }
            }
        }

        return (best, bestLength);
    }

    private static void Enter(ReadOnlySpan<byte> plain, int at, int[] last, int[] before)
    {
        if (at + ShortestCopy <= plain.Length)
        {
            int hash = Hash(plain, at);
            before[at] = last[hash];
            last[hash] = at;
        }
    }

    private static int Hash(ReadOnlySpan<byte> plain, int at) =>
        ((plain[at] * 0x9E5) ^ (plain[at + 1] << 8) ^ (plain[at + 2] * 0x3D)) & 0xFFFF;

    private sealed class BitWriter(int expected)
    {
        private readonly List<byte> _bytes = new(expected);
        private ulong _bits;
        private int _held;

        public void Write(uint value, int count)
        {
            _bits = (_bits << count) | value;
            _held += count;
            while (_held >= 8)
            {
                _held -= 8;
                _bytes.Add((byte)(_bits >> _held));
            }
        }

        public byte[] End()
        {
            if (_held > 0)
            {
                _bytes.Add((byte)(_bits << (8 - _held)));
            }

            return [.. _bytes];
        }
    }
}
