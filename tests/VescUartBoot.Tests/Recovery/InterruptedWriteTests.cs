using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Tests.Recovery;

/// <summary>A sector holds our own half only if every bit in it may be ours.</summary>
public sealed class InterruptedWriteTests
{
    private static readonly byte[] _content = [0x12, 0x34, 0x56];

    [Theory]
    [InlineData("FFFFFFFFFF", InterruptedWriteState.None)]
    [InlineData("123456FFFF", InterruptedWriteState.Whole)]
    [InlineData("1234FFFFFF", InterruptedWriteState.Half)]
    [InlineData("FFFF56FFFF", InterruptedWriteState.Half)]
    [InlineData("1374FEFFFF", InterruptedWriteState.Half)]
    [InlineData("123456FFFE", InterruptedWriteState.None)]
    [InlineData("123454FFFF", InterruptedWriteState.None)]
    [InlineData("023456FFFF", InterruptedWriteState.None)]
    [InlineData("1234FFFE", InterruptedWriteState.None)]
    [InlineData("123456", InterruptedWriteState.Whole)]
    [InlineData("1234", InterruptedWriteState.None)]
    public void A_sector_is_compared_bit_by_bit_with_what_was_being_written(string sector, object expected) =>
        Assert.Equal(expected, InterruptedWrite.Compare(Convert.FromHexString(sector), _content, before: [], beforeIsOurs: false));
}
