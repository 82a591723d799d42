using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Framing;
using VescUartBoot.Links;
using VescUartBoot.Messages;
using VescUartBoot.Simulator.Time;

namespace VescUartBoot.Tests.Boards;

/// <summary>Tries and time-outs.</summary>
public sealed class BoardTests
{
    private readonly BoardTalk _talk = new();

    [Fact]
    public void A_board_tells_who_it_is_and_what_it_hangs_on()
    {
        _talk.Port.Kind = LinkKind.VescUsb;
        _talk.Port.BaudRate = 9600;
        _talk.Run(board =>
        {
            Assert.Equal(("script", LinkKind.VescUsb, 960, _talk.Clock), (board.Port, board.LinkKind, board.LinkSpeed, board.Time));
            Assert.Equal("60_MK6", board.Identity.Hardware);
            Assert.True(board.Capabilities.IsKnown);
            Assert.Equal(3, board.Pace.Window);
            Assert.False(board.IsLinkLost);
            Assert.Equal(2, board.Statistics.Commands);
            return Task.CompletedTask;
        });
        Assert.True(_talk.Port.Link.IsClosed);
    }

    [Fact]
    public void An_answer_of_the_second_motor_to_an_earlier_program_is_not_taken_for_the_boards_own()
    {
        byte[] ofSecondMotor = [.. ScriptedPort.Version605];
        ofSecondMotor[3 + "60_MK6".Length + 1 + 11]++;
        bool stale = true;
        _talk.Port.OnRequest = (link, request) =>
        {
            if (stale && request[0] == (byte)Command.FirmwareVersion)
            {
                stale = false;
                link.Answer(ofSecondMotor);
            }

            _talk.Answer(link, request);
        };

        _talk.Run(board =>
        {
            Assert.Equal("3132333435363738393a3b3c", board.Identity.Uuid!.Value.ToString());
            return Task.CompletedTask;
        });
    }

    [Fact]
    public void Who_does_not_answer_as_a_VESC_does_is_asked_five_times_for_half_a_second()
    {
        _talk.Deaf.Add(Command.FirmwareVersion);

        var e = Assert.Throws<ReplyTimeoutException>(() => _talk.Run(_ => Task.CompletedTask));

        Assert.Equal("the board did not answer FW_VERSION (asked 5 times)", e.Message);
        Assert.Equal(("FW_VERSION", 5), (e.Request, e.Attempts));
        Assert.Equal(TimeSpan.FromSeconds(2.5), _talk.Clock.Elapsed);
        Assert.Equal(5, _talk.Port.Link.Commands.Count());
        Assert.Equal(Enumerable.Range(2, 4).Select(n => $"FW_VERSION {n}: no valid reply in time"), _talk.Told);
        Assert.True(_talk.Port.Link.IsClosed);
    }

    [Fact]
    public void What_is_asked_once_is_not_repeated()
    {
        _talk.Run(async board =>
        {
            _talk.Deaf.Add(Command.FirmwareVersion);
            var e = await Assert.ThrowsAsync<ReplyTimeoutException>(() => board.AskOnceAsync(board.Who, CancellationToken.None).AsTask());
            Assert.Equal("the board did not answer FW_VERSION (asked once)", e.Message);
            Assert.Equal((1, 0), (e.Attempts, board.Statistics.Retries));
        });

        Assert.Equal(3, _talk.Port.Link.Commands.Count());
        Assert.Empty(_talk.Told);
    }

    [Fact]
    public void On_a_UART_the_time_on_the_wire_comes_on_top_of_the_patience()
    {
        _talk.Port.BaudRate = 10 * 2 * Frame.MaxLength;
        _talk.Deaf.Add(Command.FirmwareVersion);

        Assert.Throws<ReplyTimeoutException>(() => _talk.Run(_ => Task.CompletedTask));

        Assert.Equal(5 * TimeSpan.FromSeconds(1.5), _talk.Clock.Elapsed);
    }

    [Fact]
    public void A_time_out_is_followed_by_a_flush_as_long_as_this_firmwares_buffer() => _talk.Run(async board =>
    {
        _talk.Deaf.Add(Command.GetValues);
        await Assert.ThrowsAsync<ReplyTimeoutException>(() => board.AskOnceAsync(new GetValuesRequest(), CancellationToken.None).AsTask());
        Assert.Equal(new byte[520], _talk.Port.Link.Written[^1]);

        await board.FlushAsync(CancellationToken.None);
        Assert.Equal(new byte[520], _talk.Port.Link.Written[^1]);
    });

