using VescUartBoot.Chip;
using VescUartBoot.Messages;

namespace VescUartBoot.Tests.Messages;

/// <summary>What mutation testing showed that no other test here looks at.</summary>
public sealed class RequestDetailTests
{
    private static readonly SerialisedConfiguration _motor = SerialisedConfiguration.From(ConfigurationKind.Motor, [1, 2, 3, 4, 5]);
    private static readonly SerialisedConfiguration _app = SerialisedConfiguration.From(ConfigurationKind.App, [1, 2, 3, 4, 5]);

    [Fact]
    public void Requests_are_called_as_the_protocol_calls_them()
    {
        Assert.Equal("ERASE_NEW_APP", new EraseNewAppRequest(1).Name);
        Assert.Equal("JUMP_TO_BOOTLOADER", new JumpToBootloaderRequest().Name);
        Assert.Equal("TERMINAL_CMD faults", new FaultListRequest().Name);
        Assert.Equal("GET_MCCONF", new GetConfigurationRequest(ConfigurationKind.Motor).Name);
        Assert.Equal("GET_APPCONF", new GetConfigurationRequest(ConfigurationKind.App).Name);
        Assert.Equal("SET_MCCONF", SetConfigurationRequest.InPlaceOf(_motor, _motor).Name);
        Assert.Equal("GET_MCCONF_DEFAULT", new GetConfigurationRequest(ConfigurationKind.Motor) { Defaults = true }.Name);
        Assert.Equal("GET_APPCONF_DEFAULT", new GetConfigurationRequest(ConfigurationKind.App) { Defaults = true }.Name);
        Assert.Equal("SET_APPCONF", SetConfigurationRequest.InPlaceOf(_app, _app).Name);
        Assert.Equal("SET_APPCONF_NO_STORE", (SetConfigurationRequest.InPlaceOf(_app, _app) with { IsForNow = true }).Name);
        Assert.Equal("GET_CUSTOM_CONFIG", new GetPackageConfigurationRequest().Name);
        Assert.Equal("GET_CUSTOM_CONFIG_XML", new GetPackageLayoutRequest(0, 1).Name);
        Assert.Equal("SET_CUSTOM_CONFIG", SetPackageConfigurationRequest.InPlaceOf(new byte[5], new byte[5]).Name);
    }

