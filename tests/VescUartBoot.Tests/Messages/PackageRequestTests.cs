using VescUartBoot.Messages;

namespace VescUartBoot.Tests.Messages;

/// <summary>The questions for a package's configuration and for the text that describes it.</summary>
public sealed class PackageRequestTests
{
    [Fact]
    public void The_configuration_of_index_0()
    {
        var request = new GetPackageConfigurationRequest();

        Assert.Equal("5D00", GoldenRequestTests.PayloadOf(request));
        Assert.True(request.TryReadReply([93, 0, 1, 2, 3, 4, 5], out byte[] reply));
        Assert.Equal([1, 2, 3, 4, 5], reply);
        Assert.False(request.TryReadReply([93, 1, 1, 2, 3, 4, 5], out _));
        Assert.False(request.TryReadReply([93, 0, 1, 2, 3, 4], out _));
        Assert.False(request.TryReadReply([92, 0, 1, 2, 3, 4, 5], out _));
    }

    [Fact]
    public void A_configuration_takes_the_place_of_one_of_its_own_layout_only()
    {
        var request = SetPackageConfigurationRequest.InPlaceOf(new byte[] { 1, 2, 3, 4, 5 }, new byte[] { 1, 2, 3, 4, 6 });

        Assert.Equal("5F000102030406", GoldenRequestTests.PayloadOf(request));
        Assert.True(request.TryReadReply([95], out _));
        Assert.False(request.TryReadReply([93], out _));
        Assert.False(request.TryReadReply([], out _));
        foreach (byte[] present in (byte[][])[[1, 2, 3, 9, 5], [1, 2, 3, 4], []])
        {
            Assert.Throws<ArgumentException>(() => SetPackageConfigurationRequest.InPlaceOf(present, new byte[] { 1, 2, 3, 4, 6 }));
        }

        Assert.Throws<ArgumentException>(() => SetPackageConfigurationRequest.InPlaceOf(new byte[4], new byte[4]));
    }

    [Fact]
    public void A_piece_of_its_text()
    {
        var request = new GetPackageLayoutRequest(400, 2);

        Assert.Equal("5C000000000200000190", GoldenRequestTests.PayloadOf(request));
        Assert.True(request.TryReadReply([92, 0, 0, 0, 2, 0, 0, 0, 1, 0x90, 7, 8], out var piece));
        Assert.Equal(512, piece.Total);
        Assert.Equal([7, 8], piece.Bytes);
        Assert.False(request.TryReadReply([92, 0, 0, 0, 2, 0, 0, 0, 1, 0x90, 7], out _));
        Assert.False(request.TryReadReply([92, 0, 0, 0, 2, 0, 0, 0, 1, 0x91, 7, 8], out _));
        Assert.False(request.TryReadReply([92, 1, 0, 0, 2, 0, 0, 0, 1, 0x90, 7, 8], out _));
        Assert.False(request.TryReadReply([93, 0, 0, 0, 2, 0, 0, 0, 1, 0x90, 7, 8], out _));
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 0)]
    [InlineData(0, 401)]
    public void No_read_can_be_built_that_the_firmware_does_not_check(int offset, int length) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new GetPackageLayoutRequest(offset, length));
}
