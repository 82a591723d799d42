using VescUartBoot.Boards;
using VescUartBoot.Links;
using VescUartBoot.Messages;
using VescUartBoot.Simulator.Time;

namespace VescUartBoot.Tests.Boards;

/// <summary>A restart, where the test says what the board and its ports do and when.</summary>
public sealed class RestartOnScriptTests : IBoardObserver, IProgress<TimeSpan>
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);
    private static readonly LinkOpenException _absent = new("script", LinkOpenFailure.NotFound, "not there");

    private readonly ManualClock _clock = new() { RunLimit = TimeSpan.FromMinutes(2) };
    private readonly ScriptedPort _port = new();
    private readonly List<string> _told = [];
    private readonly List<double> _waited = [];
    private byte[] _identity = ScriptedPort.Version605;
    private Action<ScriptedLink> _onJump = _ => { };
    private bool _deaf;

    public RestartOnScriptTests() => _port.OnRequest = Answer;

    [Fact]
    public void A_port_that_goes_away_proves_the_restart_and_the_board_is_asked_when_it_is_back()
    {
        _port.Kind = LinkKind.VescUsb;
        _onJump = GoAway(_port, 8 * _second);
        Restart(new RestartOptions(), (board, back) =>
        {
            Assert.Equal(new RestartResult(8 * _second, LinkWentAway: true), back);
            Assert.Equal(3, board.Pace.Window);
        });

        Assert.Empty(_told);
        Assert.Equal(2, _port.Links.Count);
        Assert.Equal([Command.FirmwareVersion, Command.FirmwareVersion, Command.JumpToBootloader], _port.Links[0].Commands);

        // What runs now may have the longer buffer.
        Assert.Equal(1030, _port.Links[1].Written[0].Length);
    }

    [Fact]
    public void A_UART_stays_and_its_board_is_asked_from_the_given_time_on_four_times_a_second()
    {
        _onJump = _ => Deafen(TimeSpan.FromSeconds(8.1));
        Restart(new RestartOptions { PollFrom = 7 * _second },
            (_, back) => Assert.Equal(new RestartResult(TimeSpan.FromSeconds(8.5), LinkWentAway: false), back));

        // At 7 and 7.75 s it says nothing for half a second; at 8.5 s it answers, and a late answer is waited for.
        Assert.Equal(4, _port.Links.Count);
        Assert.Equal(TimeSpan.FromSeconds(8.55), _clock.Elapsed);
        Assert.Empty(_told);
    }

    [Fact]
    public void Whoever_waits_is_told_the_time_every_second_and_at_each_question()
    {
        _onJump = GoAway(_port, TimeSpan.FromSeconds(3.4));

        Restart(new RestartOptions { PollFrom = TimeSpan.FromSeconds(2.5) }, (_, _) => { });

        // The first word comes before the jump.
        Assert.Equal([0, 0, 1, 2, 2.5, 2.5, 2.75, 2.75, 3, 3, 3.25, 3.25, 3.5], _waited);
    }

    [Fact]
    public void A_jump_that_is_lost_on_the_wire_is_repeated_and_the_time_counts_from_the_last()
    {
        int jumps = 0;
        _onJump = _ =>
        {
            if (++jumps == 3)
            {
                Deafen(6 * _second);
            }
        };
        Restart(new RestartOptions(), (_, back) => Assert.InRange(back!.Value.Elapsed, 6 * _second, TimeSpan.FromSeconds(6.8)));

        Assert.Equal(3, jumps);
        Assert.Equal(["JUMP_TO_BOOTLOADER 2: the board did not restart", "JUMP_TO_BOOTLOADER 3: the board did not restart"], _told);
    }

    [Fact]
    public void A_board_that_answers_after_three_jumps_is_taken_for_one_that_came_back()
    {
        Restart(new RestartOptions(), (_, back) => Assert.Equal(5 * _second, back!.Value.Elapsed));

        Assert.Equal(3, _port.Links[0].Commands.Count(c => c == Command.JumpToBootloader));
        Assert.Equal(3, _told.Count);
    }

    [Fact]
    public void A_board_that_answers_at_once_with_another_version_has_restarted()
    {
        _onJump = _ => _identity = Version(6, 6);
        Restart(new RestartOptions(), (board, _) => Assert.Equal("6.06", board.Identity.Firmware.ToString()));

        Assert.Empty(_told);
    }

    [Fact]
    public void What_the_board_is_and_can_follows_from_the_firmware_that_runs_now()
    {
        _onJump = link =>
        {
            _identity = Version(5, 3);
            GoAway(_port, 6 * _second)(link);
        };
        Restart(new RestartOptions(), (board, _) =>
        {
            Assert.Equal("5.03", board.Identity.Firmware.ToString());
            Assert.False(board.Capabilities.SaysNothingStored);
        });
    }

    [Fact]
    public void A_board_that_stays_silent_is_given_up_when_its_time_is_up_and_is_waited_for_no_more()
    {
        _onJump = _ => Deafen(1000 * _second);
        Restart(new RestartOptions { GiveUpAfter = 20 * _second }, (board, back) =>
        {
            Assert.Null(back);
            Assert.InRange(_clock.Elapsed.TotalSeconds, 20, 20.8);
            Assert.Equal("script", board.Port);
            var lost = new LinkLostException("script", "gone");
            Assert.Same(lost,
                Assert.ThrowsAsync<LinkLostException>(() => board.WaitForLinkAsync(lost, CancellationToken.None).AsTask()).GetAwaiter()
                    .GetResult());
        });
    }

    [Fact]
    public void The_board_is_found_under_another_name_where_its_own_port_is_not_there()
    {
        var other = new ScriptedPort { Name = "other", OnRequest = Answer };
        var asked = new List<bool>();
        _onJump = GoAway(_port, 1000 * _second);
        Restart(
            new RestartOptions { OtherPorts = isThere => { asked.Add(isThere); return new([other]); } },
            (board, back) =>
            {
                Assert.Equal((5 * _second, "other"), (back!.Value.Elapsed, board.Port));
                Assert.Equal([false], asked);
            });
        Assert.Equal(Command.FirmwareVersion, Assert.Single(other.Link.Commands));
    }

    [Fact]
    public void Where_its_own_port_is_there_and_silent_the_other_ports_are_told_so()
    {
        var asked = new List<bool>();
        _onJump = _ => Deafen(6 * _second);
        Restart(new RestartOptions { OtherPorts = isThere => { asked.Add(isThere); return new([]); } }, (_, back) => Assert.NotNull(back));

        Assert.Equal([true, true], asked);
    }

    [Fact]
    public void A_board_that_is_given_up_is_known_by_its_own_port_again()
    {
        var other = new ScriptedPort { Name = "other", Refuses = _absent };
        _onJump = GoAway(_port, 1000 * _second);
        Restart(new RestartOptions { GiveUpAfter = 6 * _second, OtherPorts = _ => new([other]) }, (board, back) =>
        {
            Assert.Null(back);
            Assert.Equal("script", board.Port);
        });
    }

    [Fact]
    public void Another_board_on_a_port_is_not_the_one_that_is_waited_for()
    {
        byte[] stranger = [.. ScriptedPort.Version605];
        stranger[^20] ^= 0x40;
        var wrong = new ScriptedPort { Name = "wrong", OnRequest = (link, _) => link.Answer(stranger) };
        var right = new ScriptedPort { Name = "right", OnRequest = Answer };
        var unused = new ScriptedPort { Name = "unused", OnRequest = Answer };
        _onJump = GoAway(_port, 1000 * _second);

        Restart(new RestartOptions { OtherPorts = _ => new([wrong, right, unused]) },
            (board, back) => Assert.Equal((5 * _second, "right"), (back!.Value.Elapsed, board.Port)));

        Assert.Single(wrong.Links);
        Assert.Empty(unused.Links);
    }

    [Fact]
    public void Another_board_that_took_the_name_over_counts_as_a_port_that_is_not_there()
    {
        byte[] stranger = [.. ScriptedPort.Version605];
        stranger[^20] ^= 0x40;
        var asked = new List<bool>();
        _onJump = link =>
        {
            link.Lose("gone");
            _identity = stranger;
        };
        Restart(
            new RestartOptions
            {
                OtherPorts = isThere =>
                {
                    asked.Add(isThere);
                    _identity = ScriptedPort.Version605;
                    return new([]);
                },
            },
            (_, _) => Assert.Equal(TimeSpan.FromSeconds(5.25), _clock.Elapsed));

        Assert.Equal([false], asked);
    }

    [Fact]
    public void Another_board_that_took_the_name_over_is_asked_who_it_is_and_sent_nothing_else_even_while_it_is_silent() =>
        _clock.Run(async () =>
    {
        byte[] stranger = [.. ScriptedPort.Version605];
        stranger[^20] ^= 0x40;
        _onJump = link =>
        {
            _identity = stranger;
            Deafen(12 * _second);
            At(20 * _second, () => _identity = ScriptedPort.Version605);
            link.Lose("gone");
        };
        await using var board = await Board.ConnectAsync(_port, new BoardOptions(), _clock, this,
            cancellationToken: CancellationToken.None);
        board.KeepAlive();

        Assert.NotNull(await board.RestartThroughBootloaderAsync(new RestartOptions(), this));
        await Task.Delay(5 * _second, _clock, CancellationToken.None);

        Assert.True(_port.Links.Count > 30);
        Assert.All(_port.Links.Skip(1).SkipLast(1), link => Assert.Equal([Command.FirmwareVersion], link.Commands));
        Assert.Equal([Command.FirmwareVersion, Command.Alive], _port.Links[^1].Commands.Distinct());
    });

    [Fact]
    public void Another_board_that_took_the_name_over_has_its_port_to_itself_between_two_questions()
    {
        byte[] stranger = [.. ScriptedPort.Version605];
        stranger[^20] ^= 0x40;
        _onJump = link =>
        {
            link.Lose("gone");
            _identity = stranger;
        };
        Restart(
            new RestartOptions
            {
                OtherPorts = _ =>
                {
                    Assert.True(_port.Link.IsClosed);
                    _identity = ScriptedPort.Version605;
                    return new([]);
                },
            },
            (_, back) => Assert.NotNull(back));
    }

    [Fact]
    public void A_link_that_is_lost_at_the_question_is_opened_again()
    {
        int lost = 0;
        _onJump = link =>
        {
            link.Lose("gone");
            _port.OnRequest = (next, request) =>
            {
                if (++lost <= 2)
                {
                    next.Lose("gone again");
                }
                else
                {
                    Answer(next, request);
                }
            };
        };
        Restart(new RestartOptions(), (_, back) => Assert.Equal(TimeSpan.FromSeconds(5.5), back!.Value.Elapsed));
    }

    [Fact]
    public void A_link_that_is_lost_right_after_the_jump_is_the_restart()
    {
        _onJump = link => _port.OnRequest = (_, request) =>
        {
            if (request[0] == 0)
            {
                link.Lose("gone");
                _port.OnRequest = Answer;
            }
        };
        Restart(new RestartOptions(), (_, back) => Assert.Equal((5 * _second, false), (back!.Value.Elapsed, back.Value.LinkWentAway)));

        Assert.Empty(_told);
    }

    [Fact]
    public void A_board_that_comes_back_at_a_slower_baud_rate_gets_the_silence_that_it_needs()
    {
        _port.BaudRate = 921_600;
        var slow = new ScriptedPort { Name = "script", BaudRate = 9600, OnRequest = Answer };
        _onJump = GoAway(_port, 1000 * _second);
        Restart(new RestartOptions { OtherPorts = _ => new([slow]) }, (board, _) =>
        {
            Assert.InRange(board.Silence.TotalMilliseconds, 550, 650);
            Assert.Equal(960, board.LinkSpeed);
        });
    }

    [Fact]
    public void A_silence_that_was_measured_is_kept() => _clock.Run(async () =>
    {
        await using var board = await Board.ConnectAsync(_port, new BoardOptions(), _clock, this,
            cancellationToken: CancellationToken.None);
        board.AllowForRoundTrip(TimeSpan.FromMilliseconds(10));
        _onJump = GoAway(_port, 6 * _second);

        await board.RestartThroughBootloaderAsync(new RestartOptions(), this);

        Assert.Equal(TimeSpan.FromMilliseconds(160), board.Silence);
    });

    void IBoardObserver.OnRetry(string what, int attempt, string reason) => _told.Add($"{what} {attempt}: {reason}");

    void IBoardObserver.OnLinkLost(string reason, TimeSpan waiting) => _told.Add($"lost: {reason}");

    void IBoardObserver.OnLinkReturned() => _told.Add("returned");

    void IProgress<TimeSpan>.Report(TimeSpan value) => _waited.Add(value.TotalSeconds);

    private static byte[] Version(byte major, byte minor)
    {
        byte[] version = [.. ScriptedPort.Version605];
        (version[1], version[2]) = (major, minor);
        return version;
    }

    private Action<ScriptedLink> GoAway(ScriptedPort port, TimeSpan back) => link =>
    {
        port.Refuses = _absent;
        At(back, () => port.Refuses = null);
        link.Lose("gone");
    };

    private void Deafen(TimeSpan time)
    {
        _deaf = true;
        At(time, () => _deaf = false);
    }

    private void At(TimeSpan time, Action action) => _ = _clock.CreateTimer(_ => action(), null, time, Timeout.InfiniteTimeSpan);

    private void Answer(ScriptedLink link, byte[] request)
    {
        if (request[0] == (byte)Command.JumpToBootloader)
        {
            _onJump(link);
        }
        else if (request[0] == 0 && !_deaf)
        {
            link.Answer(_identity);
        }
    }

    private void Restart(RestartOptions options, Action<Board, RestartResult?> check) => _clock.Run(async () =>
    {
        await using var board = await Board.ConnectAsync(_port, new BoardOptions(), _clock, this,
            cancellationToken: CancellationToken.None);
        check(board, await board.RestartThroughBootloaderAsync(options, this));
    });
}
