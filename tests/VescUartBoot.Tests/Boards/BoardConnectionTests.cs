using VescUartBoot.Boards;
using VescUartBoot.Framing;
using VescUartBoot.Links;
using VescUartBoot.Messages;
using VescUartBoot.Simulator.Time;
using VescUartBoot.TestKit;
using VescUartBoot.Tracing;
using CodeStore = VescUartBoot.Messages.CodeStore;

namespace VescUartBoot.Tests.Boards;

/// <summary>What goes out on a link, in which turn, and what becomes of a link that ends.</summary>
public sealed class BoardConnectionTests
{
    private static readonly TimeSpan _aliveEvery = TimeSpan.FromMilliseconds(500);

    private readonly ManualClock _clock = new() { RunLimit = TimeSpan.FromMinutes(1) };
    private readonly ScriptedPort _port = new();
    private readonly RecordedTrace _trace = new();

    [Fact]
    public void A_link_in_this_process_is_opened_without_a_flush() => Run(async () =>
    {
        await using var connection = await OpenAsync();

        Assert.Empty(_port.Link.Written);
        Assert.Equal(["note opened script"], _trace.Lines);
    });

    [Theory]
    [InlineData(false, 1030)]
    [InlineData(true, 520)]
    public void Any_other_link_is_flushed_with_as_many_zeros_as_the_boards_buffer_takes(bool resynchronises, int zeros) => Run(async () =>
    {
        _port.Kind = LinkKind.Unknown;
        await using var connection = new BoardConnection(_port, _clock, _trace) { BoardResynchronises = resynchronises };

        await connection.OpenAsync(TestContext.Current.CancellationToken);

        Assert.Equal(new byte[zeros], Assert.Single(_port.Link.Written));
        Assert.Equal(zeros, connection.Statistics.BytesSent);
    });

    [Fact]
    public void A_question_goes_out_as_one_frame_and_its_answer_comes_back() => Run(async () =>
    {
        await using var connection = await OpenAsync();

        var answer = connection.AskAsync(new FirmwareVersionRequest(), CancellationToken.None);
        Assert.False(answer.IsCompleted);
        _port.Link.Answer(ScriptedPort.Version605);

        Assert.Equal((6, 5), ((await answer).Major, (await answer).Minor));
        Assert.Equal(Fixtures.Frame([0]), Assert.Single(_port.Link.Written));
        Assert.Equal((1, 6), (connection.Statistics.Commands, connection.Statistics.BytesSent));
        Assert.Equal(Fixtures.Frame(ScriptedPort.Version605).Length, connection.Statistics.BytesReceived);
        Assert.Equal(["note opened script", "sent 6", $"received {Fixtures.Frame(ScriptedPort.Version605).Length}"], _trace.Lines);
    });

    [Fact]
    public void An_answer_may_be_here_before_the_write_returns() => Run(async () =>
    {
        await using var connection = await OpenAsync();
        _port.OnRequest = (link, _) => link.Answer(ScriptedPort.Version605);

        Assert.Equal(6, (await connection.AskAsync(new FirmwareVersionRequest(), CancellationToken.None)).Major);
    });

    [Fact]
    public void What_is_asked_before_the_link_is_open_or_after_it_was_closed_finds_no_link() => Run(async () =>
    {
        await using var connection = new BoardConnection(_port, _clock, _trace);
        var before = await Assert.ThrowsAsync<LinkLostException>(
            () => connection.AskAsync(new FirmwareVersionRequest(), CancellationToken.None));
        Assert.Equal("script is closed", before.Message);
        Assert.Equal((LinkKind.Unknown, null, false), (connection.Kind, connection.BaudRate, connection.IsLost));

        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await connection.CloseLinkAsync();
        Assert.True(_port.Link.IsClosed);
        await Assert.ThrowsAsync<LinkLostException>(() => connection.AskAsync(new FirmwareVersionRequest(), CancellationToken.None));
    });

    [Fact]
    public void A_link_that_ends_fails_what_is_open_and_all_that_is_asked_later_until_it_is_opened_again() => Run(async () =>
    {
        await using var connection = await OpenAsync();
        var open = connection.AskAsync(new FirmwareVersionRequest(), CancellationToken.None);

        _port.Link.Lose("the cable is out");
        _port.Link.Lose("once more");

        Assert.Equal("the cable is out", (await Assert.ThrowsAsync<LinkLostException>(() => open)).Message);
        Assert.True(connection.IsLost);
        var later = await Assert.ThrowsAsync<LinkLostException>(
            () => connection.AskAsync(new FirmwareVersionRequest(), CancellationToken.None));
        Assert.Equal("the cable is out", later.Message);
        Assert.Single(_port.Link.Written);
        Assert.Single(_trace.Lines, "note lost: the cable is out");

        await connection.OpenAsync(TestContext.Current.CancellationToken);
        Assert.False(connection.IsLost);
        Assert.True(_port.Links[0].IsClosed);
    });

