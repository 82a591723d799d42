using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Framing;
using VescUartBoot.Links;
using VescUartBoot.Messages;
using VescUartBoot.Simulator.Time;

namespace VescUartBoot.Tests.Boards;

/// <summary>A link that is lost and comes back, or does not.</summary>
public sealed class LinkReturnTests
{
    private readonly BoardTalk _talk = new();

    [Fact]
    public void A_link_that_comes_back_with_the_same_board_goes_on_where_it_was() => _talk.Run(async board =>
    {
        _talk.Deaf.Add(Command.GetValues);
        var values = board.SendAsync(new GetValuesRequest(), CancellationToken.None).AsTask();
        _talk.Deaf.Clear();

        _talk.Port.Link.Lose("the cable is out.");

        await values;
        Assert.Equal(["lost: the cable is out (15 s)", "returned"], _talk.Told);
        Assert.Equal([Command.FirmwareVersion, Command.GetValues], _talk.Port.Link.Commands);
        Assert.Equal(1, board.Pace.Window);
    });

    [Fact]
    public void A_link_that_was_lost_begins_its_proof_anew()
    {
        _talk.Port.Kind = LinkKind.VescUsb;
        _talk.Run(async board =>
        {
            Assert.Equal(3, board.Pace.Window);
            await board.WaitForLinkAsync(new LinkLostException("script", "the cable is out"), CancellationToken.None);
            Assert.Equal(1, board.Pace.Window);
        });
    }

    [Fact]
    public void A_link_that_stays_away_is_tried_ten_times_a_second_until_its_time_is_up_and_then_no_more() => _talk.Run(async board =>
    {
        var lost = new LinkLostException("script", "the cable is out.");
        int openings = 0;
        _talk.Port.Refuses = new LinkOpenException("script", LinkOpenFailure.NotFound, "no such port");
        _talk.Port.OnOpening = () => openings++;

        var e = await Assert.ThrowsAsync<LinkLostException>(() => board.WaitForLinkAsync(lost, CancellationToken.None).AsTask());

        Assert.Equal("the cable is out, and it did not come back within 15 s", e.Message);
        Assert.IsType<LinkOpenException>(e.InnerException);
        Assert.Equal((TimeSpan.FromSeconds(15), 151), (_talk.Clock.Elapsed, openings));

        // It is gone: the next question waits for nothing.
        Assert.Same(lost, await Assert.ThrowsAsync<LinkLostException>(() => board.WaitForLinkAsync(lost, CancellationToken.None).AsTask()));
        Assert.Equal((TimeSpan.FromSeconds(15), 151), (_talk.Clock.Elapsed, openings));
        Assert.Single(_talk.Told);
    });

    [Fact]
    public void Whoever_waits_for_a_link_can_be_stopped()
    {
        using var stop = new CancellationTokenSource();
        _talk.Run(async board =>
        {
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => board.WaitForLinkAsync(new LinkLostException("script", "out"), stop.Token).AsTask());
        });
        Assert.Single(_talk.Port.Links[^1].Commands.Concat(_talk.Port.Links[0].Commands).Distinct());
    }

    [Fact]
    public void A_board_that_is_silent_on_the_link_that_came_back_is_asked_again_and_its_late_answers_are_waited_for()
    {
        int asked = 0;
        _talk.Run(async board =>
        {
            _talk.Deaf.Add(Command.FirmwareVersion);
            _talk.Port.OnRequest = (link, request) =>
            {
                if (++asked == 3)
                {
                    _talk.Deaf.Clear();
                }

                _talk.Answer(link, request);
            };
            await board.WaitForLinkAsync(new LinkLostException("script", "out"), CancellationToken.None);

            // Two silences of 500 ms with a pause of 100 ms behind each, and then the time in which a late answer would come.
            Assert.Equal(TimeSpan.FromMilliseconds((2 * (500 + 100)) + 50), _talk.Clock.Elapsed);
            Assert.All(_talk.Port.Links.Skip(1), link => Assert.Single(link.Written));
            Assert.Equal(1, _talk.Told.Count(t => t == "returned"));
        });
    }

    [Fact]
    public void A_board_that_answers_at_once_on_the_link_that_came_back_is_kept_waiting_for_nothing() => _talk.Run(async board =>
    {
        await board.WaitForLinkAsync(new LinkLostException("script", "out"), CancellationToken.None);

        Assert.Equal(TimeSpan.Zero, _talk.Clock.Elapsed);
    });

    [Theory]
    [InlineData(1, 7, "60_MK6 7.05")]
    [InlineData(2, 6, "60_MK6 6.06")]
    [InlineData(3, (byte)'7', "70_MK6 6.05")]
    [InlineData(10, 0xFF, "60_MK6 6.05")]
    public void Another_board_on_the_link_that_came_back_is_refused_by_name(int at, byte value, string found) => _talk.Run(async board =>
    {
        byte[] other = [.. ScriptedPort.Version605];
        other[at] = value;
        _talk.Port.OnRequest = (link, _) => link.Answer(other);

        var e = await Assert.ThrowsAsync<BoardChangedException>(
            () => board.WaitForLinkAsync(new LinkLostException("script", "out"), CancellationToken.None).AsTask());

        string uuid = Convert.ToHexStringLower(other, 10, 12);
        Assert.Equal($"another board answers now: {found} {uuid} instead of 60_MK6 6.05 3132333435363738393a3b3c", e.Message);
    });

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void A_link_is_waited_for_as_often_in_one_question_as_the_options_say(int returns)
    {
        _talk.Options = new BoardOptions { Returns = returns };
        _talk.Run(async board =>
        {
            _talk.Port.OnRequest = (link, request) =>
            {
                if (request[0] == (byte)Command.GetValues)
                {
                    link.Lose("the cable is out");
                }
                else
                {
                    _talk.Answer(link, request);
                }
            };

            await Assert.ThrowsAsync<LinkLostException>(() => board.SendAsync(new GetValuesRequest(), CancellationToken.None).AsTask());
        });

        Assert.Equal(returns + 1, _talk.Port.Links.Count);
        Assert.Equal(returns, _talk.Told.Count(t => t == "returned"));
    }
}
