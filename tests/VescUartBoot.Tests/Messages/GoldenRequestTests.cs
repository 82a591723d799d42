using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Framing;
using VescUartBoot.Messages;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Messages;

/// <summary>The requests of this library are, byte for byte, the golden ones.</summary>
public sealed class GoldenRequestTests
{
    private static readonly FlashAddress _flash = FlashMap.Vectors.Start;
    private static readonly FlashAddress _bootloader = FlashMap.Bootloader.Start;

    private static readonly CodeSector _lisp = new(CodeStore.Lisp, FlashMap.Sector10);
    private static readonly CodeSector _qml = new(CodeStore.Qml, FlashMap.Sector9);
    private static readonly CodeSector _qml503 = new(CodeStore.Qml, FlashMap.Sector7);

    [Fact]
    public void The_question_who_are_you() => Same(new FirmwareVersionRequest(), "FW_VERSION req");

    [Fact]
    public void The_firmwares_revisions() => Same(new FirmwareInfoRequest(), "FW_INFO");

    [Fact]
    public void A_question_to_another_motor() =>
        Same(new ForwardCanRequest<FirmwareVersionRequest, FirmwareVersionReply>(42, new FirmwareVersionRequest()),
            "FORWARD_CAN 42 FW_VERSION");

    [Fact]
    public void Erase_of_the_bootloader() => Same(new EraseBootloaderRequest(), "ERASE_BOOTLOADER");

    [Fact]
    public void Erase_of_the_qml() => Same(new EraseCodeRequest(CodeStore.Qml), "QMLUI_ERASE");

    [Fact]
    public void The_empty_qml() => Same(WriteCodeRequest.Empty(CodeStore.Qml), "QMLUI_WRITE minimal");

    [Fact]
    public void A_write_of_384_bytes_to_the_bootloader()
    {
        byte[] data = [.. Enumerable.Range(0, WriteNewAppDataRequest.DefaultData).Select(i => (byte)i)];
        Same(WriteNewAppDataRequest.Program(WriteArea.Bootloader, 0, data), "WRITE bl ofs 0x60000 384B");
    }

    [Fact]
    public void Alive()
    {
        byte[] payload = new byte[1];
        Assert.Equal(1, AliveMessage.WritePayload(payload));
        Assert.Equal(Fixtures.Golden("ALIVE"), Fixtures.Frame(payload));
    }

    [Fact]
    public void Reads_of_400_bytes_at_the_bootloader_by_its_alias()
    {
        SameRead(_lisp, _lisp.AliasOffset(_bootloader), 400, "LISP_READ_CODE 400 @BL");
        SameRead(_qml, _qml.AliasOffset(_bootloader), 400, "GET_QML_UI_APP 400 @BL (6.x+)");
        SameRead(_qml503, _qml503.AliasOffset(_bootloader), 400, "GET_QML_UI_APP 400 @BL (5.03)");
    }

    [Fact]
    public void Reads_for_the_self_test()
    {
        foreach (var (code, name) in new[] { (_lisp, "LISP_READ_CODE"), (_qml, "GET_QML_UI_APP 6.x"), (_qml503, "GET_QML_UI_APP 5.03") })
        {
            SameRead(code, code.AliasOffset(_flash), 16, $"{name} 16 @alias 0x00000000");
            SameRead(code, code.DirectOffset(_flash), 16, $"{name} 16 @direct 0x08000000");
            SameRead(code, code.AliasOffset(_bootloader), 16, $"{name} 16 @alias 0x000E0000");
        }
    }

    [Fact]
    public void Every_sector_that_can_be_reached_is_reached_by_a_negative_offset()
    {
        foreach (var code in new[] { _lisp, _qml, _qml503 })
        {
            // The firmware refuses len + offset > total, signed: far below zero is never refused, and must not wrap.
            for (uint at = FlashAddress.Start; at < FlashAddress.Start + FlashAddress.Size; at += 0x1000)
            {
                int offset = code.AliasOffset(FlashAddress.At(at));
                Assert.True(offset + ReadCodeRequest.MaxLength < 0);
                Assert.Equal(at - FlashAddress.Start, (uint)(code.Base.Value + offset));
                Assert.Equal(at, (uint)(code.Base.Value + code.DirectOffset(FlashAddress.At(at))));
            }
        }
    }

    [Fact]
    public void The_capabilities_name_these_sectors()
    {
        Assert.Equal([_lisp, _qml], CapabilitiesOf(6, 5).CodeSectors);
        Assert.Equal([_qml503], CapabilitiesOf(5, 3).CodeSectors);

        static Capabilities CapabilitiesOf(byte major, byte minor) => Capabilities.Of(new BoardIdentity(new FirmwareVersionReply
        {
            Major = major,
            Minor = minor,
            QmlApp = 0,
            FirmwareName = "",
            HardwareConfigCrc = 0,
        }));
    }

