using VescUartBoot.Boards;
using VescUartBoot.Framing;
using VescUartBoot.Links;
using VescUartBoot.Messages;
using VescUartBoot.Simulator.Time;
using VescUartBoot.TestKit;
using VescUartBoot.Tracing;
using CodeStore = VescUartBoot.Messages.CodeStore;

namespace VescUartBoot.Tests.Boards;

/// <summary>When ALIVE goes out, and what becomes of a link that breaks on it.</summary>
public sealed class AliveTests
{
    private static readonly TimeSpan _aliveEvery = TimeSpan.FromMilliseconds(500);

    private readonly ManualClock _clock = new() { RunLimit = TimeSpan.FromMinutes(1) };
    private readonly ScriptedPort _port = new();

    [Fact]
    public void ALIVE_goes_out_at_its_pace_while_nothing_is_open() => Run(async () =>
    {
        await using var connection = await OpenAsync();
        connection.Recognise();
        connection.StartAlive(_aliveEvery);
        connection.StartAlive(_aliveEvery);

        _clock.Advance(5 * _aliveEvery);

        Assert.Equal(Enumerable.Repeat(Command.Alive, 5), _port.Link.Commands);
        Assert.False(connection.AliveDue);
        Assert.Equal(0, connection.Statistics.Commands);
    });

    [Fact]
    public void ALIVE_waits_for_the_open_request_and_goes_out_before_the_next() => Run(async () =>
    {
        await using var connection = await OpenAsync();
        connection.Recognise();
        connection.StartAlive(_aliveEvery);
        var open = connection.AskAsync(new FirmwareVersionRequest(), CancellationToken.None);
        _clock.Advance(3 * _aliveEvery);
        Assert.True(connection.AliveDue);
        Assert.Single(_port.Link.Written);

        _port.Link.Answer(ScriptedPort.Version605);
        await open;
        _ = connection.AskAsync(new GetValuesRequest(), CancellationToken.None);

        Assert.Equal([Command.FirmwareVersion, Command.Alive, Command.GetValues], _port.Link.Commands);
        Assert.False(connection.AliveDue);
    });

    [Fact]
    public void ALIVE_does_not_go_between_two_requests_that_are_under_way_together() => Run(async () =>
    {
        await using var connection = await OpenAsync();
        connection.Recognise();
        connection.StartAlive(_aliveEvery);
        _ = connection.AskAsync(new FirmwareVersionRequest(), CancellationToken.None);
        _clock.Advance(_aliveEvery);

        _ = connection.AskAsync(new GetValuesRequest(), CancellationToken.None);

        Assert.Equal([Command.FirmwareVersion, Command.GetValues], _port.Link.Commands);
    });

    [Fact]
    public void ALIVE_that_waited_for_its_turn_stays_away_once_a_request_is_open() => Run(async () =>
    {
        await using var connection = await OpenAsync();
        connection.Recognise();
        connection.StartAlive(_aliveEvery);
        var hold = _port.Link.Hold = new TaskCompletionSource();
        var flush = connection.FlushAsync(CancellationToken.None).AsTask();
        var open = connection.AskAsync(new FirmwareVersionRequest(), CancellationToken.None);
        _clock.Advance(_aliveEvery);

        _port.Link.Hold = null;
        hold.SetResult();
        await flush;

        // The question was in the queue first, but nothing was open when ALIVE came due: it goes out in front, and once.
        Assert.Equal([Command.Alive, Command.FirmwareVersion], _port.Link.Commands);
        Assert.False(open.IsCompleted);
    });

    [Fact]
    public void A_link_that_breaks_on_ALIVE_is_lost() => Run(async () =>
    {
        await using var connection = await OpenAsync();
        connection.Recognise();
        connection.StartAlive(_aliveEvery);
        _port.Link.Hold = new TaskCompletionSource();
        _clock.Advance(_aliveEvery);

        _port.Link.Hold.SetException(new LinkLostException("script", "broken"));

        Assert.True(connection.IsLost);
    });

    [Fact]
    public void ALIVE_that_breaks_on_a_link_of_before_loses_nothing_on_the_new_one() => Run(async () =>
    {
        await using var connection = await OpenAsync();
        connection.Recognise();
        connection.StartAlive(_aliveEvery);
        var hold = _port.Link.Hold = new TaskCompletionSource();
        _clock.Advance(_aliveEvery);
        await connection.OpenAsync(TestContext.Current.CancellationToken);

        hold.SetException(new LinkLostException("script", "broken"));

        Assert.False(connection.IsLost);
    });

    [Fact]
    public void ALIVE_on_a_closed_link_is_tried_again_on_the_next_once_its_board_is_recognised() => Run(async () =>
    {
        await using var connection = await OpenAsync();
        connection.Recognise();
        connection.StartAlive(_aliveEvery);
        await connection.CloseLinkAsync();
        _clock.Advance(_aliveEvery);

        await connection.OpenAsync(TestContext.Current.CancellationToken);
        _clock.Advance(_aliveEvery);
        Assert.Empty(_port.Link.Commands);
        connection.Recognise();
        _clock.Advance(_aliveEvery);

        Assert.False(connection.IsLost);
        Assert.Equal([Command.Alive], _port.Link.Commands);
    });

    // Nothing that is awaited comes later than the clock: whoever waited for ever ends the test.
    private void Run(Func<Task> test) => _clock.Run(test);

    private static ReadCodeRequest Header() => ReadCodeRequest.Header(CodeStore.Qml, new byte[8]);

    private async Task<BoardConnection> OpenAsync()
    {
        var connection = new BoardConnection(_port, _clock, trace: null);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }
}
