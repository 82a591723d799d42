using FsCheck;
using FsCheck.Fluent;
using VescUartBoot.Chip;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Framing;

public sealed class Crc16Tests
{
    [Fact]
    public void The_check_value_is_that_of_xmodem() => Assert.Equal(0x31C3, Crc16.Compute("123456789"u8));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(511)]
    [InlineData(512)]
    public void Zeros_alone_have_crc_0(int length) => Assert.Equal(0, Crc16.Compute(new byte[length]));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Leading_zeros_do_not_change_it(int count) =>
        Assert.Equal(0x31C3, Crc16.Compute([.. new byte[count], .. "123456789"u8]));

    [Fact]
    public void Zeros_behind_do_change_it() => Assert.NotEqual(0x31C3, Crc16.Compute("123456789\0"u8));

    [Fact]
    public void Any_bytes_give_what_the_long_division_gives() =>
        Check.QuickThrowOnFailure(Prop.ForAll<byte[]>(bytes => Crc16.Compute(bytes) == LongDivision.Remainder(bytes)));

    [Fact]
    public void It_can_go_on_where_it_stopped_anywhere() =>
        Check.QuickThrowOnFailure(Prop.ForAll<byte[], byte[]>((head, tail) =>
            Crc16.Compute(tail, Crc16.Compute(head)) == Crc16.Compute([.. head, .. tail])));
}
