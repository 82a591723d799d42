using VescUartBoot.Images.Compression;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Images;

public sealed class HeatshrinkTests
{
    private const string CountedTwice = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2021222324252627";

    // Made by the reference encoder.
    [Theory]
    [InlineData("b0800080", "61616161616161616161")]
    [InlineData("b0d8ac600122b159ad000a20", "61626361626361626361626358595a616263")]
    [InlineData("a080", "41")]
    [InlineData("", "")]
    public void What_the_reference_encoder_packed_comes_out_again(string packed, string plain) =>
        Assert.Equal(plain, Unpack(Convert.FromHexString(packed)), ignoreCase: true);

    [Fact]
    public void A_long_vector_of_the_reference_encoder_comes_out_again() => Assert.Equal(
        CountedTwice + CountedTwice + string.Concat(Enumerable.Repeat("ff", 70)),
        Unpack(
            Convert.FromHexString(
                "804060503824160d0784426150b864361d0f8844625138a4562d178c466351b8e4763d1f904864523924964d27009fe0139ffe0007c000f80004")),
        ignoreCase: true);

    [Fact]
    public void Before_the_first_byte_the_window_holds_zeros() => Assert.Equal("0000", Unpack([0x00, 0x00, 0x20]));

    [Fact]
    public void It_unpacks_an_image_like_the_simulated_bootloader_does()
    {
        byte[] plain = SimulatedImage.Firmware("6.05", "60_MK6");
        byte[] staged = SimulatedImage.Staged(plain, packed: true);
        Assert.Equal(plain, Heatshrink.Unpack(staged.AsSpan(6), plain.Length));
    }

    [Fact]
    public void No_more_comes_out_than_is_allowed()
    {
        byte[] packed = Wrapped.Bomb(1000);
        Assert.Equal(32000, Heatshrink.Unpack(packed, 32000)!.Length);
        Assert.Null(Heatshrink.Unpack(packed, 31999));
    }

    [Fact]
    public void Any_bytes_unpack_to_an_end_within_the_limit()
    {
        for (uint seed = 1; seed < 200; seed++)
        {
            Assert.InRange(Heatshrink.Unpack(SyntheticImages.Noise(5000, seed), 4 << 20)!.Length, 1, 4 << 20);
        }
    }

    private static string Unpack(byte[] packed) => Convert.ToHexString(Heatshrink.Unpack(packed, 1 << 20)!);
}
