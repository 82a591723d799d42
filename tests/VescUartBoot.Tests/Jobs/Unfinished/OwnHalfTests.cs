using VescUartBoot.Jobs;

namespace VescUartBoot.Tests.Jobs.Unfinished;

/// <summary>A sector holds our own half only if every bit in it may be ours.</summary>
public sealed class OwnHalfTests
{
    private static readonly byte[] _content = [0x12, 0x34, 0x56];

    [Theory]
    [InlineData("FFFFFFFFFF", OwnWork.None)]
    [InlineData("123456FFFF", OwnWork.Whole)]
    [InlineData("1234FFFFFF", OwnWork.Half)]
    [InlineData("FFFF56FFFF", OwnWork.Half)]
    [InlineData("1374FEFFFF", OwnWork.Half)]
    [InlineData("123456FFFE", OwnWork.None)]
    [InlineData("123454FFFF", OwnWork.None)]
    [InlineData("023456FFFF", OwnWork.None)]
    [InlineData("1234FFFE", OwnWork.None)]
    [InlineData("123456", OwnWork.Whole)]
    [InlineData("1234", OwnWork.None)]
    public void A_sector_is_compared_bit_by_bit_with_what_was_being_written(string sector, OwnWork expected) =>
        Assert.Equal(expected, OwnHalf.Compare(Convert.FromHexString(sector), _content, before: [], beforeIsOurs: false));
}
