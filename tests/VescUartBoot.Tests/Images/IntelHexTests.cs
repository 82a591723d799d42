using System.Text;
using VescUartBoot.Images;
using VescUartBoot.Images.Formats;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Images;

public sealed class IntelHexTests
{
    private const string End = ":00000001FF\n";

    [Fact]
    public void A_bootloader_in_hex_is_the_bootloader()
    {
        byte[] content = SyntheticImages.Bootloader(length: 0x11003);
        var file = ImageFile.Parse("x.hex", Wrapped.InHex(content));
        Assert.Equal((ImageFormat.IntelHex, SyntheticImages.Sector), (file.Format, file.Address!.Value));
        Assert.Equal(content, file.Content.ToArray());
        Assert.Equal(content, BootloaderImage.Parse("x.hex", Wrapped.InHex(content)).Content.ToArray());
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(0x08000000u)]
    [InlineData(0xFFFF0000u)]
    public void The_base_may_be_any(uint address)
    {
        byte[] content = SyntheticImages.Bootloader();
        Assert.Equal(content, BootloaderImage.Parse("x.hex", Wrapped.InHex(content, address)).Content.ToArray());
    }

    // Lines made with srec_cat's rules by hand: type, base, data.
    [Theory]
    [InlineData(":0300300002337A1E\n" + End, 0x30u, "02337A")]
    [InlineData(":020000021200EA\n:0100300002CD\n" + End, 0x12030u, "02")]
    [InlineData(":02000002F0000C\n:04FFFE0001020304F5\n" + End, 0xF0000u, "0304")] // turns over inside its segment
    [InlineData(":0400000300003800C1\n:01000000AA55\n" + End, 0u, "AA")]
    [InlineData(":04000005080E02C11E\n:01000000AA55\n" + End, 0u, "AA")]
    [InlineData(":020000040800F2\n:0100000001FE\n:0100040002F9\n" + End, 0x08000000u, "01FFFFFF02")]
    [InlineData(":0100040002F9\n:0100000001FE\n" + End, 0u, "01FFFFFF02")]
    [InlineData("\uFEFF\r\n  :0100000001FE  \r\r\n:00000001ff\r\n\r\n", 0u, "01")]
    public void Every_type_of_record_is_read(string text, uint address, string begin)
    {
        var file = ImageFile.Parse("x.hex", Encoding.UTF8.GetBytes(text));
        Assert.Null(file.Problem);
        Assert.Equal(address, file.Address);
        Assert.StartsWith(begin, Convert.ToHexString(file.Content.Span));
    }

    [Theory]
    [InlineData(":0100000001FF\n" + End, "line 1: its checksum is FF, the sum of its bytes asks for FE")]
    [InlineData(":0100000001FE\r\n:0100010001FE\r\n" + End, "line 2: its checksum is FE, the sum of its bytes asks for FD")]
    [InlineData(":0100000001FE\n\n:01000100G1FD\n" + End, "line 3: 'G1' is not a hexadecimal number")]
    [InlineData(":0100000001FE\n01000100 01FD\n" + End, "line 2: it does not begin with a colon: '01000100?01FD'")]
    [InlineData(":0200000001FD\n" + End, "line 1: it promises 2 bytes of data and has 1")]
    [InlineData(":01000000\n" + End, "line 1: 8 digits are not a complete record")]
    [InlineData(":0100000001F\n" + End, "line 1: 11 digits are not a complete record")]
    [InlineData(":0100000601F8\n" + End, "line 1: 06 is not a record type")]
    [InlineData(":0100000401FA\n" + End, "line 1: a record of type 04 with 1 bytes of data")]
    [InlineData(":0100000001FE\n", "line 2: it ends without its end record, so its end is missing")]
    [InlineData(":0100000001FE\n" + End + ":0100000001FE\n", "line 3: there is data after the end record")]
    [InlineData(":0200000001 02FB\n" + End, "line 1: 15 digits are not a complete record")]
    [InlineData(":0200000001FC01\n:0100010003FB\n" + End, "line 2: bytes at 0x00000001 are there twice")]
    [InlineData(":0100000001FE\n:020000041FFFDC\n:01C0000055EA\n" + End,
        "it reaches from 0x00000000 (line 1) to 0x1FFFC000 (line 3): more than the whole flash of the chip (1 MiB)")]
    [InlineData(":02000004FFFFFC\n:02FFFF00010201FB\n" + End, "line 2: it promises 2 bytes of data and has 3")]
    [InlineData(":02000004FFFFFC\n:02FFFF000102FD\n" + End, "line 2: its data reaches beyond the last address")]
    [InlineData(End, "it holds no data")]
    public void Each_error_names_its_line(string text, string problem)
    {
        var file = ImageFile.Parse("x.hex", Encoding.UTF8.GetBytes(text));
        Assert.Equal($"an Intel HEX file with an error: {problem}", file.Problem);
        Assert.True(file.Content.IsEmpty);
    }

    [Fact]
    public void A_file_that_repeats_itself_takes_no_more_than_the_flash_is_long()
    {
        string line = Wrapped.Line(0, 0, new byte[255]);
        var file = ImageFile.Parse("x.hex", Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(line, 5000))));
        Assert.Equal("an Intel HEX file with an error: line 4113: it holds more than the whole flash of the chip (1 MiB)", file.Problem);
    }
}
