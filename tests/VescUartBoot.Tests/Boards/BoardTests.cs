using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Framing;
using VescUartBoot.Links;
using VescUartBoot.Messages;
using VescUartBoot.Simulator.Time;

namespace VescUartBoot.Tests.Boards;

/// <summary>Tries, time-outs, and a link that comes back or does not.</summary>
public sealed class BoardTests : IBoardObserver
{
    private readonly ManualClock _clock = new() { RunLimit = TimeSpan.FromMinutes(2) };
    private readonly ScriptedPort _port = new();
    private readonly List<string> _told = [];
    private readonly HashSet<Command> _deaf = [];
    private BoardOptions _options = new();

    public BoardTests() => _port.OnRequest = Answer;

    [Fact]
    public void A_board_tells_who_it_is_and_what_it_hangs_on()
    {
        _port.Kind = LinkKind.VescUsb;
        _port.BaudRate = 9600;
        Talk(board =>
        {
            Assert.Equal(("script", LinkKind.VescUsb, 960, _clock), (board.Port, board.LinkKind, board.LinkSpeed, board.Time));
            Assert.Equal("60_MK6", board.Identity.Hardware);
            Assert.True(board.Capabilities.IsKnown);
            Assert.Equal(3, board.Pace.Window);
            Assert.False(board.IsLinkLost);
            Assert.Equal(2, board.Statistics.Commands);
            return Task.CompletedTask;
        });
        Assert.True(_port.Link.IsClosed);
    }

    [Fact]
    public void An_answer_of_the_second_motor_to_an_earlier_program_is_not_taken_for_the_boards_own()
    {
        byte[] ofSecondMotor = [.. ScriptedPort.Version605];
        ofSecondMotor[3 + "60_MK6".Length + 1 + 11]++;
        bool stale = true;
        _port.OnRequest = (link, request) =>
        {
            if (stale && request[0] == (byte)Command.FirmwareVersion)
            {
                stale = false;
                link.Answer(ofSecondMotor);
            }

            Answer(link, request);
        };

        Talk(board =>
        {
            Assert.Equal("3132333435363738393a3b3c", board.Identity.Uuid!.Value.ToString());
            return Task.CompletedTask;
        });
    }

    [Fact]
    public void Who_does_not_answer_as_a_VESC_does_is_asked_five_times_for_half_a_second()
    {
        _deaf.Add(Command.FirmwareVersion);

        var e = Assert.Throws<ReplyTimeoutException>(() => Talk(_ => Task.CompletedTask));

        Assert.Equal("the board did not answer FW_VERSION (asked 5 times)", e.Message);
        Assert.Equal(("FW_VERSION", 5), (e.Request, e.Attempts));
        Assert.Equal(TimeSpan.FromSeconds(2.5), _clock.Elapsed);
        Assert.Equal(5, _port.Link.Commands.Count());
        Assert.Equal(Enumerable.Range(2, 4).Select(n => $"FW_VERSION {n}: no valid reply in time"), _told);
        Assert.True(_port.Link.IsClosed);
    }

    [Fact]
    public void What_is_asked_once_is_not_repeated()
    {
        Talk(async board =>
        {
            _deaf.Add(Command.FirmwareVersion);
            var e = await Assert.ThrowsAsync<ReplyTimeoutException>(() => board.AskOnceAsync(board.Who, CancellationToken.None).AsTask());
            Assert.Equal("the board did not answer FW_VERSION (asked once)", e.Message);
            Assert.Equal((1, 0), (e.Attempts, board.Statistics.Retries));
        });

        Assert.Equal(3, _port.Link.Commands.Count());
        Assert.Empty(_told);
    }

    [Fact]
    public void On_a_UART_the_time_on_the_wire_comes_on_top_of_the_patience()
    {
        _port.BaudRate = 10 * 2 * Frame.MaxLength;
        _deaf.Add(Command.FirmwareVersion);

        Assert.Throws<ReplyTimeoutException>(() => Talk(_ => Task.CompletedTask));

        Assert.Equal(5 * TimeSpan.FromSeconds(1.5), _clock.Elapsed);
    }

