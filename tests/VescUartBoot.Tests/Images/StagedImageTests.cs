using VescUartBoot.Images;
using VescUartBoot.Images.Compression;
using VescUartBoot.Images.Formats;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Images;

public sealed class StagedImageTests
{
    private const int MostPlain = 393208;
    private const int MostUnpacked = 524280;

    [Fact]
    public void A_plain_image_stands_behind_its_length_and_checksum()
    {
        byte[] image = SyntheticImages.Noise(5000, 1);
        Assert.Equal(Wrapped.InStagedHeader(image), StagedImage.Plain(image).Bytes.ToArray());
    }

    [Fact]
    public void A_packed_image_stands_behind_the_mark_and_the_length_and_checksum_of_the_packed_bytes()
    {
        byte[] image = new byte[320];
        byte[] packed = Heatshrink.Pack(image);
        Assert.Equal(Wrapped.InStagedHeader(packed, compressed: true), StagedImage.Packed(image).Bytes.ToArray());
    }

    [Fact]
    public void The_longest_image_fits_plain_and_one_byte_more_is_refused()
    {
        Assert.Equal(393214, StagedImage.Plain(SyntheticImages.Noise(MostPlain, 2)).Bytes.Length);
        var e = Assert.Throws<ImageRejectedException>(() => StagedImage.Plain(SyntheticImages.Noise(MostPlain + 1, 2)));
        Assert.Equal("imageTooLong", e.Code);
        Assert.Equal("the image has 393209 bytes, and staging holds 393208", e.Message);
    }

    [Fact]
    public void What_does_not_pack_well_enough_for_staging_is_refused()
    {
        var e = Assert.Throws<ImageRejectedException>(() => StagedImage.Packed(SyntheticImages.Noise(MostPlain, 3)));
        Assert.Equal("imageTooLong", e.Code);
        Assert.StartsWith("the image still has ", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(349518, 393208)] // 9 bits a byte
    [InlineData(349519, 393209)]
    public void Packed_the_limit_is_that_of_the_packed_bytes(int length, int packedLength)
    {
        byte[] image = SyntheticImages.Noise(length, 4);
        byte[] literals = AsLiterals(image);
        Assert.Equal(packedLength, literals.Length);
        if (packedLength <= MostPlain)
        {
            Assert.Equal(packedLength, StagedImage.Packed(image, literals).Header.Length);
        }
        else
        {
            Assert.Throws<ImageRejectedException>(() => StagedImage.Packed(image, literals));
        }
    }

    [Fact]
    public void What_would_be_unpacked_over_its_own_packed_bytes_is_refused()
    {
        Assert.Equal(MostUnpacked, Heatshrink.Unpack(StagedImage.Packed(new byte[MostUnpacked]).Bytes.Span[6..], MostUnpacked)!.Length);
        Assert.Equal("imageTooLong", Assert.Throws<ImageRejectedException>(() => StagedImage.Packed(new byte[MostUnpacked + 1])).Code);
    }

    [Theory]
    [InlineData("b0800080")] // ten times 'a', not nine
    [InlineData("b0800060")] // eight
    [InlineData("b1000070")] // nine times 'b'
    [InlineData("")]
    public void A_fault_of_our_packer_is_found_before_anything_is_sent(string packed) =>
        Assert.Throws<InvalidOperationException>(() => StagedImage.Packed("aaaaaaaaa"u8, Convert.FromHexString(packed)));

    [Fact]
    public void No_image_is_no_staged_image()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => StagedImage.Plain([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => StagedImage.Packed([]));
    }

    [Fact]
    public void A_file_of_it_is_read_as_the_image()
    {
        byte[] image = SimulatedImage.Firmware("7.00", "60_MK6");
        var staged = StagedImage.Packed(image);
        var file = ImageFile.Parse("x", staged.Bytes.ToArray());
        Assert.Equal(ImageFormat.StagedCompressed, file.Format);
        Assert.Equal(image, file.Content.ToArray());
    }

    [Fact]
    public void The_simulated_bootloader_takes_both()
    {
        AssertRuns("7.00", StagedImage.Packed(SimulatedImage.Firmware("7.00", "60_MK6")));
        AssertRuns("5.03", StagedImage.Plain(SimulatedImage.Firmware("5.03", "60_MK6")));
    }

    private static void AssertRuns(string firmware, StagedImage staged)
    {
        var options = new SimulatedBoardOptions { Firmware = "6.05", Bootloader = SimulatedImage.Bootloader(), Staging = staged.Bytes };
        Bench.On(options, async (client, bench) =>
        {
            await client.Send(1);
            await RawClient.OpenWhenBack(bench.Source, bench.Clock);
            Assert.Equal(firmware, bench.Board.Identity!.Firmware.Name);
        });
    }

    /// <summary>A stream of literals alone: the longest that says these bytes.</summary>
    private static byte[] AsLiterals(byte[] image)
    {
        byte[] stream = new byte[((9 * image.Length) + 7) / 8];
        for (int i = 0; i < image.Length; i++)
        {
            int value = (0x100 | image[i]) << (7 - (9 * i % 8));
            stream[9 * i / 8] |= (byte)(value >> 8);
            stream[(9 * i / 8) + 1] |= (byte)value;
        }

        return stream;
    }
}
