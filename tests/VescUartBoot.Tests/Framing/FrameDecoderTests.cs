using VescUartBoot.Framing;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Framing;

/// <summary>The receiver's rules, as the device itself has them, and where ours is stronger.</summary>
public sealed class FrameDecoderTests
{
    private static readonly byte[] _question = Fixtures.Golden("FW_VERSION req");
    private static readonly byte[] _alive = Fixtures.Golden("ALIVE");
    private static readonly byte[] _write = Fixtures.Golden("WRITE bl ofs 0x60000 384B");

    private readonly RecordingSink _sink = new();
    private readonly FrameDecoder _decoder;

    public FrameDecoderTests() => _decoder = new FrameDecoder(_sink);

    [Fact]
    public void A_frame_behind_half_a_frame_waits_for_the_rest()
    {
        _decoder.Append([.. _write[..200], .. _question]);
        Assert.Empty(_sink.Frames);
        Assert.Equal(206, _decoder.Pending);
        Assert.Equal(0, _decoder.CorruptFrames);
    }

    [Fact]
    public void Half_a_frame_does_not_cost_the_whole_one_that_follows()
    {
        _decoder.Append([.. _write[..200], .. _write, .. _question]);
        Assert.Equal([_write, _question], _sink.Frames);
        Assert.Equal(_write[..200], _sink.Skipped);
    }

    [Fact]
    public void A_flush_of_zeros_ends_half_a_frame()
    {
        _decoder.Append([.. _write[..200], .. new byte[512], .. _question]);
        Assert.Equal([_question], _sink.Frames);
        Assert.Equal(0, _decoder.Pending);
    }

    [Fact]
    public void A_stray_3_looks_like_a_long_frame()
    {
        _decoder.Append([3, 1, .. _question]);
        Assert.Empty(_sink.Frames);
        Assert.Equal(8, _decoder.Pending);
    }

    [Fact]
    public void A_flush_of_zeros_ends_a_stray_3()
    {
        _decoder.Append([3, 1, .. new byte[520], .. _question]);
        Assert.Equal([_question], _sink.Frames);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(-2)]
    [InlineData(-3)]
    [InlineData(2)]
    public void A_frame_with_one_wrong_byte_is_skipped_and_the_next_found(int index)
    {
        byte[] bad = [.. _alive];
        bad[index < 0 ? bad.Length + index : index] ^= 0x40;
        _decoder.Append([.. bad, .. _question]);
        Assert.Equal([_question], _sink.Frames);
        Assert.Equal(bad, _sink.Skipped);
        Assert.Equal(1, _decoder.CorruptFrames);
    }

    [Fact]
    public void A_payload_of_255_is_taken_in_the_long_form_too()
    {
        byte[] payload = Fixtures.PayloadOf(Fixtures.Golden("payload 255 (i&255)"));
        _decoder.Append([3, 0, 255, .. payload, 0x05, 0x30, 3, .. _question]);
        Assert.Equal([payload, [0]], _sink.Payloads);
    }

    [Theory]
    [InlineData(3, 0x00, 254)]
    [InlineData(3, 0x00, 0)]
    [InlineData(3, 0x02, 1)]
    [InlineData(3, 0xFF, 0xFF)]
    public void A_length_that_no_board_sends_costs_nothing(byte start, byte high, byte low)
    {
        _decoder.Append([start, high, low, .. _question]);
        Assert.Equal([_question], _sink.Frames);
        Assert.Equal([start, high, low], _sink.Skipped);
    }

    [Fact]
    public void A_long_form_of_254_is_refused_even_if_all_else_fits()
    {
        byte[] payload = Fixtures.PayloadOf(Fixtures.Golden("payload 254 (i&255)"));
        _decoder.Append([3, 0, 254, .. payload, 0xCD, 0x03, 3, .. _question]);
        Assert.Equal([_question], _sink.Frames);
    }

    [Fact]
    public void A_short_form_of_length_0_is_refused_at_once()
    {
        _decoder.Append([2, 0]);
        Assert.Equal(0, _decoder.Pending);
        _decoder.Append(_question);
        Assert.Equal([_question], _sink.Frames);
    }

    [Fact]
    public void Starts_of_the_largest_firmware_are_not_known()
    {
        _decoder.Append([4, 0, 0, 1, 0, 0, 0, 3, .. _question]);
        Assert.Equal([_question], _sink.Frames);
    }

    [Fact]
    public void A_corrupt_reply_gives_up_the_whole_frames_it_seemed_to_hold()
    {
        byte[] outer = Fixtures.Frame([.. _alive, .. _question]);
        outer[^2] ^= 1;
        _decoder.Append(outer);
        Assert.Equal([_alive, _question], _sink.Frames);
    }

    [Fact]
    public void Noise_is_one_search_and_not_many()
    {
        _decoder.Append([1, 1, 2, 0, 3, 9, 2, 0, .. _question, 7, .. _question]);
        Assert.Equal(2, _decoder.CorruptFrames);
    }

    [Fact]
    public void Clear_gives_up_what_is_pending_and_the_next_frame_is_found()
    {
        _decoder.Append(_write.AsSpan(0, 300));
        _decoder.Clear();
        Assert.Equal(0, _decoder.Pending);
        Assert.Equal(_write[..300], _sink.Skipped);
        _decoder.Append(_question);
        Assert.Equal([_question], _sink.Frames);
        Assert.Equal(1, _decoder.CorruptFrames);
    }

    [Fact]
    public void Clear_of_an_empty_decoder_is_no_event()
    {
        _decoder.Append(_question);
        _decoder.Clear();
        Assert.Empty(_sink.Skipped);
        Assert.Equal(0, _decoder.CorruptFrames);
    }

    [Fact]
    public void Nothing_is_allocated_per_frame()
    {
        var counter = new CountingSink();
        var decoder = new FrameDecoder(counter);
        byte[] stream = [.. _write, .. _question, 9, 2, 3, .. Fixtures.Golden("payload 512 (i&255)"), .. _alive];
        Func<ReadOnlySpan<byte>, bool> isAwaited = static payload => payload[0] == 99;
        Loop(100);
        counter.Frames = 0;

        // A collection that another test causes counts the rest of this thread's buffer as used: one quiet round is enough.
        long least = long.MaxValue;
        for (int round = 0; round < 5; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Loop(500);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(10_000, counter.Frames);
        Assert.Equal(0, least);

        void Loop(int times)
        {
            for (int i = 0; i < times; i++)
            {
                decoder.Append(stream.AsSpan(0, 333));
                decoder.Rescue(isAwaited);
                decoder.Append(stream.AsSpan(333));
            }
        }
    }

    private sealed class CountingSink : IFrameSink
    {
        public int Frames { get; set; }

        public void OnFrame(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> frame) => Frames++;

        public void OnSkipped(ReadOnlySpan<byte> bytes)
        {
        }
    }
}