    [Fact]
    public void A_read_that_a_later_answer_proves_lost_is_repeated_at_once_five_times_in_all()
    {
        _talk.Run(async board =>
        {
            _talk.Deaf.Add(Command.GetQmlUiApp);
            var e = await Assert.ThrowsAsync<ReplyTimeoutException>(
                () => board.SendAsync(BoardTalk.Header(), CancellationToken.None).AsTask());
            Assert.Equal(5, e.Attempts);
            Assert.IsType<ReplyLostException>(e.InnerException);
            Assert.Equal(4, board.Statistics.Retries);
        });

        Assert.Equal(5 * TimeSpan.FromMilliseconds(50), _talk.Clock.Elapsed);
        Assert.Equal(Enumerable.Range(2, 4).Select(n => $"GET_QML_UI_APP {n}: the reply was lost"), _talk.Told);
    }

    [Fact]
    public void A_write_is_repeated_only_behind_a_question_that_drains_its_late_answer()
    {
        _talk.Run(async board =>
        {
            _talk.Deaf.Add(Command.WriteNewAppData);
            var e = await Assert.ThrowsAsync<ReplyTimeoutException>(
                () => board.SendAsync(BoardTalk.Write(), CancellationToken.None).AsTask());
            Assert.Equal(3, e.Attempts);
        });

        Assert.Equal(TimeSpan.FromSeconds(24), _talk.Clock.Elapsed);
        Assert.Equal(
            [
                Command.FirmwareVersion, Command.FirmwareVersion,
                Command.WriteNewAppData, Command.FirmwareVersion,
                Command.WriteNewAppData, Command.FirmwareVersion,
                Command.WriteNewAppData,
            ],
            _talk.Port.Link.Commands);
    }

    [Fact]
    public void An_erase_is_sent_once_and_waits_for_no_link()
    {
        _talk.Run(async board =>
        {
            _talk.Deaf.Add(Command.EraseNewApp);
            var e = await Assert.ThrowsAsync<ReplyTimeoutException>(
                () => board.SendAsync(new EraseNewAppRequest(1000), CancellationToken.None).AsTask());
            Assert.Equal((1, TimeSpan.FromSeconds(20)), (e.Attempts, _talk.Clock.Elapsed));

            var lost = board.SendAsync(new EraseNewAppRequest(1000), CancellationToken.None).AsTask();
            _talk.Port.Link.Lose("the cable is out");
            await Assert.ThrowsAsync<LinkLostException>(() => lost);
            Assert.True(board.IsLinkLost);
        });

        Assert.Single(_talk.Port.Links);
        Assert.Empty(_talk.Told);
    }

