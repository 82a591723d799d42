namespace VescUartBoot.Tests.Fuzz;

/// <summary>Changes a good input into a bad one, by seed: the same one every time.</summary>
internal static class Mutation
{
    private static readonly byte[] _telling = [0, 1, 2, 3, 0x7F, 0x80, 0xCC, 0xFE, 0xFF, (byte)'\n', (byte)':', (byte)'"', (byte)'{',
        (byte)'9', (byte)'-'];

    /// <summary>So many inputs made from each of <paramref name="corpus"/>, the unchanged one first.</summary>
    public static IEnumerable<(string Name, byte[] Input)> Of(IEnumerable<(string Name, byte[] Input)> corpus, int each,
        int atMost = int.MaxValue)
    {
        int number = 0;
        each = Depth.Of(sample: each / 5, all: each);
        foreach (var (name, input) in corpus)
        {
            yield return (name, input);
            for (int seed = 1; seed <= each; seed++)
            {
                byte[] changed = Change(input, new Random((++number * 7919) + seed));
                yield return ($"{name}, seed {seed}", changed[..Math.Min(changed.Length, atMost)]);
            }
        }
    }

    private static byte[] Change(byte[] input, Random random)
    {
        var bytes = input.ToList();
        for (int i = 1 + random.Next(4); i > 0; i--)
        {
            int at = random.Next(bytes.Count + 1);
            int count = Math.Min(1 << random.Next(8), bytes.Count - at);
            switch (random.Next(7))
            {
                case 0 when at < bytes.Count:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1 when at < bytes.Count:
                    bytes[at] = _telling[random.Next(_telling.Length)];
                    break;
                case 2:
                    bytes.RemoveRange(at, count);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, count));
                    break;
                case 4:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 5:
                    bytes.InsertRange(at, Enumerable.Repeat(_telling[random.Next(_telling.Length)], 1 + random.Next(600)));
                    break;
                default:
                    byte[] noise = new byte[1 + random.Next(8)];
                    random.NextBytes(noise);
                    bytes.InsertRange(at, noise);
                    break;
            }
        }

        return [.. bytes];
    }
}
