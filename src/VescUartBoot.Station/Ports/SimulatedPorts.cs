using System.Buffers.Binary;

using VescUartBoot.Hosting.Simulation;
using VescUartBoot.Images;
using VescUartBoot.Links;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Time;

namespace VescUartBoot.Station.Ports;

/// <summary>Simulated boards, each on its own port: some with a bootloader, most without.</summary>
internal sealed class SimulatedPorts : IPortFinder, IDisposable
{
    private readonly Lock _lock = new();

    // Each place has its own clock: a job goes on in the callbacks of its clock, and waits for the disk there.
    private readonly List<(string Name, SimulatedBoard Board, HighResolutionTimeProvider Clock)> _boards = [];
    private readonly List<SimulatedBoard> _takenAway = [];

    /// <summary>Makes the boards.</summary>
    /// <param name="count">How many.</param>
    /// <param name="change">Changes the options of a board by its number, from 0.</param>
    public SimulatedPorts(int count, Func<int, SimulatedBoardOptions, SimulatedBoardOptions>? change = null)
    {
        Image = DemoImage.Load();
        for (int i = 0; i < count; i++)
        {
            var options = new SimulatedBoardOptions { Uuid = UuidOf(i) }.KnowingReleases();
            var clock = new HighResolutionTimeProvider();
            _boards.Add(($"sim://{i + 1}", new SimulatedBoard(change?.Invoke(i, options) ?? options, clock), clock));
        }
    }

    /// <summary>The bootloader that simulated boards take.</summary>
    public BootloaderImage Image { get; }

    /// <summary>The boards, in the order of their ports.</summary>
    public IReadOnlyList<SimulatedBoard> Boards
    {
        get
        {
            lock (_lock)
            {
                return [.. _boards.Select(b => b.Board)];
            }
        }
    }

    /// <summary>Another board takes the place of one at the same port, quicker than anybody looks.</summary>
    /// <param name="index">The place, from 0.</param>
    /// <param name="options">The other board.</param>
    /// <returns>The board that was taken away.</returns>
    public SimulatedBoard Exchange(int index, SimulatedBoardOptions options)
    {
        lock (_lock)
        {
            var (name, before, clock) = _boards[index];
            _takenAway.Add(before);
            _boards[index] = (name, new SimulatedBoard(options, clock), clock);
            before.Suffer(new PullCable(null));
            return before;
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<BenchPort>> FindAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return ValueTask.FromResult<IReadOnlyList<BenchPort>>(
            [
                .. _boards.Select((b, i) => (b.Name, b.Board, b.Clock, Index: i)).Where(b => b.Board.IsPortThere)
                    .Select(b => new BenchPort(b.Name, new PlaceSource(this, b.Index, b.Name))
                    {
                        Time = b.Clock,
                        SimulatedImage = Image,
                        Plugging = () => PluggingOf(b.Index),
                    }),
            ]);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var board in Boards.Concat(_takenAway))
        {
            board.Dispose();
        }

        _boards.ForEach(b => b.Clock.Dispose());
    }

    private string PluggingOf(int index)
    {
        var board = Boards[index];
        return $"{Convert.ToHexString(board.Options.Uuid.Span)} {board.Look(b => b.Port.Session)}";
    }

    private static byte[] UuidOf(int number)
    {
        byte[] uuid = [0x3A, 0x00, 0x2B, 0x00, 0x0F, 0x51, 0x38, 0x30, 0x36, 0x34, 0x00, 0x00];
        BinaryPrimitives.WriteUInt16BigEndian(uuid.AsSpan(10), (ushort)(0x1000 + number));
        return uuid;
    }

    // As the name of a port: it leads to whichever board hangs there.
    private sealed class PlaceSource(SimulatedPorts ports, int index, string name) : ILinkSource
    {
        public string Name => name;

        public ValueTask<ILink> OpenAsync(CancellationToken cancellationToken) =>
            ports.Boards[index].CreateLinkSource(name).OpenAsync(cancellationToken);
    }
}
