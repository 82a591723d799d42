using VescUartBoot.Boards;
using VescUartBoot.Links;
using VescUartBoot.Messages;
using VescUartBoot.Simulator.Time;

namespace VescUartBoot.Tests.Boards;

/// <summary>Between an erase of staging and the write that makes the firmware forget the erased code nothing asks for the
/// version.</summary>
public sealed class IdentityGuardTests
{
    private readonly ManualClock _clock = new() { RunLimit = TimeSpan.FromMinutes(2) };
    private readonly ScriptedPort _port = new();
    private readonly HashSet<Command> _deaf = [];
    private byte _id = 42;

    public IdentityGuardTests() => _port.OnRequest = Answer;

    [Fact]
    public void A_question_for_the_version_cannot_be_sent_before_the_code_is_forgotten() => Talk(async board =>
    {
        await board.SendAsync(new EraseNewAppRequest(1000), CancellationToken.None);

        await Assert.ThrowsAsync<InvalidOperationException>(() => board.SendAsync(board.Who, CancellationToken.None).AsTask());
        await Assert.ThrowsAsync<InvalidOperationException>(() => board.SendAsync(
            new ForwardCanRequest<FirmwareVersionRequest, FirmwareVersionReply>(43, new FirmwareVersionRequest()), CancellationToken.None)
            .AsTask());
        await board.AskWhetherItListensAsync(CancellationToken.None);
        Assert.True(await board.ForgetErasedCodeAsync(CancellationToken.None));
        await board.SendAsync(board.Who, CancellationToken.None);

        Assert.Equal(
            [Command.EraseNewApp, Command.GetValuesSelective, Command.QmlUiWrite, Command.LispWriteCode, Command.FirmwareVersion],
            _port.Link.Commands.SkipWhile(c => c != Command.EraseNewApp));
    });

    [Fact]
    public void Firmware_that_keeps_its_code_elsewhere_is_asked_as_ever()
    {
        _port.OnRequest = (link, request) => link.Answer(request[0] switch
        {
            0 => [0, 5, 2, .. ScriptedPort.Version605[3..26]],
            50 => [.. request, 0, 0, 0, 0, 0, 120, 0, _id],
            _ => [request[0], 1],
        });
        Talk(async board =>
        {
            await board.SendAsync(new EraseNewAppRequest(1000), CancellationToken.None);
            await board.SendAsync(board.Who, CancellationToken.None);
        });
    }

    [Fact]
    public void Another_try_of_the_write_is_preceded_by_a_question_that_harms_nothing() => Talk(async board =>
    {
        await board.SendAsync(new EraseNewAppRequest(1000), CancellationToken.None);
        _deaf.Add(Command.QmlUiWrite);

        await Assert.ThrowsAsync<ReplyTimeoutException>(() => board.ForgetErasedCodeAsync(CancellationToken.None));
        await Assert.ThrowsAsync<ReplyTimeoutException>(
            () => board.AskOnceAsync(ReadCodeRequest.Header(VescUartBoot.Messages.CodeStore.Qml, new byte[8]), CancellationToken.None)
                .AsTask());

        Assert.DoesNotContain(Command.FirmwareVersion, _port.Link.Commands.SkipWhile(c => c != Command.EraseNewApp));
        Assert.Contains(Command.GetQmlUiApp, _port.Link.Commands);
        Assert.Equal(Command.GetValuesSelective, _port.Link.Commands.Last());
    });

    [Fact]
    public void On_a_link_that_came_back_the_code_is_forgotten_before_the_board_is_asked_who_it_is() => Talk(async board =>
    {
        await board.SendAsync(new EraseNewAppRequest(1000), CancellationToken.None);

        await board.WaitForLinkAsync(new LinkLostException("script", "out"), CancellationToken.None);

        Assert.Equal([Command.GetValuesSelective, Command.QmlUiWrite, Command.LispWriteCode, Command.FirmwareVersion], _port.Link.Commands);
    });

    [Fact]
    public void A_board_with_another_id_gets_nothing_but_the_question_that_told_it()
    {
        Talk(async board =>
        {
            await board.SendAsync(new EraseNewAppRequest(1000), CancellationToken.None);
            _id = 7;
            var lost = new LinkLostException("script", "out");

            var e = await Assert.ThrowsAsync<BoardChangedException>(() => board.WaitForLinkAsync(lost, CancellationToken.None).AsTask());

            Assert.Contains("a board with id 7", e.Message, StringComparison.Ordinal);
            Assert.Equal([Command.GetValuesSelective], _port.Link.Commands);
            await Assert.ThrowsAsync<BoardChangedException>(
                () => board.SendAsync(new GetValuesSelectiveRequest(), CancellationToken.None).AsTask());
            await Assert.ThrowsAsync<BoardChangedException>(() => board.WaitForLinkAsync(lost, CancellationToken.None).AsTask());
            Assert.True(board.IsLinkLost);
        });
        Assert.Equal(2, _port.Links.Count);
        Assert.Equal([Command.GetValuesSelective], _port.Link.Commands);
    }

    private void Answer(ScriptedLink link, byte[] request)
    {
        var command = (Command)request[0];
        if (_deaf.Contains(command))
        {
            return;
        }

        switch (command)
        {
            case Command.FirmwareVersion:
                link.Answer(ScriptedPort.Version605);
                break;

            case Command.GetValuesSelective:
                link.Answer([.. request, 0, 0, 0, 0, 0, 120, 0, _id]);
                break;

            case Command.EraseNewApp:
                link.Answer([2, 1]);
                break;

            case Command.QmlUiWrite or Command.LispWriteCode:
                link.Answer([request[0], 1, 0, 0, 0, 0]);
                break;
        }
    }

    private void Talk(Func<Board, Task> talk) => _clock.Run(async () =>
    {
        await using var board = await Board.ConnectAsync(_port, new BoardOptions(), _clock, cancellationToken: CancellationToken.None);
        if (board.Capabilities.SelectiveValues)
        {
            await board.SendAsync(new GetValuesSelectiveRequest(), CancellationToken.None);
        }

        await talk(board);
    });
}
