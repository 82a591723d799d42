using VescUartBoot.Chip;
using VescUartBoot.Messages;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Messages;

/// <summary>Which payloads answer which request, and what is read from them.</summary>
public sealed class ReplyTests
{
    private static readonly byte[] _data = new byte[384];
    private static readonly WriteNewAppDataRequest _write = WriteNewAppDataRequest.Program(WriteArea.Bootloader, 0, _data);

    [Fact]
    public void A_write_is_answered_with_its_offset()
    {
        byte[] reply = Fixtures.PayloadOf(Fixtures.Golden("WRITE reply ok +ofs"));
        Assert.True(_write.TryReadReply(reply, out var done));
        Assert.True(done.Done);
        Assert.True(WriteNewAppDataRequest.Rehearse(WriteArea.Bootloader).TryReadReply(reply, out _));
    }

    [Fact]
    public void The_late_answer_to_another_chunk_is_not_taken() =>
        Assert.False(WriteNewAppDataRequest.Program(WriteArea.Bootloader, 384, _data)
            .TryReadReply(Fixtures.PayloadOf(Fixtures.Golden("WRITE reply ok +ofs")), out _));

    [Fact]
    public void A_write_on_old_firmware_is_answered_without_an_offset()
    {
        Assert.True(_write.TryReadReply(Fixtures.PayloadOf(Fixtures.Golden("WRITE reply ok old")), out var reply));
        Assert.True(reply.Done);
    }

    [Theory]
    [InlineData("0300")]
    [InlineData("030000060000")]
    public void A_refused_write_is_an_answer(string payload)
    {
        Assert.True(_write.TryReadReply(Convert.FromHexString(payload), out var reply));
        Assert.False(reply.Done);
    }

    [Fact]
    public void An_erase_is_answered_with_done_or_refused()
    {
        Assert.True(new EraseBootloaderRequest().TryReadReply(Fixtures.PayloadOf(Fixtures.Golden("ERASE_BOOTLOADER ok")), out var done));
        Assert.True(done.Done);
        Assert.True(new EraseBootloaderRequest().TryReadReply([73, 0], out var refused));
        Assert.False(refused.Done);
    }

    [Theory]
    [InlineData("7801", true)]
    [InlineData("7800", false)]
    public void An_erase_of_the_qml_is_answered(string payload, bool done)
    {
        Assert.True(new EraseCodeRequest(CodeStore.Qml).TryReadReply(Convert.FromHexString(payload), out var reply));
        Assert.Equal(done, reply.Done);
    }

    [Theory]
    [InlineData("790100000000", true)]
    [InlineData("790000000000", false)]
    [InlineData("7901", true)]
    public void The_empty_qml_is_answered(string payload, bool done)
    {
        Assert.True(WriteCodeRequest.Empty(CodeStore.Qml).TryReadReply(Convert.FromHexString(payload), out var reply));
        Assert.Equal(done, reply.Done);
    }

    [Fact]
    public void An_answer_to_another_offset_of_the_qml_is_not_taken() =>
        Assert.False(WriteCodeRequest.Empty(CodeStore.Qml).TryReadReply(Convert.FromHexString("790100000180"), out _));

    [Theory]
    [InlineData("")]
    [InlineData("03")]
    [InlineData("49")]
    [InlineData("78")]
    [InlineData("79")]
    [InlineData("76000000")]
    [InlineData("82000000000000")]
    [InlineData("3200028180")]
    [InlineData("04")]
    [InlineData("9D0700")]
    [InlineData("00")]
    [InlineData("15476F74207374616C6C")] // COMM_PRINT
    [InlineData("0201")] // ERASE_NEW_APP
    public void What_is_no_answer_is_taken_by_nobody(string payload)
    {
        byte[] bytes = Convert.FromHexString(payload);
        Assert.False(_write.TryReadReply(bytes, out _));
        Assert.False(new EraseBootloaderRequest().TryReadReply(bytes, out _));
        Assert.False(new EraseCodeRequest(CodeStore.Qml).TryReadReply(bytes, out _));
        Assert.False(WriteCodeRequest.Empty(CodeStore.Qml).TryReadReply(bytes, out _));
        Assert.False(new ReadCodeRequest(CodeStore.Qml, 0, new byte[4]).TryReadReply(bytes, out _));
        Assert.False(new ReadCodeRequest(CodeStore.Lisp, 0, new byte[4]).TryReadReply(bytes, out _));
        Assert.False(new GetValuesRequest().TryReadReply(bytes, out _));
        Assert.False(new GetValuesSelectiveRequest().TryReadReply(bytes, out _));
        Assert.False(new FirmwareInfoRequest().TryReadReply(bytes, out _));
        Assert.False(new FirmwareVersionRequest().TryReadReply(bytes, out _));
    }

    [Fact]
    public void A_read_puts_its_data_where_it_belongs()
    {
        byte[] destination = new byte[4];
        var request = new ReadCodeRequest(CodeStore.Lisp, -134086664, destination);
        Assert.True(request.TryReadReply(Convert.FromHexString("8200000123F801FFF8" + "00080020"), out var reply));
        Assert.Equal(new ReadCodeReply(0x123, 4), reply);
        Assert.False(reply.NothingStored);
        Assert.Equal([0x00, 0x08, 0x00, 0x20], destination);
    }

