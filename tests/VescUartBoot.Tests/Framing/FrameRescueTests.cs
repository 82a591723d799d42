using VescUartBoot.Framing;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Framing;

/// <summary>A whole frame inside an unfinished one: taken when the line is silent, if somebody waits for it, and never instead of an outer
/// one that completes.</summary>
public sealed class FrameRescueTests
{
    private static readonly byte[] _question = Fixtures.Golden("FW_VERSION req");
    private static readonly byte[] _alive = Fixtures.Golden("ALIVE");
    private static readonly byte[] _reply = Fixtures.Golden("WRITE reply ok +ofs");

    private readonly RecordingSink _sink = new();
    private readonly FrameDecoder _decoder;

    public FrameRescueTests() => _decoder = new FrameDecoder(_sink);

    [Fact]
    public void An_awaited_frame_behind_a_stray_start_is_taken()
    {
        _decoder.Append([3, 1, .. _reply]);
        Assert.True(_decoder.Rescue(IsReply));
        Assert.Equal([_reply], _sink.Frames);
        Assert.Equal([3, 1], _sink.Skipped);
        Assert.Equal(0, _decoder.Pending);
    }

    [Fact]
    public void A_reply_whose_length_was_hit_costs_only_itself()
    {
        byte[] hit = [.. _reply];
        hit[1] ^= 0x08;
        _decoder.Append([.. hit, .. _reply, .. _reply]);

        // The 03 01 00 inside the broken reply now looks like a frame of 256 bytes.
        Assert.Empty(_sink.Frames);
        Assert.True(_decoder.Rescue(IsReply));
        Assert.Equal([_reply, _reply], _sink.Frames);
        Assert.Equal(hit, _sink.Skipped);
    }

    [Fact]
    public void A_frame_that_nobody_awaits_stays_where_it_is()
    {
        byte[] stream = [3, 1, .. _alive, .. _question];
        _decoder.Append(stream);
        Assert.False(_decoder.Rescue(IsReply));
        Assert.Empty(_sink.Frames);
        Assert.Empty(_sink.Skipped);
        Assert.Equal(stream.Length, _decoder.Pending);
    }

    [Fact]
    public void The_awaited_one_is_taken_and_the_one_before_it_is_not()
    {
        _decoder.Append([3, 1, .. _alive, .. _reply, .. _question]);
        Assert.True(_decoder.Rescue(IsReply));
        Assert.Equal([_reply, _question], _sink.Frames);
        Assert.Equal([3, 1, .. _alive], _sink.Skipped);
    }

    [Fact]
    public void The_stream_goes_on_behind_it()
    {
        _decoder.Append([3, 1, .. _reply, .. _question.AsSpan(0, 4)]);
        Assert.True(_decoder.Rescue(IsReply));
        Assert.Equal(4, _decoder.Pending);
        _decoder.Append([.. _question.AsSpan(4), .. _alive]);
        Assert.Equal([_reply, _question, _alive], _sink.Frames);
        Assert.Equal(1, _decoder.CorruptFrames);
    }

    [Fact]
    public void An_outer_frame_that_has_completed_is_not_searched()
    {
        byte[] outer = Fixtures.Frame([1, .. _reply, 5]);
        _decoder.Append(outer);
        Assert.False(_decoder.Rescue(_ => true));
        Assert.Equal([outer], _sink.Frames);
    }

    [Fact]
    public void An_outer_frame_that_completes_later_is_whole_if_the_inner_one_was_not_awaited()
    {
        byte[] outer = Fixtures.Frame([1, .. _question, 5]);
        _decoder.Append(outer.AsSpan(0, outer.Length - 1));
        Assert.False(_decoder.Rescue(IsReply));
        _decoder.Append([3]);
        Assert.Equal([outer], _sink.Frames);
        Assert.Empty(_sink.Skipped);
    }

    [Fact]
    public void An_unfinished_inner_frame_is_not_taken()
    {
        _decoder.Append([3, 1, .. _reply.AsSpan(0, _reply.Length - 1)]);
        Assert.False(_decoder.Rescue(_ => true));
        _decoder.Append([3]);
        Assert.True(_decoder.Rescue(_ => true));
        Assert.Equal([_reply], _sink.Frames);
    }

    [Fact]
    public void A_frame_inside_the_rescued_one_does_not_come_twice()
    {
        byte[] read = Fixtures.Frame([0x76, .. _reply, .. _question]);
        _decoder.Append([3, 1, .. read]);
        Assert.True(_decoder.Rescue(payload => payload[0] == 0x76));
        Assert.False(_decoder.Rescue(_ => true));
        Assert.Equal([read], _sink.Frames);
    }

    [Fact]
    public void Nothing_pending_holds_nothing_to_rescue()
    {
        Assert.False(_decoder.Rescue(_ => true));
        _decoder.Append(_question);
        Assert.False(_decoder.Rescue(_ => true));
        Assert.Equal([_question], _sink.Frames);
    }

    private static bool IsReply(ReadOnlySpan<byte> payload) => payload[0] == 3;
}
