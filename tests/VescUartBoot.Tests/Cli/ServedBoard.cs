using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Links;
using VescUartBoot.Simulator.Time;

namespace VescUartBoot.Tests.Cli;

#pragma warning disable CA1416 // The tests of ports need a Unix, as those of Links do.


/// <summary>A simulated board behind a pseudo-terminal.</summary>
internal sealed class ServedBoard : IDisposable
{
    private readonly HighResolutionTimeProvider _clock = new();
    private readonly SimulatedBoard _board;
    private readonly PseudoTerminalServer _server;

    public ServedBoard(string words)
    {
        _board = new SimulatedBoard(SimulatedBoardOptions.Parse(words), _clock);
        _server = new PseudoTerminalServer(_board);
    }

    public string Path => _server.Path!;

    public IReadOnlyDictionary<int, int> Commands => _board.Report().Commands;

    public void Dispose()
    {
        _server.Dispose();
        _board.Dispose();
        _clock.Dispose();
    }
}