    [Fact]
    public void A_time_out_is_followed_by_a_flush_as_long_as_this_firmwares_buffer() => Talk(async board =>
    {
        _deaf.Add(Command.GetValues);
        await Assert.ThrowsAsync<ReplyTimeoutException>(() => board.AskOnceAsync(new GetValuesRequest(), CancellationToken.None).AsTask());
        Assert.Equal(new byte[520], _port.Link.Written[^1]);

        await board.FlushAsync(CancellationToken.None);
        Assert.Equal(new byte[520], _port.Link.Written[^1]);
    });

    [Fact]
    public void A_read_that_a_later_answer_proves_lost_is_repeated_at_once_five_times_in_all()
    {
        Talk(async board =>
        {
            _deaf.Add(Command.GetQmlUiApp);
            var e = await Assert.ThrowsAsync<ReplyTimeoutException>(() => board.SendAsync(Header(), CancellationToken.None).AsTask());
            Assert.Equal(5, e.Attempts);
            Assert.IsType<ReplyLostException>(e.InnerException);
            Assert.Equal(4, board.Statistics.Retries);
        });

        Assert.Equal(5 * TimeSpan.FromMilliseconds(50), _clock.Elapsed);
        Assert.Equal(Enumerable.Range(2, 4).Select(n => $"GET_QML_UI_APP {n}: the reply was lost"), _told);
    }

    [Fact]
    public void A_write_is_repeated_only_behind_a_question_that_drains_its_late_answer()
    {
        Talk(async board =>
        {
            _deaf.Add(Command.WriteNewAppData);
            var e = await Assert.ThrowsAsync<ReplyTimeoutException>(() => board.SendAsync(Write(), CancellationToken.None).AsTask());
            Assert.Equal(3, e.Attempts);
        });

        Assert.Equal(TimeSpan.FromSeconds(24), _clock.Elapsed);
        Assert.Equal(
            [
                Command.FirmwareVersion, Command.FirmwareVersion,
                Command.WriteNewAppData, Command.FirmwareVersion,
                Command.WriteNewAppData, Command.FirmwareVersion,
                Command.WriteNewAppData,
            ],
            _port.Link.Commands);
    }

    [Fact]
    public void An_erase_is_sent_once_and_waits_for_no_link()
    {
        Talk(async board =>
        {
            _deaf.Add(Command.EraseNewApp);
            var e = await Assert.ThrowsAsync<ReplyTimeoutException>(
                () => board.SendAsync(new EraseNewAppRequest(1000), CancellationToken.None).AsTask());
            Assert.Equal((1, TimeSpan.FromSeconds(20)), (e.Attempts, _clock.Elapsed));

            var lost = board.SendAsync(new EraseNewAppRequest(1000), CancellationToken.None).AsTask();
            _port.Link.Lose("the cable is out");
            await Assert.ThrowsAsync<LinkLostException>(() => lost);
            Assert.True(board.IsLinkLost);
        });

        Assert.Single(_port.Links);
        Assert.Empty(_told);
    }

    [Fact]
    public void A_link_that_comes_back_with_the_same_board_goes_on_where_it_was() => Talk(async board =>
    {
        _deaf.Add(Command.GetValues);
        var values = board.SendAsync(new GetValuesRequest(), CancellationToken.None).AsTask();
        _deaf.Clear();

        _port.Link.Lose("the cable is out.");

        await values;
        Assert.Equal(["lost: the cable is out (15 s)", "returned"], _told);
        Assert.Equal([Command.FirmwareVersion, Command.GetValues], _port.Link.Commands);
        Assert.Equal(1, board.Pace.Window);
    });