    [Fact]
    public void A_stop_is_heard_before_the_first_try() => _talk.Run(async board =>
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => board.SendAsync(new GetValuesRequest(), new CancellationToken(canceled: true)).AsTask());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => board.AskOnceAsync(new GetValuesRequest(), new CancellationToken(canceled: true)).AsTask());

        Assert.Equal([Command.FirmwareVersion, Command.FirmwareVersion], _talk.Port.Link.Commands);
    });

    [Fact]
    public void A_stop_ends_the_tries_and_leaves_one_that_is_under_way_a_moment_more() => _talk.Run(async board =>
    {
        _talk.Deaf.Add(Command.GetValues);
        using var stop = new CancellationTokenSource();
        var values = board.SendAsync(new GetValuesRequest(), stop.Token).AsTask();
        stop.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => values);

        Assert.Equal(TimeSpan.FromMilliseconds(250), _talk.Clock.Elapsed);
        Assert.Equal([Command.FirmwareVersion, Command.FirmwareVersion, Command.GetValues], _talk.Port.Link.Commands);
        Assert.Equal(0, board.Statistics.Retries);
        Assert.Empty(_talk.Told);
    });

    [Fact]
    public void A_class_with_a_single_try_is_asked_once()
    {
        _talk.Options = new BoardOptions { Identify = new RetryOptions(1, TimeSpan.FromMilliseconds(10)) };
        _talk.Run(async board =>
        {
            _talk.Deaf.Add(Command.GetValues);
            await Assert.ThrowsAsync<ReplyTimeoutException>(() => board.SendAsync(new GetValuesRequest(), CancellationToken.None).AsTask());
            Assert.Equal(TimeSpan.FromMilliseconds(10), _talk.Clock.Elapsed);
        });
    }

    [Fact]
    public void ALIVE_goes_out_at_the_pace_of_the_options()
    {
        _talk.Options = new BoardOptions { AliveEvery = TimeSpan.FromMilliseconds(200) };
        _talk.Run(async board =>
        {
            board.KeepAlive();
            Assert.False(board.AliveDue);
            await Task.Delay(TimeSpan.FromSeconds(1.1), _talk.Clock, CancellationToken.None);
        });

        Assert.Equal(5, _talk.Port.Link.Commands.Count(c => c == Command.Alive));
    }

    [Fact]
    public void A_busy_board_is_waited_for_until_it_answers() => _talk.Run(async board =>
    {
        _talk.Deaf.Add(Command.FirmwareVersion);
        using var wakes = _talk.Clock.CreateTimer(_ => _talk.Deaf.Clear(), null, TimeSpan.FromSeconds(4), Timeout.InfiniteTimeSpan);

        await board.WaitUntilItAnswersAsync(TimeSpan.FromSeconds(20), CancellationToken.None);

        Assert.Equal(TimeSpan.FromSeconds(4), _talk.Clock.Elapsed);
    });

    [Fact]
    public void A_board_that_stays_silent_for_longer_than_it_may_is_given_up() => _talk.Run(async board =>
    {
        _talk.Deaf.Add(Command.FirmwareVersion);

        // Five tries are 2.5 s: the second time the 3 s have passed.
        await Assert.ThrowsAsync<ReplyTimeoutException>(
            () => board.WaitUntilItAnswersAsync(TimeSpan.FromSeconds(3), CancellationToken.None));

        Assert.Equal(TimeSpan.FromSeconds(5), _talk.Clock.Elapsed);
    });

    [Fact]
    public void A_board_is_given_up_when_its_time_is_up_to_the_very_moment() => _talk.Run(async board =>
    {
        _talk.Deaf.Add(Command.FirmwareVersion);

        await Assert.ThrowsAsync<ReplyTimeoutException>(
            () => board.WaitUntilItAnswersAsync(TimeSpan.FromSeconds(2.5), CancellationToken.None));

        Assert.Equal(TimeSpan.FromSeconds(2.5), _talk.Clock.Elapsed);
    });

    [Theory]
    [InlineData(1, 50)]
    [InlineData(3.125, 50)]
    [InlineData(6, 96)]
    [InlineData(25, 400)]
    [InlineData(100, 700)]
    public void The_silence_grows_with_the_round_trip_and_stays_shorter_than_the_patience(double median,
        double silence) => _talk.Run(board =>
    {
        Assert.Equal(TimeSpan.FromMilliseconds(50), board.Silence);

        board.AllowForRoundTrip(TimeSpan.FromMilliseconds(median));

        Assert.Equal(TimeSpan.FromMilliseconds(silence), board.Silence);
        return Task.CompletedTask;
    });

    [Fact]
    public void On_a_UART_the_silence_is_never_shorter_than_the_largest_frame()
    {
        _talk.Port.BaudRate = 100 * Frame.MaxLength;
        _talk.Run(board =>
        {
            Assert.Equal(TimeSpan.FromMilliseconds(150), board.Silence);
            board.AllowForRoundTrip(TimeSpan.FromMilliseconds(1));
            Assert.Equal(TimeSpan.FromMilliseconds(150), board.Silence);
            board.AllowForRoundTrip(TimeSpan.FromMilliseconds(10));
            Assert.Equal(TimeSpan.FromMilliseconds(160), board.Silence);
            return Task.CompletedTask;
        });
    }

    [Fact]
    public void A_port_that_passes_long_frames_faster_than_its_baud_rate_needs_less_silence()
    {
        _talk.Port.BaudRate = 115_200;
        _talk.Run(board =>
        {
            board.AllowForRoundTrip(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2));
            Assert.Equal(TimeSpan.FromMilliseconds(52), board.Silence);
            return Task.CompletedTask;
        });
    }

    [Fact]
    public void What_was_lost_among_several_is_told_as_a_retry()
    {
        _talk.Port.Kind = LinkKind.VescUsb;
        _talk.Run(board =>
        {
            board.FellBack("a read", new ReplyTimeoutException("X", 1, new ReplyLostException("an earlier request")));
            board.FellBack("a write", new ReplyTimeoutException("Y", 1));

            Assert.Equal(["a read 2: the reply was lost", "a write 2: the board did not answer Y (asked once)"], _talk.Told);
            Assert.Equal((2, 1), (board.Statistics.Retries, board.Pace.Window));
            return Task.CompletedTask;
        });
    }

    [Fact]
    public void A_retry_falls_back_to_one_at_a_time()
    {
        _talk.Port.Kind = LinkKind.VescUsb;
        _talk.Run(async board =>
        {
            _talk.Deaf.Add(Command.GetValues);
            await Assert.ThrowsAsync<ReplyTimeoutException>(() => board.SendAsync(new GetValuesRequest(), CancellationToken.None).AsTask());
            Assert.Equal(1, board.Pace.Window);
        });
    }

    [Fact]
    public void A_read_has_its_own_patience_where_nothing_tells_that_it_is_lost() => _talk.Run(async board =>
    {
        _talk.Deaf.Add(Command.GetQmlUiApp);
        _talk.Deaf.Add(Command.FirmwareVersion);

        var e = await Assert.ThrowsAsync<ReplyTimeoutException>(
            () => board.AskOnceAsync(BoardTalk.Header(), CancellationToken.None).AsTask());

        Assert.Equal(TimeSpan.FromSeconds(1), _talk.Clock.Elapsed);
        Assert.IsNotType<ReplyLostException>(e.InnerException);
        Assert.Equal(5, board.ReadAttempts);
    });
}