    [Theory]
    [InlineData("8200000123F801FFF900080020")] // another offset
    [InlineData("8200000123F801FFF8000800")] // too short
    [InlineData("8200000123F801FFF80008002000")] // too long
    [InlineData("7600000123F801FFF800080020")] // another store
    [InlineData("8200000123F801FFF8")] // no data, though something is stored
    [InlineData("8200000000F801FFF8")] // no data at an offset
    public void An_answer_to_another_read_is_not_taken_and_writes_nothing(string payload)
    {
        byte[] destination = new byte[] { 9, 9, 9, 9 };
        Assert.False(new ReadCodeRequest(CodeStore.Lisp, -134086664, destination).TryReadReply(Convert.FromHexString(payload), out _));
        Assert.Equal([9, 9, 9, 9], destination);
    }

    [Fact]
    public void Nothing_stored_is_an_answer()
    {
        Assert.True(ReadCodeRequest.Header(CodeStore.Qml, new byte[8]).TryReadReply(Convert.FromHexString("760000000000000000"),
            out var reply));
        Assert.True(reply.NothingStored);
    }

    [Fact]
    public void A_header_is_read()
    {
        byte[] header = new byte[8];
        Assert.True(ReadCodeRequest.Header(CodeStore.Qml, header)
            .TryReadReply(Convert.FromHexString("7600000010FFFFFFF8" + "00000010ABCD0001"), out var reply));
        Assert.Equal(16, reply.Total);
        Assert.Equal("00000010ABCD0001", Convert.ToHexString(header));
    }

    [Fact]
    public void Selected_values_are_read()
    {
        // Mask, ERPM -150, 50.4 V, fault 2, controller 42.
        Assert.True(new GetValuesSelectiveRequest().TryReadReply(Convert.FromHexString("3200028180" + "FFFFFF6A" + "01F8" + "02" + "2A"),
            out var values));
        Assert.Equal(new MotorValues(-150, 50.4, MotorFault.UnderVoltage, 42), values);
    }

    [Theory]
    [InlineData("3200008000" + "FFFFFF6A01F8022A")] // another mask
    [InlineData("3200028180" + "FFFFFF6A01F8")] // cut before the fault
    [InlineData("0400028180" + "FFFFFF6A01F8022A")]
    public void Other_values_are_not_taken(string payload) =>
        Assert.False(new GetValuesSelectiveRequest().TryReadReply(Convert.FromHexString(payload), out _));

    [Fact]
    public void All_values_of_old_firmware_are_read()
    {
        const string Temperatures = "00FA" + "0000";
        const string Currents = "00000001" + "00000002" + "00000003" + "00000004";
        const string Duty = "0064";
        const string Erpm = "000004D2";
        const string Voltage = "00F1";
        const string Energy = "00000005" + "00000006" + "00000007" + "00000008";
        const string Tachometer = "00000009" + "0000000A";
        const string Fault = "0E";
        const string PositionAndId = "0000000B" + "07";

        string all = "04" + Temperatures + Currents + Duty + Erpm + Voltage + Energy + Tachometer + Fault + PositionAndId;
        Assert.True(new GetValuesRequest().TryReadReply(Convert.FromHexString(all), out var values));
        Assert.Equal(new MotorValues(1234, 24.1, MotorFault.FlashCorruption, 7), values);

        Assert.True(new GetValuesRequest().TryReadReply(Convert.FromHexString(all + "00FA00FA00FA"), out var newer));
        Assert.Equal(values, newer);

        Assert.True(new GetValuesRequest().TryReadReply(Convert.FromHexString(all[..^10]), out var older));
        Assert.Equal(values with { ControllerId = null }, older);
        Assert.False(new GetValuesRequest().TryReadReply(Convert.FromHexString(all[..^12]), out _));
    }

    [Fact]
    public void Revisions_are_read_as_far_as_they_are_there()
    {
        Assert.Equal(("abc123", "user"), Read("9D070000" + "61626331323300" + "7573657200"));
        Assert.Equal(("abc123", null), Read("9D070000" + "61626331323300"));
        Assert.Equal(("", ""), Read("9D060603" + "0000"));
        Assert.Equal((null, null), Read("9D060603"));
        Assert.Equal((@"\x1B[2J", ""), Read("9D060603" + "1B5B324A00" + "00"));

        static (string? Hash, string? User) Read(string payload)
        {
            Assert.True(new FirmwareInfoRequest().TryReadReply(Convert.FromHexString(payload), out var reply));
            return (reply.GitHash, reply.UserGitHash);
        }
    }

    [Fact]
    public void An_answer_over_can_comes_without_the_id()
    {
        var request = new ForwardCanRequest<EraseBootloaderRequest, FlashReply>(42, new EraseBootloaderRequest());
        Assert.True(request.TryReadReply([73, 1], out var reply));
        Assert.True(reply.Done);
        Assert.False(request.TryReadReply([34, 42, 73, 1], out _));
    }
}
