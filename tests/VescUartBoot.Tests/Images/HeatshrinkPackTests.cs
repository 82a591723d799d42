using FsCheck;
using FsCheck.Fluent;
using VescUartBoot.Images.Compression;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Images;

public sealed class HeatshrinkPackTests
{
    private const int Window = 8192;
    private const int LongestCopy = 32;

    // Few values and repeated parts, or there is nothing to copy.
    private static readonly Gen<byte[]> _repetitive =
        from values in Gen.Elements(1, 2, 3, 4, 256)
        from parts in Part(values).ListOf(8)
        from order in Gen.Choose(0, 7).ListOf(24)
        select order.SelectMany(i => parts[i]).ToArray();

    // What the reference encoder makes of the same bytes.
    [Theory]
    [InlineData("61616161616161616161", "b0800080")]
    [InlineData("61626361626361626361626358595a616263", "b0d8ac600122b159ad000a20")]
    [InlineData("41", "a080")]
    [InlineData("", "")]
    public void Where_there_is_one_best_stream_it_is_that_of_the_reference_encoder(string plain, string packed) =>
        Assert.Equal(packed, Convert.ToHexString(Heatshrink.Pack(Convert.FromHexString(plain))), ignoreCase: true);

    [Fact]
    public void A_longer_vector_packs_no_worse_than_with_the_reference_encoder()
    {
        byte[] run = [.. Enumerable.Range(0, 40).Select(i => (byte)i)];
        Assert.InRange(PackedLength([.. run, .. run, .. Enumerable.Repeat((byte)0xFF, 70)]), 1, 58);
    }

    [Fact]
    public void Any_bytes_come_out_again() =>
        Check.QuickThrowOnFailure(Prop.ForAll<byte[]>(plain => PackedLength(plain) <= ((9 * plain.Length) + 7) / 8));

    [Fact]
    public void No_stream_is_shorter() =>
        Check.QuickThrowOnFailure(Prop.ForAll(_repetitive.ToArbitrary(), plain => PackedLength(plain) == FewestBytes(plain)));

    [Theory]
    [InlineData(1, MatchFinder.BlockLength - LongestCopy + 1)]
    [InlineData(2, MatchFinder.BlockLength - 1)]
    [InlineData(3, MatchFinder.BlockLength)]
    public void No_stream_is_shorter_over_the_edges_of_window_and_blocks(int seed, int place)
    {
        byte[] plain = SyntheticImages.Noise(26_000, (uint)seed);
        var random = new Random(seed);
        for (int i = 0; i < 300; i++)
        {
            int length = random.Next(2, 70);
            int source = random.Next(plain.Length - Window - 100);
            plain.AsSpan(source, length).CopyTo(plain.AsSpan(source + Window + random.Next(-40, 40)));
        }

        plain.AsSpan(place - Window, LongestCopy).CopyTo(plain.AsSpan(place));
        Assert.Equal(FewestBytes(plain), PackedLength(plain));
    }

    [Fact]
    public void A_copy_reaches_back_over_the_whole_window_and_no_further()
    {
        const int copies = 2000;
        byte[] first = SyntheticImages.Noise(Window, 1);
        int more = PackedLength(Repeated(first, Window + (copies * LongestCopy))) - PackedLength(first);
        Assert.InRange(more, 19 * copies / 8, (19 * copies / 8) + 1);

        byte[] longer = SyntheticImages.Noise(Window + 1, 1);
        Assert.InRange(PackedLength(Repeated(longer, 8 * longer.Length)), 8 * longer.Length, 9 * longer.Length);
    }

    [Theory]
    [InlineData(1, "8000")]
    [InlineData(2, "804000")]
    [InlineData(3, "80402000")]
    [InlineData(4, "80000020")]
    [InlineData(10, "80000080")]
    [InlineData(33, "800001f0")]
    public void A_run_is_a_literal_and_a_copy_of_itself_never_of_what_stood_before_the_first_byte(int length, string packed) =>
        Assert.Equal(packed, Convert.ToHexString(Heatshrink.Pack(new byte[length])), ignoreCase: true);

    [Fact]
    public void A_long_run_takes_19_bits_for_32_bytes() =>
        Assert.Equal((9 + (19 * 16384) + 7) / 8, PackedLength(Repeated([0xFF], 1 + (32 * 16384))));

    [Fact]
    public void An_image_packs_better_than_with_the_quick_packer_of_simulated_boards()
    {
        byte[] plain = SimulatedImage.Firmware("7.00", "60_MK6");
        Assert.InRange(PackedLength(plain), 1, HeatshrinkPacker.Pack(plain).Length);
    }

    private static byte[] Repeated(byte[] part, int length) => [.. Enumerable.Range(0, length).Select(i => part[i % part.Length])];

    private static Gen<byte[]> Part(int values) =>
        from length in Gen.Choose(0, 40)
        from bytes in Gen.Choose(0, values - 1).Select(b => (byte)b).ArrayOf(length)
        select bytes;

    /// <summary>Packs, and proves that both our unpacker and that of the simulated bootloader give the same bytes again.</summary>
    private static int PackedLength(byte[] plain)
    {
        byte[] packed = Heatshrink.Pack(plain);
        Assert.Equal(plain, Heatshrink.Unpack(packed, plain.Length));
        Assert.Equal(plain, HeatshrinkUnpacker.Unpack(packed));
        return packed.Length;
    }

    /// <summary>The length of the shortest stream, by trying every copy of every length at every place.</summary>
    private static int FewestBytes(byte[] plain)
    {
        int[] bits = new int[plain.Length + 1];
        Array.Fill(bits, int.MaxValue);
        bits[0] = 0;
        for (int at = 0; at < plain.Length; at++)
        {
            bits[at + 1] = Math.Min(bits[at + 1], bits[at] + 9);
            for (int source = Math.Max(0, at - Window); source < at; source++)
            {
                for (int i = 0; i < LongestCopy && at + i < plain.Length && plain[source + i] == plain[at + i]; i++)
                {
                    bits[at + i + 1] = Math.Min(bits[at + i + 1], bits[at] + 19);
                }
            }
        }

        return (bits[^1] + 7) / 8;
    }
}
