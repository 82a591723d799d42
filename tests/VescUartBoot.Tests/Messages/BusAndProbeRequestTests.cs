using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Messages;

namespace VescUartBoot.Tests.Messages;

/// <summary>The requests to a CAN bus, to the firmware itself and to the SWD probe, byte for byte, and the replies that count.</summary>
public sealed class BusAndProbeRequestTests
{
    [Fact]
    public void The_question_who_has_this_CAN_id_counts_only_an_answer_of_that_id()
    {
        var request = new ControllerIdRequest(42);

        Asks(request, "GET_VALUES_SELECTIVE", RequestClass.Identify, 50, 0, 2, 0, 0);
        Assert.Equal((true, 42), Read(request, 50, 0, 2, 0, 0, 42));
        Ignores(request, [50, 0, 2, 0, 0, 43], [50, 0, 2, 0, 1, 42], [50, 0, 2, 0, 0], [50, 0, 2, 0, 0, 42, 0], [51, 0, 2, 0, 0, 42]);
    }

    [Fact]
    public void The_scan_of_the_bus_returns_the_ids()
    {
        var request = new PingCanRequest();

        Asks(request, "PING_CAN", RequestClass.Scan, 62);
        Assert.True(request.TryReadReply([62, 3, 7], out byte[] ids));
        Assert.Equal([3, 7], ids);
        Assert.True(request.TryReadReply([62], out byte[] none));
        Assert.Empty(none);
        Assert.False(request.TryReadReply([61, 3], out byte[] foreign));
        Assert.Empty(foreign);
    }

    [Fact]
    public void The_time_since_the_start_is_in_milliseconds()
    {
        var request = new UptimeRequest();

        Asks(request, "GET_VALUES_SETUP_SELECTIVE", RequestClass.Identify, 51, 0, 0x20, 0, 0);
        Assert.Equal((true, TimeSpan.FromMilliseconds(0x01020304)), Read(request, 51, 0, 0x20, 0, 0, 1, 2, 3, 4));
        Ignores(request, [51, 0, 0x20, 0, 1, 1, 2, 3, 4], [51, 0, 0x20, 0, 0, 1, 2, 3], [50, 0, 0x20, 0, 0, 1, 2, 3, 4]);
    }

    [Fact]
    public void A_restart_of_the_firmware_has_no_reply()
    {
        var request = new RebootRequest();

        Asks(request, "REBOOT", RequestClass.Identify, 29);
        Ignores(request, [29], [29, 1]);
    }

    [Fact]
    public void A_line_for_the_terminal_is_answered_by_any_text()
    {
        var request = new TerminalRequest("uptime");

        Asks(request, "TERMINAL_CMD uptime", RequestClass.Probe, [20, .. "uptime"u8]);
        Assert.Equal((true, "5 s"), Read(request, [21, .. "5 s"u8]));
        Ignores(request, [21], [20, 53]);
    }

    [Fact]
    public void The_probes_commands_without_data_are_answered_by_a_signed_number()
    {
        Asks(TargetCommandRequest.MapPins, "BM_MAP_PINS_DEFAULT", RequestClass.Probe, 71);
        Asks(TargetCommandRequest.Connect, "BM_CONNECT", RequestClass.Probe, 66);
        Asks(TargetCommandRequest.EraseAll, "BM_ERASE_FLASH_ALL", RequestClass.Erase, 67);
        Asks(TargetCommandRequest.Restart, "BM_REBOOT", RequestClass.Probe, 69);
        Assert.Equal((true, -2), Read(TargetCommandRequest.Connect, 66, 0xFF, 0xFE));
        Ignores(TargetCommandRequest.Connect, [67, 0, 1], [66, 0], [66, 0, 1, 0]);
    }

    [Fact]
    public void The_probe_is_released()
    {
        var request = new ReleaseTargetRequest();

        Asks(request, "BM_DISCONNECT", RequestClass.Probe, 70);
        Assert.Equal((true, true), Read(request, 70));
        Ignores(request, [69]);
    }

    [Fact]
    public void A_read_of_the_target_takes_only_the_length_that_it_asked_for()
    {
        byte[] data = new byte[3];
        var request = new ReadTargetRequest(0x080E0000, data);

        Asks(request, "BM_MEM_READ", RequestClass.Probe, 80, 8, 0x0E, 0, 0, 0, 3);
        Assert.Equal((true, 1), Read(request, 80, 0, 1, 9, 8, 7));
        Assert.Equal([9, 8, 7], data);
        Assert.Equal((true, -1), Read(request, 80, 0xFF, 0xFF));
        Ignores(request, [80, 0, 1, 9, 8], [80, 0, 1, 9, 8, 7, 6], [80, 0xFF, 0xFF, 1], [80, 0], [79, 0, 1, 9, 8, 7]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(510)]
    public void A_read_of_the_target_that_fits_no_reply_is_refused(int length) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReadTargetRequest(0, new byte[length]));

    [Fact]
    public void The_longest_read_of_the_target_is_509_bytes() =>
        Asks(new ReadTargetRequest(0, new byte[509]), "BM_MEM_READ", RequestClass.Probe, 80, 0, 0, 0, 0, 1, 0xFD);

    [Fact]
    public void A_write_to_the_target_has_its_address_and_up_to_400_bytes()
    {
        var start = FlashMap.Bootloader.Start;
        var request = new WriteTargetRequest(start, new byte[] { 1, 2 });

        Asks(request, "BM_WRITE_FLASH", RequestClass.Probe, 68, 8, 0x0E, 0, 0, 1, 2);
        Assert.Equal((true, 1), Read(request, 68, 0, 1));
        Ignores(request, [68, 0], [68, 0, 1, 0], [67, 0, 1]);
        Assert.Equal(405, new WriteTargetRequest(start, new byte[400]).WritePayload(new byte[512]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WriteTargetRequest(start, new byte[401]));
    }

    [Fact]
    public void A_quick_request_is_the_same_one_and_may_refuse_an_answer()
    {
        var request = new QuickRequest<byte>(new ControllerIdRequest(1), id => id != 1);

        Asks(request, "GET_VALUES_SELECTIVE", RequestClass.Read, 50, 0, 2, 0, 0);
        Ignores(request, [50, 0, 2, 0, 0, 1]);
        Assert.Equal((true, 1), Read(new QuickRequest<byte>(new ControllerIdRequest(1)), 50, 0, 2, 0, 0, 1));
    }

    [Fact]
    public void A_padded_request_has_zeros_behind_it()
    {
        var request = new PaddedRequest<byte>(new ControllerIdRequest(1), 8);

        Asks(request, "GET_VALUES_SELECTIVE", RequestClass.Identify, 50, 0, 2, 0, 0, 0, 0, 0);
        Assert.Equal((true, 1), Read(request, 50, 0, 2, 0, 0, 1));
    }

    private static void Asks<TReply>(IRequest<TReply> request, string name, RequestClass kind, params byte[] expected)
    {
        byte[] payload = [.. Enumerable.Repeat((byte)0xAA, 512)];
        int length = request.WritePayload(payload);
        Assert.Equal((name, kind), (request.Name, request.Class));
        Assert.Equal(expected, payload[..length]);
        Assert.All(payload[length..], b => Assert.Equal(0xAA, b));
    }

    private static (bool Counts, TReply Reply) Read<TReply>(IRequest<TReply> request, params byte[] payload) =>
        (request.TryReadReply(payload, out var reply), reply);

    private static void Ignores<TReply>(IRequest<TReply> request, params byte[][] payloads) =>
        Assert.All(payloads, payload => Assert.False(request.TryReadReply(payload, out _)));
}
