using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Messages;
using VescUartBoot.Simulator.Time;
using VescUartBoot.TestKit;
using CodeStore = VescUartBoot.Messages.CodeStore;

namespace VescUartBoot.Tests.Boards;

/// <summary>What a silence on the line means, and what comes in meanwhile.</summary>
public sealed class SilenceTests
{
    private static readonly byte[] _header = [118, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xF8, 1, 2, 3, 4, 5, 6, 7, 8];
    private static readonly byte[] _print = [(byte)Command.Print, .. "something"u8];

    private readonly ManualClock _clock = new() { RunLimit = TimeSpan.FromMinutes(1) };
    private readonly ScriptedPort _port = new();

    [Fact]
    public void An_unanswered_read_is_asked_after_once_and_the_answer_proves_it_lost() => Run(async () =>
    {
        await using var connection = await OpenAsync();
        var read = connection.AskAsync(Header(), CancellationToken.None);

        Pass(49.9);
        Assert.Single(_port.Link.Written);
        Pass(0.1);
        Assert.Equal([Command.GetQmlUiApp, Command.FirmwareVersion], _port.Link.Commands);
        Pass(1000);
        Assert.Equal(2, _port.Link.Written.Count);
        Assert.Equal(2, connection.Statistics.Commands);

        _port.Link.Answer(ScriptedPort.Version605);
        Assert.Equal("no answer to an earlier request, but to a later question",
            (await Assert.ThrowsAsync<ReplyLostException>(() => read)).Message);
    });

    [Fact]
    public void A_read_that_is_answered_behind_the_silence_has_its_answer() => Run(async () =>
    {
        await using var connection = await OpenAsync();
        var read = connection.AskAsync(Header(), CancellationToken.None);
        Pass(50);

        _port.Link.Answer(_header);

        Assert.Equal(8, (await read).Length);

        // The answer to the question in between is nobody's, and no stray read.
        var next = connection.AskAsync(new FirmwareVersionRequest(), CancellationToken.None);
        _port.Link.Answer(ScriptedPort.Version605);
        Assert.False(next.IsCompleted);
        _port.Link.Answer(ScriptedPort.Version605);
        Assert.Equal(6, (await next).Major);
        Assert.Equal(0, connection.Statistics.StrayReplies);
    });

    [Fact]
    public void Only_reads_are_asked_after() => Run(async () =>
    {
        await using var connection = await OpenAsync();
        _ = connection.AskAsync(new FirmwareVersionRequest(), CancellationToken.None);
        _ = connection.AskAsync(new GetValuesRequest(), CancellationToken.None);

        Pass(1000);

        Assert.Equal(2, _port.Link.Written.Count);
    });

    [Fact]
    public void A_question_behind_the_read_tells_as_much_so_nothing_else_is_asked() => Run(async () =>
    {
        await using var connection = await OpenAsync();
        _ = connection.AskAsync(Header(), CancellationToken.None);
        _ = connection.AskAsync(new FirmwareVersionRequest(), CancellationToken.None);

        Pass(1000);

        Assert.Equal(2, _port.Link.Written.Count);
    });

    [Fact]
    public void What_is_answered_while_the_question_after_it_waits_for_its_turn_needs_no_question() => Run(async () =>
    {
        await using var connection = await OpenAsync();
        var read = connection.AskAsync(Header(), CancellationToken.None);
        var hold = _port.Link.Hold = new TaskCompletionSource();
        var second = connection.AskAsync(ReadCodeRequest.Header(CodeStore.Lisp, new byte[8]), CancellationToken.None);
        Pass(50);

        _port.Link.Answer(_header);
        _port.Link.Answer([130, .. _header[1..]]);
        _port.Link.Hold = null;
        hold.SetResult();

        await read;
        await second;
        Assert.Equal([Command.GetQmlUiApp, Command.LispReadCode], _port.Link.Commands);
        Assert.Equal(2, connection.Statistics.Commands);

        // Nor is one left open, which would hold ALIVE up.
        connection.Recognise();
        connection.StartAlive(TimeSpan.FromMilliseconds(500));
        Pass(500);
        Assert.Equal(Command.Alive, _port.Link.Commands.Last());
    });