    [Fact]
    public void A_link_that_was_lost_begins_its_proof_anew()
    {
        _port.Kind = LinkKind.VescUsb;
        Talk(async board =>
        {
            Assert.Equal(3, board.Pace.Window);
            await board.WaitForLinkAsync(new LinkLostException("script", "the cable is out"), CancellationToken.None);
            Assert.Equal(1, board.Pace.Window);
        });
    }

    [Fact]
    public void A_link_that_stays_away_is_tried_ten_times_a_second_until_its_time_is_up_and_then_no_more() => Talk(async board =>
    {
        var lost = new LinkLostException("script", "the cable is out.");
        int openings = 0;
        _port.Refuses = new LinkOpenException("script", LinkOpenFailure.NotFound, "no such port");
        _port.OnOpening = () => openings++;

        var e = await Assert.ThrowsAsync<LinkLostException>(() => board.WaitForLinkAsync(lost, CancellationToken.None).AsTask());

        Assert.Equal("the cable is out, and it did not come back within 15 s", e.Message);
        Assert.IsType<LinkOpenException>(e.InnerException);
        Assert.Equal((TimeSpan.FromSeconds(15), 151), (_clock.Elapsed, openings));

        // It is gone: the next question waits for nothing.
        Assert.Same(lost, await Assert.ThrowsAsync<LinkLostException>(() => board.WaitForLinkAsync(lost, CancellationToken.None).AsTask()));
        Assert.Equal((TimeSpan.FromSeconds(15), 151), (_clock.Elapsed, openings));
        Assert.Single(_told);
    });