    [Fact]
    public void The_last_bytes_of_a_link_that_was_given_up_reach_nobody() => Run(async () =>
    {
        await using var connection = await OpenAsync();
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        var open = connection.AskAsync(new FirmwareVersionRequest(), CancellationToken.None);

        _port.Links[0].Answer(ScriptedPort.Version605);
        _port.Links[0].Lose("long gone");

        Assert.False(open.IsCompleted);
        Assert.False(connection.IsLost);
        Assert.Equal(0, connection.Statistics.BytesReceived);
        _port.Link.Answer(ScriptedPort.Version605);
        Assert.Equal(6, (await open).Major);
    });

    [Fact]
    public void The_board_may_come_back_on_another_port() => Run(async () =>
    {
        await using var connection = await OpenAsync();
        var other = new ScriptedPort { Name = "other", Kind = LinkKind.VescUsb, BaudRate = 9600 };

        connection.UseSource(other);
        Assert.Equal(("other", LinkKind.InProcess), (connection.Name, connection.Kind));
        Assert.Same(other, connection.Source);

        await connection.OpenAsync(TestContext.Current.CancellationToken);
        Assert.Equal((LinkKind.VescUsb, 9600), (connection.Kind, connection.BaudRate));
        Assert.True(_port.Link.IsClosed);
    });

    [Fact]
    public void The_time_on_the_wire_is_that_of_the_largest_frame_twice() => Run(async () =>
    {
        await using var connection = await OpenAsync();
        Assert.Equal(TimeSpan.Zero, connection.TimeOnTheWire);

        _port.BaudRate = 10 * 2 * Frame.MaxLength;
        Assert.Equal(TimeSpan.FromSeconds(1), connection.TimeOnTheWire);

        _port.BaudRate = 0;
        Assert.Equal(TimeSpan.Zero, connection.TimeOnTheWire);
    });

    [Fact]
    public void Frames_go_out_whole_and_in_the_order_in_which_they_were_asked() => Run(async () =>
    {
        await using var connection = await OpenAsync();
        var hold = _port.Link.Hold = new TaskCompletionSource();
        var first = connection.AskAsync(new FirmwareVersionRequest(), CancellationToken.None);
        var second = connection.AskAsync(new GetValuesRequest(), CancellationToken.None);
        Assert.Single(_port.Link.Written);

        _port.Link.Hold = null;
        hold.SetResult();

        Assert.Equal([Command.FirmwareVersion, Command.GetValues], _port.Link.Commands);
        Assert.False(first.IsCompleted || second.IsCompleted);
    });

    [Fact]
    public void A_question_that_could_not_be_written_is_not_open() => Run(async () =>
    {
        await using var connection = await OpenAsync();
        _port.Link.Hold = new TaskCompletionSource();
        _port.Link.Hold.SetException(new LinkLostException("script", "no room"));

        await Assert.ThrowsAsync<LinkLostException>(() => connection.AskAsync(Header(), CancellationToken.None));

        _port.Link.Hold = null;
        connection.Recognise();
        connection.StartAlive(_aliveEvery);
        _clock.Advance(_aliveEvery);
        Assert.Equal(Command.Alive, _port.Link.Commands.Last());
    });

