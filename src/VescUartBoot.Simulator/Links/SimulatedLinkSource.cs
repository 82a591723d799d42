using VescUartBoot.Links;
using VescUartBoot.Simulator.Boards;

namespace VescUartBoot.Simulator.Links;

/// <summary>Opens links to one simulated board, any number of times. After a pulled cable or a restart, opening fails until the port
/// returns.</summary>
public sealed class SimulatedLinkSource : ILinkSource
{
    private readonly SimulatedBoard _board;
    private readonly int _portName;

    /// <summary>Creates a source of links to <paramref name="board"/>.</summary>
    /// <param name="board">The board.</param>
    /// <param name="name">Name of the links in messages. Default <c>sim://</c>.</param>
    public SimulatedLinkSource(SimulatedBoard board, string name = "sim://")
    {
        ArgumentNullException.ThrowIfNull(board);
        _board = board;
        _portName = board.Port.Name;
        Name = name;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>The board at the other end.</summary>
    public SimulatedBoard Board => _board;

    /// <inheritdoc/>
    public ValueTask<ILink> OpenAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _board.Clock.Between(() =>
        {
            if (!_board.Port.IsThere)
            {
                throw new LinkOpenException(
                    Name, LinkOpenFailure.NotFound, $"{Name} is not there: the board restarts, has no power, or its cable is out.");
            }

            if (_board.Port.Name != _portName)
            {
                throw new LinkOpenException(Name, LinkOpenFailure.NotFound,
                    $"{Name} is not there: the board came back under another name.");
            }

            if (_board.Port.Client is not null)
            {
                throw new LinkOpenException(Name, LinkOpenFailure.Busy, $"{Name} is open already.");
            }

            return ValueTask.FromResult<ILink>(SimulatedLink.Open(_board, Name));
        });
    }
}