    [Fact]
    public void The_question_in_between_counts_only_with_the_boards_own_answer() => Run(async () =>
    {
        await using var connection = await OpenAsync();
        var own = new Uuid(ScriptedPort.Version605.AsSpan(10, 12));
        connection.Uuid = own;
        var read = connection.AskAsync(Header(), CancellationToken.None);
        Pass(50);

        byte[] another = [.. ScriptedPort.Version605];
        another[10] ^= 1;
        _port.Link.Answer(another);
        Assert.False(read.IsCompleted);

        _port.Link.Answer(ScriptedPort.Version605);
        await Assert.ThrowsAsync<ReplyLostException>(() => read);
    });

    [Fact]
    public void Bytes_of_an_unfinished_frame_begin_the_silence_anew() => Run(async () =>
    {
        await using var connection = await OpenAsync();
        var read = connection.AskAsync(Header(), CancellationToken.None);
        byte[] frame = Fixtures.Frame(_header);
        foreach (byte one in frame)
        {
            Pass(49);
            _port.Link.Come(one);
        }

        Assert.Equal(8, (await read).Length);
        Assert.Single(_port.Link.Written);
    });

    [Fact]
    public void Whole_packets_that_nobody_asked_for_interrupt_no_silence() => Run(async () =>
    {
        await using var connection = await OpenAsync();
        _ = connection.AskAsync(Header(), CancellationToken.None);
        Pass(30);
        _port.Link.Answer(_print);
        Pass(19.9);
        Assert.Single(_port.Link.Written);

        _port.Link.Answer(_print);
        Pass(0.1);

        Assert.Equal(2, _port.Link.Written.Count);
    });

    [Fact]
    public void A_packet_that_comes_when_the_silence_is_over_already_does_not_begin_another() => Run(async () =>
    {
        await using var connection = await OpenAsync();
        _ = connection.AskAsync(Header(), CancellationToken.None);
        connection.Silence = TimeSpan.FromMilliseconds(10);
        Pass(30);
        _port.Link.Answer(_print);
        Pass(0);

        Assert.Equal(2, _port.Link.Written.Count);
    });

    [Fact]
    public void Noise_begins_the_silence_anew_for_it_may_have_been_the_answer() => Run(async () =>
    {
        await using var connection = await OpenAsync();
        _ = connection.AskAsync(Header(), CancellationToken.None);
        Pass(30);
        _port.Link.Come(0xAA, 0xBB);
        Pass(49.9);
        Assert.Single(_port.Link.Written);

        Pass(0.1);

        Assert.Equal(2, _port.Link.Written.Count);
        Assert.Equal((1, 1), (connection.Statistics.CorruptFrames, connection.Statistics.StrayReplies));
    });

    [Fact]
    public void Each_answer_begins_the_silence_of_the_next_one_under_way() => Run(async () =>
    {
        await using var connection = await OpenAsync();
        var first = connection.AskAsync(Header(), CancellationToken.None);
        _ = connection.AskAsync(ReadCodeRequest.Header(CodeStore.Lisp, new byte[8]), CancellationToken.None);
        Pass(30);
        _port.Link.Answer(_header);
        await first;
        Pass(49.9);
        Assert.Equal(2, _port.Link.Written.Count);

        Pass(0.1);

        Assert.Equal(3, _port.Link.Written.Count);
    });

    [Fact]
    public void A_whole_answer_inside_an_unfinished_frame_counts_after_a_silence() => Run(async () =>
    {
        await using var connection = await OpenAsync();
        var read = connection.AskAsync(Header(), CancellationToken.None);
        _port.Link.Come([0x03, 0x01, 0x00, .. Fixtures.Frame(_header)]);
        Assert.False(read.IsCompleted);

        Pass(50);

        Assert.Equal(8, (await read).Length);
        Assert.Single(_port.Link.Written);
        Assert.Equal((1, 1), (connection.Statistics.CorruptFrames, connection.Statistics.StrayReplies));
    });