    [Fact]
    public void A_question_that_is_given_up_leaves_nothing_open_and_its_late_answer_is_nobodys() => Run(async () =>
    {
        await using var connection = await OpenAsync();
        using var patience = new CancellationTokenSource();
        var open = connection.AskAsync(Header(), patience.Token);

        patience.Cancel();

        var e = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => open);
        Assert.Equal(patience.Token, e.CancellationToken);
        _port.Link.Answer([118, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xF8, 1, 2, 3, 4, 5, 6, 7, 8]);
        Assert.Equal(1, connection.Statistics.StrayReplies);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Single(_port.Link.Written);
    });

    [Fact]
    public void A_question_that_is_given_up_while_it_waits_for_its_turn_is_never_sent() => Run(async () =>
    {
        await using var connection = await OpenAsync();
        var hold = _port.Link.Hold = new TaskCompletionSource();
        using var patience = new CancellationTokenSource();
        var first = connection.AskAsync(new FirmwareVersionRequest(), CancellationToken.None);
        var second = connection.AskAsync(new GetValuesRequest(), patience.Token);

        patience.Cancel();
        hold.SetResult();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        _port.Link.Answer(ScriptedPort.Version605);
        await first;
        Assert.Equal([Command.FirmwareVersion], _port.Link.Commands);
    });

    [Fact]
    public void A_flush_empties_the_decoder_and_gives_up_what_is_open() => Run(async () =>
    {
        await using var connection = await OpenAsync();
        var open = connection.AskAsync(new FirmwareVersionRequest(), CancellationToken.None);
        _port.Link.Come(0x03, 0x01);

        await connection.FlushAsync(TestContext.Current.CancellationToken);

        Assert.Equal("no answer to a request that was given up, but to a later question",
            (await Assert.ThrowsAsync<ReplyLostException>(() => open)).Message);
        Assert.Equal(new byte[1030], _port.Link.Written[^1]);
        Assert.Equal(1, connection.Statistics.CorruptFrames);

        // The half frame would have swallowed it.
        var next = connection.AskAsync(new FirmwareVersionRequest(), CancellationToken.None);
        _port.Link.Answer(ScriptedPort.Version605);
        Assert.Equal(6, (await next).Major);
    });

    [Fact]
    public void Whoever_was_given_up_by_a_flush_may_ask_the_next_question_at_once() => Run(async () =>
    {
        await using var connection = await OpenAsync();
        var next = AskTwiceAsync();

        await connection.FlushAsync(TestContext.Current.CancellationToken);

        Assert.Equal(Command.GetValues, _port.Link.Commands.Last());
        Assert.False(next.IsCompleted);

        async Task AskTwiceAsync()
        {
            await Assert.ThrowsAsync<ReplyLostException>(() => connection.AskAsync(new FirmwareVersionRequest(), CancellationToken.None));
            await connection.AskAsync(new GetValuesRequest(), CancellationToken.None);
        }
    });

    [Fact]
    public void A_board_that_takes_no_byte_of_a_flush_for_ten_seconds_is_lost() => Run(async () =>
    {
        await using var connection = await OpenAsync();
        _port.Link.Hold = new TaskCompletionSource();

        var flush = connection.FlushAsync(CancellationToken.None).AsTask();
        _clock.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(flush.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal("script has taken no more bytes for 10 s", (await Assert.ThrowsAsync<LinkLostException>(() => flush)).Message);
        Assert.True(connection.IsLost);
    });

    [Fact]
    public void A_flush_that_its_caller_stops_is_no_loss() => Run(async () =>
    {
        await using var connection = await OpenAsync();
        _port.Link.Hold = new TaskCompletionSource();
        using var stop = new CancellationTokenSource();

        var flush = connection.FlushAsync(stop.Token).AsTask();
        stop.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => flush);
        Assert.False(connection.IsLost);
    });

    [Fact]
    public void What_is_no_frame_is_in_the_trace() => Run(async () =>
    {
        await using var connection = await OpenAsync();

        _port.Link.Come(0xAA, 0xBB, 0xCC);

        Assert.Equal(["note opened script", "skipped 3"], _trace.Lines);
    });

    [Fact]
    public void What_was_disposed_sends_nothing_more() => Run(async () =>
    {
        var connection = await OpenAsync();
        connection.Recognise();
        connection.StartAlive(_aliveEvery);
        _ = connection.AskAsync(Header(), CancellationToken.None);
        long fired = _clock.TimersFired;

        await connection.DisposeAsync();
        _clock.Advance(10 * _aliveEvery);

        Assert.True(_port.Link.IsClosed);
        Assert.Single(_port.Link.Written);
        Assert.Equal(fired, _clock.TimersFired);
    });

    // Nothing that is awaited comes later than the clock: whoever waited for ever ends the test.
    private void Run(Func<Task> test) => _clock.Run(test);

    private static ReadCodeRequest Header() => ReadCodeRequest.Header(CodeStore.Qml, new byte[8]);

    private async Task<BoardConnection> OpenAsync()
    {
        var connection = new BoardConnection(_port, _clock, _trace);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    private sealed class RecordedTrace : IFrameTrace
    {
        public List<string> Lines { get; } = [];

        public void Sent(ReadOnlySpan<byte> bytes) => Lines.Add($"sent {bytes.Length}");

        public void Received(ReadOnlySpan<byte> frame) => Lines.Add($"received {frame.Length}");

        public void Skipped(ReadOnlySpan<byte> bytes) => Lines.Add($"skipped {bytes.Length}");

        public void Note(string text) => Lines.Add($"note {text}");
    }
}