    [Theory]
    [InlineData(CodeStore.Qml, "7600000008FFFFFFF8")]
    [InlineData(CodeStore.Lisp, "8200000008FFFFFFF8")]
    public void The_question_for_a_header_lies_8_bytes_before_the_code(object store, string payload) =>
        Assert.Equal(payload, PayloadOf(ReadCodeRequest.Header((CodeStore)store, new byte[8])));

    [Fact]
    public void Values_are_asked_by_a_mask_of_what_is_needed()
    {
        // Bits 7 ERPM, 8 input voltage, 15 fault, 17 controller id.
        Assert.Equal("3200028180", PayloadOf(new GetValuesSelectiveRequest()));
        Assert.Equal(Fixtures.PayloadOf(Fixtures.Golden("GET_VALUES_SETUP_SELECTIVE uptime")).ToArray(),
            Convert.FromHexString(PayloadOf(new UptimeRequest())));
        Assert.Equal("04", PayloadOf(new GetValuesRequest()));
    }

    [Fact]
    public void A_rehearsal_is_a_write_of_no_data() =>
        Assert.Equal("0300060000", PayloadOf(WriteNewAppDataRequest.Rehearse(WriteArea.Bootloader)));

    [Fact]
    public void The_last_bytes_of_the_sector_can_be_written()
    {
        Assert.Equal("030007FFFFAB", PayloadOf(WriteNewAppDataRequest.Program(WriteArea.Bootloader, 0x1FFFF, new byte[] { 0xAB })));
        Assert.StartsWith("030007FE05", PayloadOf(WriteNewAppDataRequest.Program(WriteArea.Bootloader, 0x20000 - 507, new byte[507])));
    }

    [Fact]
    public void Names_and_classes_are_those_of_the_protocol()
    {
        Assert.Equal(("FW_VERSION", RequestClass.Identify), Of(new FirmwareVersionRequest()));
        Assert.Equal(("FW_INFO", RequestClass.Identify), Of(new FirmwareInfoRequest()));
        Assert.Equal(("GET_VALUES", RequestClass.Identify), Of(new GetValuesRequest()));
        Assert.Equal(("GET_VALUES_SELECTIVE", RequestClass.Identify), Of(new GetValuesSelectiveRequest()));
        Assert.Equal(("GET_VALUES_SETUP_SELECTIVE", RequestClass.Identify), Of(new UptimeRequest()));
        Assert.Equal(("GET_QML_UI_APP", RequestClass.Read), Of(new ReadCodeRequest(CodeStore.Qml, 0, new byte[1])));
        Assert.Equal(("LISP_READ_CODE", RequestClass.Read), Of(new ReadCodeRequest(CodeStore.Lisp, 0, new byte[1])));
        Assert.Equal(("WRITE_NEW_APP_DATA", RequestClass.Write), Of(WriteNewAppDataRequest.Rehearse(WriteArea.Bootloader)));
        Assert.Equal(("QMLUI_WRITE", RequestClass.Write), Of(WriteCodeRequest.Empty(CodeStore.Qml)));
        Assert.Equal(("QMLUI_ERASE", RequestClass.Erase), Of(new EraseCodeRequest(CodeStore.Qml)));
        Assert.Equal(("ERASE_BOOTLOADER", RequestClass.Erase), Of(new EraseBootloaderRequest()));
        Assert.Equal(("LISP_WRITE_CODE", RequestClass.Write), Of(WriteCodeRequest.Empty(CodeStore.Lisp)));
        Assert.Equal(("LISP_ERASE_CODE", RequestClass.Erase), Of(new EraseCodeRequest(CodeStore.Lisp)));
        Assert.Equal(
            ("FORWARD_CAN 9 FW_VERSION", RequestClass.Identify),
            Of(new ForwardCanRequest<FirmwareVersionRequest, FirmwareVersionReply>(9, new FirmwareVersionRequest())));

        static (string Name, RequestClass Class) Of<TReply>(IRequest<TReply> request) => (request.Name, request.Class);
    }

    internal static void Same<TReply>(IRequest<TReply> request, string golden) =>
        Assert.Equal(Convert.ToHexString(Fixtures.Golden(golden)),
            Convert.ToHexString(Fixtures.Frame(Convert.FromHexString(PayloadOf(request)))));

    internal static string PayloadOf<TReply>(IRequest<TReply> request)
    {
        byte[] payload = new byte[Frame.MaxPayload];
        return Convert.ToHexString(payload.AsSpan(0, request.WritePayload(payload)));
    }

    private static void SameRead(CodeSector code, int offset, int length, string golden) =>
        Same(new ReadCodeRequest(code.Store, offset, new byte[length]), golden);
}