    [Fact]
    public void A_whole_frame_inside_an_unfinished_one_that_nobody_asked_for_stays_a_part_of_it() => Run(async () =>
    {
        await using var connection = await OpenAsync();
        var read = connection.AskAsync(Header(), CancellationToken.None);
        byte[] other = [.. _header];
        other[8] = 0xF0;
        _port.Link.Come([0x03, 0x01, 0x00, .. Fixtures.Frame(other)]);

        Pass(50);

        Assert.False(read.IsCompleted);
        Assert.Equal([Command.GetQmlUiApp, Command.FirmwareVersion], _port.Link.Commands);
    });

    [Fact]
    public void An_unfinished_frame_with_a_whole_one_inside_that_nobody_asked_for_may_still_complete() => Run(async () =>
    {
        await using var connection = await OpenAsync();
        byte[] destination = new byte[100];
        var read = connection.AskAsync(new ReadCodeRequest(CodeStore.Qml, -8, destination), CancellationToken.None);
        byte[] inner = Fixtures.Frame(_print);
        byte[] outer = Fixtures.Frame([118, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xF8, .. inner, .. new byte[100 - inner.Length]]);
        _port.Link.Come(outer[..80]);

        Pass(50);
        _port.Link.Come(outer[80..]);

        Assert.Equal(100, (await read).Length);
        Assert.Equal(inner, destination[..inner.Length]);
        Assert.Equal(0, connection.Statistics.CorruptFrames);
    });

    [Fact]
    public void Every_time_that_the_stream_holds_no_frame_is_counted_once() => Run(async () =>
    {
        await using var connection = await OpenAsync();
        for (int i = 1; i <= 3; i++)
        {
            _port.Link.Come(0xAA, 0xBB);
            _port.Link.Answer(_print);
            Assert.Equal(i, connection.Statistics.CorruptFrames);
        }
    });

    [Fact]
    public void An_answer_goes_to_the_first_that_takes_it_and_those_before_it_are_lost() => Run(async () =>
    {
        await using var connection = await OpenAsync();
        var read = connection.AskAsync(Header(), CancellationToken.None);
        var first = connection.AskAsync(new FirmwareVersionRequest(), CancellationToken.None);
        var second = connection.AskAsync(new FirmwareVersionRequest(), CancellationToken.None);

        _port.Link.Answer(ScriptedPort.Version605);

        await Assert.ThrowsAsync<ReplyLostException>(() => read);
        Assert.Equal(6, (await first).Major);
        Assert.False(second.IsCompleted);
        _port.Link.Answer(ScriptedPort.Version605);
        Assert.Equal(6, (await second).Major);
    });

    [Fact]
    public void Those_who_are_answered_together_are_resumed_in_the_order_in_which_they_asked() => Run(async () =>
    {
        await using var connection = await OpenAsync();
        var order = new List<int>();
        var all = Enumerable.Range(1, 3).Select(AskAsync).ToList();

        byte[] answer = Fixtures.Frame(ScriptedPort.Version605);
        _port.Link.Come([.. answer, .. answer, .. answer]);

        await Task.WhenAll(all);
        Assert.Equal([1, 2, 3], order);

        async Task AskAsync(int number)
        {
            await connection.AskAsync(new FirmwareVersionRequest(), CancellationToken.None);
            order.Add(number);
        }
    });

    [Theory]
    [InlineData((byte)118, 1)]
    [InlineData((byte)130, 1)]
    [InlineData((byte)Command.Print, 0)]
    public void Only_a_read_that_nobody_asked_for_makes_a_silence_doubtful(byte command, int stray) => Run(async () =>
    {
        await using var connection = await OpenAsync();

        _port.Link.Answer([command, .. _header[1..]]);

        Assert.Equal(stray, connection.Statistics.StrayReplies);
        Assert.Equal(0, connection.Statistics.CorruptFrames);
    });

    // Nothing that is awaited comes later than the clock: whoever waited for ever ends the test.
    private void Run(Func<Task> test) => _clock.Run(test);

    private static ReadCodeRequest Header() => ReadCodeRequest.Header(CodeStore.Qml, new byte[8]);

    private void Pass(double milliseconds) => _clock.Advance(TimeSpan.FromMilliseconds(milliseconds));

    private async Task<BoardConnection> OpenAsync()
    {
        var connection = new BoardConnection(_port, _clock, trace: null);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }
}
