using VescUartBoot.Cli.Replay;
using VescUartBoot.TestKit;
using VescUartBoot.Tracing;

namespace VescUartBoot.Tests.Cli;

public sealed class ReplayTests
{
    public static TheoryData<string> FixtureFiles =>
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "protocol-fixtures"), "*.frames").Select(f => Path.GetFileName(f))];

    [Theory]
    [MemberData(nameof(FixtureFiles))]
    public void Every_fixture_replays_without_a_corrupt_byte(string file)
    {
        using var text = File.OpenText(Path.Combine(AppContext.BaseDirectory, "protocol-fixtures", file));
        var records = Fixtures.Read(file);

        var conversation = TraceConversation.Of(new FrameTraceReader(text));

        Assert.Equal(records.Count(r => r.Kind == TraceKind.Received), conversation.Received);
        Assert.Equal(records.Where(r => r.Kind == TraceKind.Skipped).Sum(r => r.Bytes.Length), conversation.CorruptBytes);
        Assert.DoesNotContain(conversation.Turns, t => t.Text.Length == 0);
    }

    [Fact]
    public void A_trace_becomes_a_conversation_with_noise_and_pauses()
    {
        var conversation = TraceConversation.Of(new FrameTraceReader(new StringReader(
            """
            # vescboot trace 1
            # port /dev/ttyACM0
               0.000212 ! opened /dev/ttyACM0
               0.000894 > 00*1030  # flush
               0.001234 > 020100000003  # FW_VERSION
               0.002480 < 02120003283630000102030405060708090A0B0CBCAB03
               1.502480 ? 03FF7A
               1.502500 > 020149D9ED03
               2.502500 < 02024901A77503
            """)));

        Assert.Equal(
            [
                "  0.000212 !! opened /dev/ttyACM0",
                "  0.000894 -> 1030 zero bytes, to end whatever half frame the board may hold",
                "  0.001234 -> who are you?  [FW_VERSION]",
                "  0.002480 <- 60, firmware 3.40, 0102030405060708090a0b0c  [FW_VERSION]",
                "  1.502480 .. 1.5 s of silence",
                "  1.502480 ?? 3 bytes (03FF7A) that are no frame",
                "  1.502500 -> erase the bootloader sector  [ERASE_BOOTLOADER]",
                "  2.502500 .. 1.0 s of silence",
                "  2.502500 <- erased  [ERASE_BOOTLOADER]",
            ],
            conversation.Turns.SelectMany(t => t.ToLines(120)));
        Assert.Equal((2, 2, 3), (conversation.Sent, conversation.Received, conversation.CorruptBytes));
        Assert.Equal(TimeSpan.FromSeconds(1.5), conversation.LongestGap);
    }

    [Fact]
    public void Text_from_a_board_cannot_steer_the_terminal()
    {
        byte[] payload = [21, (byte)'a', 0x1B, (byte)'[', (byte)'2', (byte)'J'];
        string trace = $"# vescboot trace 1\n< {Convert.ToHexString(Fixtures.Frame(payload))}\n";

        var turn = Assert.Single(TraceConversation.Of(new FrameTraceReader(new StringReader(trace))).Turns);

        Assert.Equal("prints: a [2J", turn.Text);
    }
}
