using VescUartBoot.Boards;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Time;

namespace VescUartBoot.Tests.Boards;

/// <summary>A simulated board under a clock that stands still, and a conversation with it.</summary>
internal sealed class BoardBench : IDisposable, IBoardObserver
{
    private BoardBench(SimulatedBoardOptions options)
    {
        Simulated = new SimulatedBoard(options, Clock);
        Link = new WatchedLink(Simulated.CreateLinkSource(), Clock);
    }

    public ManualClock Clock { get; } = new() { RunLimit = TimeSpan.FromMinutes(2) };

    public SimulatedBoard Simulated { get; }

    public WatchedLink Link { get; }

    public BoardOptions Options { get; set; } = new();

    /// <summary>What the board's observer was told, a line each.</summary>
    public List<string> Told { get; } = [];

    /// <summary>Code that a user has stored.</summary>
    public static byte[] Code { get; } = [.. Enumerable.Range(0, 3000).Select(i => (byte)(i * 7))];

    public static BoardBench On(string query, Func<SimulatedBoardOptions, SimulatedBoardOptions>? change = null)
    {
        var options = SimulatedBoardOptions.Parse(query);
        return new BoardBench(change is null ? options : change(options));
    }

    /// <summary>A board with the same code stored as QML, which opens a way to read flash.</summary>
    public static BoardBench Readable(string query) => On(query, o => o with { Qml = Code });

    public void Run(Func<Board, Task> talk) => Run(async board =>
    {
        await talk(board);
        return true;
    });

    public T Run<T>(Func<Board, Task<T>> talk) => Clock.Run(async () =>
    {
        await using var board = await Board.ConnectAsync(Link, Options, Clock, this, cancellationToken: CancellationToken.None);
        return await talk(board);
    });

    void IBoardObserver.OnRetry(string what, int attempt, string reason) => Told.Add($"{what} {attempt}: {reason}");

    void IBoardObserver.OnLinkLost(string reason, TimeSpan waiting) => Told.Add($"lost: {reason} ({waiting.TotalSeconds:0.#} s)");

    void IBoardObserver.OnLinkReturned() => Told.Add("returned");

    public void Dispose() => Simulated.Dispose();
}
