using VescUartBoot.Chip;
using VescUartBoot.Framing;
using VescUartBoot.Messages;

namespace VescUartBoot.Tests.Messages;

/// <summary>The device checks nothing, so what would harm it cannot even be expressed.</summary>
public sealed class ImpossibleValuesTests
{
    [Theory]
    [InlineData(-1, 1)] // in front of the area
    [InlineData(0x20000, 1)] // behind it
    [InlineData(0x1FFFF, 2)] // across its end
    [InlineData(0x20000 - 383, 384)]
    [InlineData(int.MaxValue, 384)] // would wrap into the running application
    [InlineData(int.MinValue, 384)]
    [InlineData(0, 0)] // no data: that is a rehearsal
    [InlineData(0, 508)] // would not fit a frame
    [InlineData(0, 0x20001)]
    public void A_write_outside_its_area_or_its_length(int offset, int length) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => WriteNewAppDataRequest.Program(WriteArea.Bootloader, offset, new byte[length]));

    [Fact]
    public void Areas_are_given_and_not_made()
    {
        Assert.Empty(typeof(WriteArea).GetConstructors());
        Assert.Empty(typeof(WriteNewAppDataRequest).GetConstructors());
        Assert.Equal((0x60000, 0x20000), (WriteArea.Bootloader.Start, WriteArea.Bootloader.Length));
    }

    [Fact]
    public void A_write_that_nobody_filled_in_still_carries_an_offset_and_no_data() =>
        Assert.Equal("0300000000", GoldenRequestTests.PayloadOf(default(WriteNewAppDataRequest)));

    [Theory]
    [InlineData(0)]
    [InlineData(503)]
    [InlineData(131072)]
    public void A_read_outside_1_to_502_bytes(int length)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReadCodeRequest(CodeStore.Qml, 0, new byte[length]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReadCodeRequest(CodeStore.Lisp, 0, new byte[length]));
    }

    [Theory]
    [InlineData(1, "820000000100000000")]
    [InlineData(502, "82000001F600000000")]
    public void The_shortest_and_the_longest_read_can_be_built(int length, string payload) =>
        Assert.Equal(payload, GoldenRequestTests.PayloadOf(new ReadCodeRequest(CodeStore.Lisp, 0, new byte[length])));

    [Fact]
    public void A_read_that_nobody_filled_in_asks_for_one_byte_and_keeps_nothing()
    {
        var request = default(ReadCodeRequest);
        Assert.Equal("760000000100000000", GoldenRequestTests.PayloadOf(request));
        Assert.True(request.TryReadReply([0x76, 0, 0, 0, 9, 0, 0, 0, 0, 0xAB], out var reply));
        Assert.Equal(new ReadCodeReply(9, 1), reply);
    }

    [Theory]
    [InlineData(0x07FFFFFFu)]
    [InlineData(0x08100000u)]
    [InlineData(0x000E0000u)]
    [InlineData(0x1FFF7A10u)]
    [InlineData(0u)]
    [InlineData(uint.MaxValue)]
    public void An_address_outside_flash(uint address) => Assert.Throws<ArgumentOutOfRangeException>(() => FlashAddress.At(address));

    [Theory]
    [InlineData(-1)]
    [InlineData(0x100000)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    public void A_step_out_of_flash(int bytes) => Assert.Throws<ArgumentOutOfRangeException>(() => FlashAddress.At(0x08000000).Plus(bytes));

    [Theory]
    [InlineData(0x08000000u, 0)]
    [InlineData(0x08000000u, -1)]
    [InlineData(0x08000000u, 0x100001)]
    [InlineData(0x080FFFFFu, 2)]
    public void A_range_that_is_empty_or_leaves_flash(uint start, int length) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => FlashRange.From(FlashAddress.At(start), length));

    [Fact]
    public void An_address_that_nobody_filled_in_is_the_start_of_flash() => Assert.Equal(0x08000000u, default(FlashAddress).Value);

    [Fact]
    public void The_broadcast_to_all_boards() =>
        Assert.Contains("255 is every board on the bus", Assert.Throws<ArgumentOutOfRangeException>(
            () => new ForwardCanRequest<EraseBootloaderRequest, FlashReply>(255, new EraseBootloaderRequest())).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_forwarded_request_that_would_not_fit_a_frame()
    {
        var write = WriteNewAppDataRequest.Program(WriteArea.Bootloader, 0, new byte[WriteNewAppDataRequest.MaxData]);
        var forwarded = new ForwardCanRequest<WriteNewAppDataRequest, FlashReply>(1, write);
        Assert.Throws<ArgumentException>(() => forwarded.WritePayload(new byte[Frame.MaxPayload]));
    }

    [Fact]
    public void The_empty_qml_writes_8_zeros_at_offset_0_and_nothing_else() =>
        Assert.Equal("79" + "00000000" + "0000000000000000", GoldenRequestTests.PayloadOf(WriteCodeRequest.Empty(CodeStore.Qml)));
}