    [Theory]
    [InlineData(1, "0200000001")]
    [InlineData(393_216, "0200060000")]
    public void An_erase_of_staging_carries_its_length(int length, string payload) =>
        Assert.Equal(payload, GoldenRequestTests.PayloadOf(new EraseNewAppRequest(length)));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(393_217)]
    public void An_erase_of_nothing_or_beyond_staging_cannot_be_built(int length) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new EraseNewAppRequest(length));

    [Fact]
    public void A_jump_is_one_byte_and_nothing_answers_it()
    {
        Assert.Equal("01", GoldenRequestTests.PayloadOf(new JumpToBootloaderRequest()));
        Assert.False(new JumpToBootloaderRequest().TryReadReply([1], out bool reply));
        Assert.False(reply);
    }

    [Fact]
    public void The_list_of_faults_is_any_print_and_the_watchdog_one_of_its_words()
    {
        var request = new FaultListRequest();
        Assert.Equal("14" + Convert.ToHexString("faults"u8), GoldenRequestTests.PayloadOf(request));

        Assert.False(request.TryReadReply([21], out _));
        Assert.False(request.TryReadReply([20, .. "FAULT_CODE_BOOTING_FROM_WATCHDOG_RESET"u8], out _));
        Assert.False(request.AnyText);
        Assert.False(request.TryReadReply([21, .. "No faults registered since startup"u8], out _));
        Assert.True(request.AnyText);
        Assert.False(request.TryReadReply([0, 6, 5], out _));
        Assert.True(request.AnyText);
        Assert.True(request.TryReadReply([21, .. "Fault            : FAULT_CODE_BOOTING_FROM_WATCHDOG_RESET"u8], out bool watchdog));
        Assert.True(watchdog);
        Assert.False(request.TryReadReply([21, .. "a second line"u8], out _));
        Assert.True(request.AnyText);
    }

    [Fact]
    public void A_configuration_is_the_same_when_kind_and_bytes_are()
    {
        Assert.True(_motor.IsSameAs(SerialisedConfiguration.From(ConfigurationKind.Motor, [1, 2, 3, 4, 5])));
        Assert.False(_motor.IsSameAs(_app));
        Assert.False(_motor.IsSameAs(SerialisedConfiguration.From(ConfigurationKind.Motor, [1, 2, 3, 4, 6])));
        var refused = Assert.Throws<ArgumentException>(
            () => SetConfigurationRequest.InPlaceOf(_motor, SerialisedConfiguration.From(ConfigurationKind.Motor, [9, 2, 3, 4, 5])));
        Assert.Contains("signature 09020304 (5 bytes) is not the board's 01020304 (5 bytes)", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_configuration_before_3_50_has_no_signature()
    {
        Assert.Null(SerialisedConfiguration.From(ConfigurationKind.Motor, [1, 2, 3, 4, 5], isSigned: false).Signature);
        Assert.Equal(0x01020304u, _motor.Signature);
    }

    [Fact]
    public void Only_a_request_to_a_node_of_the_bus_may_stay_unanswered()
    {
        IRequest<bool> reboot = new RebootRequest();
        Assert.False(reboot.MayStayUnanswered);
        Assert.True(new ForwardCanRequest<RebootRequest, bool>(7, new RebootRequest()).MayStayUnanswered);
    }

    [Fact]
    public void What_is_no_reply_leaves_nothing_in_its_place()
    {
        Assert.False(new RebootRequest().TryReadReply([29, 1], out bool restarted));
        Assert.False(restarted);
        Assert.False(new TerminalRequest("uptime").TryReadReply([20, 53], out string text));
        Assert.Equal("", text);
        Assert.False(new GetPackageConfigurationRequest().TryReadReply([92, 0, 1, 2, 3, 4, 5], out byte[] bytes));
        Assert.Empty(bytes);
    }

    [Fact]
    public void The_values_of_another_motor_are_not_taken()
    {
        byte[] reply = [50, 0, 2, 0x81, 0x80, 0, 0, 0, 0, 1, 0xF8, 0, 42];
        Assert.True(new GetValuesSelectiveRequest(42).TryReadReply(reply, out _));
        Assert.False(new GetValuesSelectiveRequest(41).TryReadReply(reply, out _));
    }

    [Theory]
    [InlineData(7, 3)]
    [InlineData(8, 5)]
    [InlineData(15, 6)]
    public void Values_without_speed_voltage_or_fault_are_none(int missing, int length) =>
        Assert.False(MotorValues.TryParse(MotorValues.Mask & ~(1u << missing) & ~(1u << 17), new byte[length], out _));

    [Fact]
    public void The_longest_configuration_is_read_and_a_longer_one_is_not()
    {
        var request = new GetConfigurationRequest(ConfigurationKind.Motor);

        Assert.True(request.TryReadReply([14, .. new byte[SerialisedConfiguration.MaxLength]], out _));
        Assert.False(request.TryReadReply([14, .. new byte[SerialisedConfiguration.MaxLength + 1]], out _));
        Assert.False(request.TryReadReply([14, .. new byte[SerialisedConfiguration.SignatureLength]], out _));
    }

    [Theory]
    [InlineData("760000000000000000", -8, true)]
    [InlineData("760000000100000000", -8, false)]
    [InlineData("760000000000000001", -8, false)]
    [InlineData("760000000000000000", 0, false)]
    [InlineData("760000000000000000", -4, false)]
    public void Only_a_question_for_the_header_is_answered_by_nothing_stored(string reply, int offset, bool taken)
    {
        byte[] into = new byte[8];
        var request = offset == -8 ? ReadCodeRequest.Header(CodeStore.Qml, into) : new ReadCodeRequest(CodeStore.Qml, offset, into);

        Assert.Equal(taken, request.TryReadReply(Convert.FromHexString(reply), out var read) && read.NothingStored);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(40)]
    public void Values_that_end_before_speed_voltage_and_fault_are_no_answer(int length) =>
        Assert.False(new GetValuesRequest().TryReadReply([4, .. new byte[length]], out _));

    [Fact]
    public void A_UUID_has_12_bytes_and_ends_in_zeros_only_if_all_six_are()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Uuid(new byte[11]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Uuid(new byte[13]));
        Assert.True(new Uuid([1, 2, 3, 4, 5, 6, 0, 0, 0, 0, 0, 0]).EndsInSixZeros);
        Assert.False(new Uuid([1, 2, 3, 4, 5, 6, 0, 0, 0, 0, 0, 1]).EndsInSixZeros);
        Assert.False(new Uuid([1, 2, 3, 4, 5, 6, 0, 7, 0, 0, 0, 0]).EndsInSixZeros);
    }

    [Fact]
    public void A_piece_of_code_lies_wholly_inside_it()
    {
        var code = StoredCode.TryParse(CodeStore.Lisp, [0, 0, 0, 4, .. Checksummed([0, 0, 1, 2, 3, 4])])!;

        Assert.Equal("830000000801020304", GoldenRequestTests.PayloadOf(WriteCodeRequest.PieceOf(code, 8, 4)));
        Assert.Throws<ArgumentOutOfRangeException>(() => WriteCodeRequest.PieceOf(code, 8, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => WriteCodeRequest.PieceOf(code, 10, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => WriteCodeRequest.PieceOf(code, 7, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => WriteCodeRequest.PieceOf(code, 8, 0));
    }

    [Theory]
    [InlineData("00", true, "FW_VERSION")]
    [InlineData("222A00", false, "FORWARD_CAN 42 FW_VERSION")]
    [InlineData("222A", false, "FORWARD_CAN")]
    [InlineData("222A00", true, "FORWARD_CAN")]
    [InlineData("0006053630", true, "FW_VERSION 6.05 60")]
    [InlineData("000605", false, "FW_VERSION")]
    [InlineData("FA", false, "COMM 250")]
    [InlineData("", false, "")]
    public void A_payload_is_told_in_words(string payload, bool fromBoard, string words) =>
        Assert.Equal(words, CommandWords.Describe(Convert.FromHexString(payload), fromBoard));

    [Fact]
    public void Every_number_has_the_protocols_word() => Assert.Equal(
        "0 FW_VERSION, 1 JUMP_TO_BOOTLOADER, 2 ERASE_NEW_APP, 3 WRITE_NEW_APP_DATA, 4 GET_VALUES, 13 SET_MCCONF, 14 GET_MCCONF, 15 "
        + "GET_MCCONF_DEFAULT, 16 SET_APPCONF, "
        + "17 GET_APPCONF, 18 GET_APPCONF_DEFAULT, 19 SAMPLE_PRINT, 20 TERMINAL_CMD, 21 PRINT, 22 ROTOR_POSITION, 23 EXPERIMENT_SAMPLE, "
        + "29 REBOOT, 30 ALIVE, 34 FORWARD_CAN, "
        + "36 CUSTOM_APP_DATA, 47 GET_VALUES_SETUP, 50 GET_VALUES_SELECTIVE, 51 GET_VALUES_SETUP_SELECTIVE, 62 PING_CAN, 64 "
        + "TERMINAL_CMD_SYNC, "
        + "65 GET_IMU_DATA, 66 BM_CONNECT, 67 BM_ERASE_FLASH_ALL, 68 BM_WRITE_FLASH, 69 BM_REBOOT, 70 BM_DISCONNECT, "
        + "71 BM_MAP_PINS_DEFAULT, 73 ERASE_BOOTLOADER, 75 PLOT_INIT, 76 PLOT_DATA, 77 PLOT_ADD_GRAPH, 78 PLOT_SET_GRAPH, "
        + "80 BM_MEM_READ, 85 CAN_FWD_FRAME, "
        + "92 GET_CUSTOM_CONFIG_XML, 93 GET_CUSTOM_CONFIG, 95 SET_CUSTOM_CONFIG, 96 BMS_GET_VALUES, 117 GET_QML_UI_HW, 118 GET_QML_UI_APP, "
        + "119 CUSTOM_HW_DATA, 120 QMLUI_ERASE, 121 QMLUI_WRITE, 130 LISP_READ_CODE, 131 LISP_WRITE_CODE, 132 LISP_ERASE_CODE, 133 "
        + "LISP_SET_RUNNING, "
        + "134 LISP_GET_STATS, 135 LISP_PRINT, 138 LISP_REPL_CMD, 149 SET_APPCONF_NO_STORE, "
        + "157 FW_INFO",
        string.Join(", ", Enumerable.Range(0, 256)
            .Select(n => $"{n} {CommandWords.Describe([(byte)n], fromBoard: false)}")
            .Where(w => !w.Contains("COMM", StringComparison.Ordinal) || w.Contains("COMM_", StringComparison.Ordinal))));

    private static byte[] Checksummed(byte[] flagsAndCode)
    {
        ushort crc = Crc16.Compute(flagsAndCode);
        return [(byte)(crc >> 8), (byte)crc, .. flagsAndCode];
    }
}
