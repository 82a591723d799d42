using VescUartBoot.Framing;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Framing;

public sealed class GoldenFrameTests
{
    public static TheoryData<string> Names => [.. Fixtures.AllGolden.Keys];

    [Fact]
    public void None_of_the_golden_frames_is_missing() => Assert.Equal(33 + 9 + 12 + 4, Fixtures.AllGolden.Count);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_golden_frame_decodes_to_its_payload(string name)
    {
        byte[] frame = Fixtures.Golden(name);
        var sink = new RecordingSink();
        new FrameDecoder(sink).Append(frame);
        Assert.Equal(Fixtures.PayloadOf(frame), Assert.Single(sink.Payloads));
        Assert.Equal(frame, Assert.Single(sink.Frames));
        Assert.Empty(sink.Skipped);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_payload_encodes_to_the_golden_frame(string name)
    {
        byte[] frame = Fixtures.Golden(name);
        byte[] buffer = new byte[Frame.MaxLength];
        int length = Frame.Encode(Fixtures.PayloadOf(frame), buffer);
        Assert.Equal(frame, buffer[..length]);
        Assert.Equal(frame.Length, Frame.LengthFor(Fixtures.PayloadOf(frame).Length));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(513)]
    public void A_payload_that_no_board_would_take_cannot_be_encoded(int length) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Frame.Encode(new byte[length], new byte[2 * Frame.MaxLength]));
}
