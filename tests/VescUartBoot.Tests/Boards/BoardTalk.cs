using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Framing;
using VescUartBoot.Links;
using VescUartBoot.Messages;
using VescUartBoot.Simulator.Time;

namespace VescUartBoot.Tests.Boards;

/// <summary>A conversation with a scripted board, and what its observer was told.</summary>
internal sealed class BoardTalk : IBoardObserver
{
    public BoardTalk() => Port.OnRequest = Answer;

    public ManualClock Clock { get; } = new() { RunLimit = TimeSpan.FromMinutes(2) };

    public ScriptedPort Port { get; } = new();

    public List<string> Told { get; } = [];

    /// <summary>What the board does not answer.</summary>
    public HashSet<Command> Deaf { get; } = [];

    public BoardOptions Options { get; set; } = new();

    public static ReadCodeRequest Header() => ReadCodeRequest.Header(VescUartBoot.Messages.CodeStore.Qml, new byte[8]);

    public static WriteNewAppDataRequest Write() => WriteNewAppDataRequest.Program(WriteArea.Staging, 0, new byte[4]);

    public void Run(Func<Board, Task> talk) => Clock.Run(async () =>
    {
        await using var board = await Board.ConnectAsync(Port, Options, Clock, this, cancellationToken: CancellationToken.None);
        await talk(board);
    });

    void IBoardObserver.OnRetry(string what, int attempt, string reason) => Told.Add($"{what} {attempt}: {reason}");

    void IBoardObserver.OnLinkLost(string reason, TimeSpan waiting) => Told.Add($"lost: {reason} ({waiting.TotalSeconds:0.#} s)");

    void IBoardObserver.OnLinkReturned() => Told.Add("returned");

    public void Answer(ScriptedLink link, byte[] request)
    {
        if (Deaf.Contains((Command)request[0]))
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
}
