using VescUartBoot.Simulator.Firmware;

namespace VescUartBoot.Benchmarks;

/// <summary>What is packed in measurements: 512 KiB each, like a firmware, and such as hurt packers.</summary>
internal static class PackingInputs
{
    private const int Length = 512 * 1024;

    public static IReadOnlyDictionary<string, Func<byte[]>> All { get; } = new Dictionary<string, Func<byte[]>>(StringComparer.Ordinal)
    {
        ["like firmware"] = LikeFirmware,
        ["of a simulated board"] = static () => SimulatedImage.Firmware("7.00", "60_MK6"),
        ["zeros"] = static () => Make(static _ => 0),
        ["pairs"] = static () => Make(static i => i & 1),
        ["runs of 31 and a change"] = static () => Make(static i => i % 32 == 31 ? i >> 5 : 'a'),
        ["one run and a change"] = static () => Make(static i => i == Length - 1 ? 'b' : 'a'),
        ["counted words"] = static () => Make(static i => (i >> 2) >> (8 * (i & 3))),
        ["noise"] = () => Noise(256),
        ["noise of two values"] = () => Noise(2),
        ["noise between equal threes"] = () => Between(Noise(256), "abc"u8),
    };

    // Instructions of two bytes: few are frequent, and many stretches occur again with a byte or two changed.
    private static byte[] LikeFirmware()
    {
        Random random = new(1);
        byte[] words = new byte[2 * 2048];
        random.NextBytes(words);
        byte[] image = new byte[Length];
        for (int at = 0; at < image.Length;)
        {
            int count = Math.Min(2 * random.Next(1, 24), image.Length - at);
            if (at > 4096 && random.Next(3) == 0)
            {
                image.AsSpan(at - (2 * random.Next(32, Math.Min(at / 2, 5000))), count).CopyTo(image.AsSpan(at));
            }
            else
            {
                for (int i = 0; i < count; i += 2)
                {
                    words.AsSpan(2 * (int)(2048 * Math.Pow(random.NextDouble(), 3)), 2).CopyTo(image.AsSpan(at + i));
                }
            }

            at += count;
        }

        image.AsSpan(0x4000, 0x8000).Clear();
        image.AsSpan(Length - 0x6000).Clear();
        return image;
    }

    private static byte[] Make(Func<int, int> value)
    {
        byte[] image = new byte[Length];
        for (int i = 0; i < image.Length; i++)
        {
            image[i] = (byte)value(i);
        }

        return image;
    }

    private static byte[] Noise(int values)
    {
        Random random = new(2);
        return Make(_ => random.Next(values));
    }

    private static byte[] Between(byte[] noise, ReadOnlySpan<byte> equal)
    {
        for (int at = 0; at < noise.Length; at += equal.Length + 1)
        {
            equal.CopyTo(noise.AsSpan(at));
        }

        return noise;
    }
}
