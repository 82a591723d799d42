using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Messages;

namespace VescUartBoot.Tests.Fuzz;

/// <summary>Every reply, spoilt: it is read or not, and touches nothing that is not its own.</summary>
public sealed class ReplyFuzzTests
{
    private const int Each = 1500;

    [Fact]
    public void Every_reply_that_there_is_has_a_row_here()
    {
        var exchanges = typeof(IRequest<>).Assembly.GetTypes()
            .Where(t => !t.IsInterface && !t.IsNested
                && t.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequest<>)))
            .Select(t => t.Name.Split('`')[0]);

        // A jump and a restart have no reply.
        Assert.Equal(exchanges.Where(n => n is not (nameof(JumpToBootloaderRequest) or nameof(RebootRequest))).Order(),
            Rows().Select(r => r.Request).Distinct().Order());
    }

    [Fact]
    public void Any_bytes_are_a_reply_or_none_and_no_reader_breaks()
    {
        foreach (var (request, reply, read) in Rows())
        {
            foreach (var (name, input) in Mutation.Of([(request, Convert.FromHexString(reply)), ("empty", [])], Each, atMost: 512))
            {
                try
                {
                    read(input);
                }
                catch (Exception e)
                {
                    throw new InvalidOperationException($"{name}: {Convert.ToHexString(input)}", e);
                }
            }
        }
    }

    [Fact]
    public void A_read_writes_its_own_bytes_and_no_others_whatever_is_answered()
    {
        foreach (var (name, input) in Mutation.Of([("read", Convert.FromHexString("820000010000000010" + new string('A', 32)))], 20_000,
            atMost: 512))
        {
            byte[] memory = new byte[64];
            bool taken = new ReadCodeRequest(CodeStore.Lisp, 16, memory.AsMemory(24, 16)).TryReadReply(input, out _);

            Assert.False(memory.AsSpan(0, 24).ContainsAnyExcept((byte)0) || memory.AsSpan(40).ContainsAnyExcept((byte)0), name);
            Assert.True(taken || !memory.AsSpan().ContainsAnyExcept((byte)0), name);
        }
    }

    [Fact]
    public void No_name_that_a_board_tells_can_harm_a_terminal()
    {
        foreach (var (name, input) in Mutation.Of(
            [("6.05", Convert.FromHexString("00060536305F4D4B35000102030405060708090A0B0C00000000010000000000000000"))], 5000, atMost: 512))
        {
            if (!FirmwareVersionReply.TryParse(input, out var reply))
            {
                continue;
            }

            var identity = new BoardIdentity(reply);
            Assert.False($"{identity.Hardware}{identity.Firmware}{identity.Uuid}{reply.FirmwareName}".Any(char.IsControl), name);
        }
    }

    private static (string Request, string Reply, Action<byte[]> Read)[] Rows() =>
    [
        Row(new FirmwareVersionRequest(), "00060536305F4D4B35000102030405060708090A0B0C00000000010000000000000000"),
        Row(new FirmwareInfoRequest(), "9D07000061626300646566" + "00"),
        Row(new GetValuesRequest(), "04" + new string('0', 140)),
        Row(new GetValuesSelectiveRequest(), "3200020180" + new string('0', 30)),
        Row(new ControllerIdRequest(7), "320002000007"),
        Row(new QuickRequest<byte>(new ControllerIdRequest(7)), "320002000007"),
        Row(new UptimeRequest(), "330020000000001388"),
        Row(new GetConfigurationRequest(ConfigurationKind.Motor), "0E01020304" + new string('7', 200)),
        Row(SetRequest(), "0D"),
        Row(new EraseBootloaderRequest(), "4901"),
        Row(new EraseNewAppRequest(1000), "0201"),
        Row(new EraseCodeRequest(CodeStore.Qml), "7801"),
        Row(WriteNewAppDataRequest.Program(WriteArea.Staging, 0, new byte[384]), "030100000000"),
        Row(WriteCodeRequest.Empty(CodeStore.Qml), "790100000000"),
        Row(new ReadCodeRequest(CodeStore.Qml, 0, new byte[16]), "760000001000000000" + new string('5', 32)),
        Row(new PingCanRequest(), "3E0712"),
        Row(new FaultListRequest(), "15" + Convert.ToHexString("FAULT_CODE_BOOTING_FROM_WATCHDOG_RESET"u8)),
        Row(new PaddedRequest<MotorValues>(new GetValuesRequest(), 512), "04" + new string('0', 140)),
        Row(new GetPackageConfigurationRequest(), "5D0001020304" + new string('6', 40)),
        Row(SetPackageConfigurationRequest.InPlaceOf(new byte[] { 1, 2, 3, 4, 5 }, new byte[] { 1, 2, 3, 4, 6 }), "5F"),
        Row(new GetPackageLayoutRequest(0, 16), "5C000000006400000000" + new string('4', 32)),
        Row(new TerminalRequest("help"), "15" + Convert.ToHexString("Valid commands are:"u8)),
        Row(TargetCommandRequest.Connect, "420001"),
        Row(new ReadTargetRequest(0x0800_0000, new byte[16]), "500001" + new string('3', 32)),
        Row(new WriteTargetRequest(FlashMap.Bootloader.Start, new byte[16]), "440001"),
        Row(new ReleaseTargetRequest(), "46"),
        Row(new ForwardCanRequest<EraseBootloaderRequest, FlashReply>(7, new EraseBootloaderRequest()), "4901"),
    ];

    private static SetConfigurationRequest SetRequest()
    {
        var one = SerialisedConfiguration.From(ConfigurationKind.Motor, [1, 2, 3, 4, 5]);
        return SetConfigurationRequest.InPlaceOf(one, one);
    }

    private static (string Request, string Reply, Action<byte[]> Read) Row<TReply>(IRequest<TReply> request, string reply) =>
        (request.GetType().Name.Split('`')[0], reply, payload => request.TryReadReply(payload, out _));
}
