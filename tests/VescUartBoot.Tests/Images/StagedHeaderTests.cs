using VescUartBoot.Images;

namespace VescUartBoot.Tests.Images;

public sealed class StagedHeaderTests
{
    [Theory]
    [InlineData("0005FFF8ABCD", 393208, 0xABCD, false)]
    [InlineData("000000011021", 1, 0x1021, false)]
    [InlineData("CC0555F90001", 349689, 1, true)]
    [InlineData("CC05FFF80000FF", 393208, 0, true)]
    public void A_header_that_a_bootloader_would_take_is_read(string bytes, int length, int crc, bool compressed)
    {
        Assert.True(StagedHeader.TryRead(Convert.FromHexString(bytes), out var header));
        Assert.Equal(new StagedHeader(length, (ushort)crc, compressed), header);
    }

    [Theory]
    [InlineData("FFFFFFFFFFFF")] // blank
    [InlineData("000000000000")] // made harmless
    [InlineData("CC0000000000")]
    [InlineData("0005FFF9ABCD")] // longer than staging
    [InlineData("CC05FFF9ABCD")]
    [InlineData("CD000100ABCD")]
    [InlineData("00010000AB")] // cut
    [InlineData("")]
    public void Anything_else_is_no_header(string bytes) => Assert.False(StagedHeader.TryRead(Convert.FromHexString(bytes), out _));

    [Theory]
    [InlineData("0005FFF8ABCD", 393208, 0xABCD, false)]
    [InlineData("CC0555F90001", 349689, 1, true)]
    public void A_header_is_written_as_it_is_read(string bytes, int length, int crc, bool compressed)
    {
        byte[] written = new byte[StagedHeader.HeaderLength];
        new StagedHeader(length, (ushort)crc, compressed).Write(written);
        Assert.Equal(bytes, Convert.ToHexString(written));
    }
}