    [Fact]
    public void Whoever_waits_for_a_link_can_be_stopped()
    {
        using var stop = new CancellationTokenSource();
        Talk(async board =>
        {
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => board.WaitForLinkAsync(new LinkLostException("script", "out"), stop.Token).AsTask());
        });
        Assert.Single(_port.Links[^1].Commands.Concat(_port.Links[0].Commands).Distinct());
    }

    [Fact]
    public void A_board_that_is_silent_on_the_link_that_came_back_is_asked_again_and_its_late_answers_are_waited_for()
    {
        int asked = 0;
        Talk(async board =>
        {
            _deaf.Add(Command.FirmwareVersion);
            _port.OnRequest = (link, request) =>
            {
                if (++asked == 3)
                {
                    _deaf.Clear();
                }

                Answer(link, request);
            };
            await board.WaitForLinkAsync(new LinkLostException("script", "out"), CancellationToken.None);

            // Two silences of 500 ms with a pause of 100 ms behind each, and then the time in which a late answer would come.
            Assert.Equal(TimeSpan.FromMilliseconds((2 * (500 + 100)) + 50), _clock.Elapsed);
            Assert.All(_port.Links.Skip(1), link => Assert.Single(link.Written));
            Assert.Equal(1, _told.Count(t => t == "returned"));
        });
    }

    [Fact]
    public void A_board_that_answers_at_once_on_the_link_that_came_back_is_kept_waiting_for_nothing() => Talk(async board =>
    {
        await board.WaitForLinkAsync(new LinkLostException("script", "out"), CancellationToken.None);

        Assert.Equal(TimeSpan.Zero, _clock.Elapsed);
    });

    [Theory]
    [InlineData(1, 7, "60_MK6 7.05")]
    [InlineData(2, 6, "60_MK6 6.06")]
    [InlineData(3, (byte)'7', "70_MK6 6.05")]
    [InlineData(10, 0xFF, "60_MK6 6.05")]
    public void Another_board_on_the_link_that_came_back_is_refused_by_name(int at, byte value, string found) => Talk(async board =>
    {
        byte[] other = [.. ScriptedPort.Version605];
        other[at] = value;
        _port.OnRequest = (link, _) => link.Answer(other);

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
        _options = new BoardOptions { Returns = returns };
        Talk(async board =>
        {
            _port.OnRequest = (link, request) =>
            {
                if (request[0] == (byte)Command.GetValues)
                {
                    link.Lose("the cable is out");
                }
                else
                {
                    Answer(link, request);
                }
            };

            await Assert.ThrowsAsync<LinkLostException>(() => board.SendAsync(new GetValuesRequest(), CancellationToken.None).AsTask());
        });

        Assert.Equal(returns + 1, _port.Links.Count);
        Assert.Equal(returns, _told.Count(t => t == "returned"));
    }

    [Fact]
    public void A_stop_is_heard_before_the_first_try() => Talk(async board =>
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => board.SendAsync(new GetValuesRequest(), new CancellationToken(canceled: true)).AsTask());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => board.AskOnceAsync(new GetValuesRequest(), new CancellationToken(canceled: true)).AsTask());

        Assert.Equal([Command.FirmwareVersion, Command.FirmwareVersion], _port.Link.Commands);
    });

    [Fact]
    public void A_stop_ends_the_tries_and_leaves_one_that_is_under_way_a_moment_more() => Talk(async board =>
    {
        _deaf.Add(Command.GetValues);
        using var stop = new CancellationTokenSource();
        var values = board.SendAsync(new GetValuesRequest(), stop.Token).AsTask();
        stop.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => values);

        Assert.Equal(TimeSpan.FromMilliseconds(250), _clock.Elapsed);
        Assert.Equal([Command.FirmwareVersion, Command.FirmwareVersion, Command.GetValues], _port.Link.Commands);
        Assert.Equal(0, board.Statistics.Retries);
        Assert.Empty(_told);
    });

    [Fact]
    public void A_class_with_a_single_try_is_asked_once()
    {
        _options = new BoardOptions { Identify = new RetryOptions(1, TimeSpan.FromMilliseconds(10)) };
        Talk(async board =>
        {
            _deaf.Add(Command.GetValues);
            await Assert.ThrowsAsync<ReplyTimeoutException>(() => board.SendAsync(new GetValuesRequest(), CancellationToken.None).AsTask());
            Assert.Equal(TimeSpan.FromMilliseconds(10), _clock.Elapsed);
        });
    }

    [Fact]
    public void ALIVE_goes_out_at_the_pace_of_the_options()
    {
        _options = new BoardOptions { AliveEvery = TimeSpan.FromMilliseconds(200) };
        Talk(async board =>
        {
            board.KeepAlive();
            Assert.False(board.AliveDue);
            await Task.Delay(TimeSpan.FromSeconds(1.1), _clock, CancellationToken.None);
        });

        Assert.Equal(5, _port.Link.Commands.Count(c => c == Command.Alive));
    }

    [Fact]
    public void A_busy_board_is_waited_for_until_it_answers() => Talk(async board =>
    {
        _deaf.Add(Command.FirmwareVersion);
        using var wakes = _clock.CreateTimer(_ => _deaf.Clear(), null, TimeSpan.FromSeconds(4), Timeout.InfiniteTimeSpan);

        await board.WaitUntilItAnswersAsync(TimeSpan.FromSeconds(20), CancellationToken.None);

        Assert.Equal(TimeSpan.FromSeconds(4), _clock.Elapsed);
    });

    [Fact]
    public void A_board_that_stays_silent_for_longer_than_it_may_is_given_up() => Talk(async board =>
    {
        _deaf.Add(Command.FirmwareVersion);

        // Five tries are 2.5 s: the second time the 3 s have passed.
        await Assert.ThrowsAsync<ReplyTimeoutException>(
            () => board.WaitUntilItAnswersAsync(TimeSpan.FromSeconds(3), CancellationToken.None));

        Assert.Equal(TimeSpan.FromSeconds(5), _clock.Elapsed);
    });

    [Fact]
    public void A_board_is_given_up_when_its_time_is_up_to_the_very_moment() => Talk(async board =>
    {
        _deaf.Add(Command.FirmwareVersion);

        await Assert.ThrowsAsync<ReplyTimeoutException>(
            () => board.WaitUntilItAnswersAsync(TimeSpan.FromSeconds(2.5), CancellationToken.None));

        Assert.Equal(TimeSpan.FromSeconds(2.5), _clock.Elapsed);
    });

    [Theory]
    [InlineData(1, 50)]
    [InlineData(3.125, 50)]
    [InlineData(6, 96)]
    [InlineData(25, 400)]
    [InlineData(100, 700)]
    public void The_silence_grows_with_the_round_trip_and_stays_shorter_than_the_patience(double median, double silence) => Talk(board =>
    {
        Assert.Equal(TimeSpan.FromMilliseconds(50), board.Silence);

        board.AllowForRoundTrip(TimeSpan.FromMilliseconds(median));

        Assert.Equal(TimeSpan.FromMilliseconds(silence), board.Silence);
        return Task.CompletedTask;
    });

    [Fact]
    public void On_a_UART_the_silence_is_never_shorter_than_the_largest_frame()
    {
        _port.BaudRate = 100 * Frame.MaxLength;
        Talk(board =>
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
    public void What_was_lost_among_several_is_told_as_a_retry()
    {
        _port.Kind = LinkKind.VescUsb;
        Talk(board =>
        {
            board.FellBack("a read", new ReplyTimeoutException("X", 1, new ReplyLostException("an earlier request")));
            board.FellBack("a write", new ReplyTimeoutException("Y", 1));

            Assert.Equal(["a read 2: the reply was lost", "a write 2: the board did not answer Y (asked once)"], _told);
            Assert.Equal((2, 1), (board.Statistics.Retries, board.Pace.Window));
            return Task.CompletedTask;
        });
    }

    [Fact]
    public void A_retry_falls_back_to_one_at_a_time()
    {
        _port.Kind = LinkKind.VescUsb;
        Talk(async board =>
        {
            _deaf.Add(Command.GetValues);
            await Assert.ThrowsAsync<ReplyTimeoutException>(() => board.SendAsync(new GetValuesRequest(), CancellationToken.None).AsTask());
            Assert.Equal(1, board.Pace.Window);
        });
    }

    [Fact]
    public void A_read_has_its_own_patience_where_nothing_tells_that_it_is_lost() => Talk(async board =>
    {
        _deaf.Add(Command.GetQmlUiApp);
        _deaf.Add(Command.FirmwareVersion);

        var e = await Assert.ThrowsAsync<ReplyTimeoutException>(() => board.AskOnceAsync(Header(), CancellationToken.None).AsTask());

        Assert.Equal(TimeSpan.FromSeconds(1), _clock.Elapsed);
        Assert.IsNotType<ReplyLostException>(e.InnerException);
        Assert.Equal(5, board.ReadAttempts);
    });

    void IBoardObserver.OnRetry(string what, int attempt, string reason) => _told.Add($"{what} {attempt}: {reason}");

    void IBoardObserver.OnLinkLost(string reason, TimeSpan waiting) => _told.Add($"lost: {reason} ({waiting.TotalSeconds:0.#} s)");

    void IBoardObserver.OnLinkReturned() => _told.Add("returned");

    private static ReadCodeRequest Header() => ReadCodeRequest.Header(VescUartBoot.Messages.CodeStore.Qml, new byte[8]);

    private static WriteNewAppDataRequest Write() => WriteNewAppDataRequest.Program(WriteArea.Staging, 0, new byte[4]);

    private void Answer(ScriptedLink link, byte[] request)
    {
        if (_deaf.Contains((Command)request[0]))
        {
            return;
        }

        switch ((Command)request[0])
        {
            case Command.FirmwareVersion:
                link.Answer(ScriptedPort.Version605);
                break;

            case Command.GetValues:
                link.Answer([4, .. new byte[80]]);
                break;
        }
    }

    private void Talk(Func<Board, Task> talk) => _clock.Run(async () =>
    {
        await using var board = await Board.ConnectAsync(_port, _options, _clock, this, cancellationToken: CancellationToken.None);
        await talk(board);
    });
}
