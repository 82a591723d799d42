using System.Buffers.Binary;

using VescUartBoot.Images;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Time;

namespace VescUartBoot.Station.Ports;

/// <summary>Simulated boards, each on its own port: some with a bootloader, most without.</summary>
internal sealed class SimulatedPorts : IPortFinder, IDisposable
{
    private const string ImageName = "demo-bootloader.bin";

    private readonly HighResolutionTimeProvider _clock = new();
    private readonly List<(string Name, SimulatedBoard Board)> _boards = [];

    /// <summary>Makes the boards.</summary>
    /// <param name="count">How many.</param>
    /// <param name="change">Changes the options of a board by its number, from 0.</param>
    public SimulatedPorts(int count, Func<int, SimulatedBoardOptions, SimulatedBoardOptions>? change = null)
    {
        Image = LoadImage();
        for (int i = 0; i < count; i++)
        {
            var options = new SimulatedBoardOptions { Uuid = UuidOf(i) };
            _boards.Add(($"sim://{i + 1}", new SimulatedBoard(change?.Invoke(i, options) ?? options, _clock)));
        }
    }

    /// <summary>The bootloader that simulated boards take.</summary>
    public BootloaderImage Image { get; }

    /// <summary>The boards, in the order of their ports.</summary>
    public IReadOnlyList<SimulatedBoard> Boards => [.. _boards.Select(b => b.Board)];

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<BenchPort>> FindAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<BenchPort>>(
        [
            .. _boards.Where(b => b.Board.IsPortThere).Select(b => new BenchPort(b.Name, b.Board.CreateLinkSource(b.Name))
            {
                Time = _clock,
                SimulatedImage = Image,
            }),
        ]);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, board) in _boards)
        {
            board.Dispose();
        }

        _clock.Dispose();
    }

    private static byte[] UuidOf(int number)
    {
        byte[] uuid = [0x3A, 0x00, 0x2B, 0x00, 0x0F, 0x51, 0x38, 0x30, 0x36, 0x34, 0x00, 0x00];
        BinaryPrimitives.WriteUInt16BigEndian(uuid.AsSpan(10), (ushort)(0x1000 + number));
        return uuid;
    }

    private static BootloaderImage LoadImage()
    {
        using var resource = typeof(SimulatedPorts).Assembly.GetManifestResourceStream(ImageName)!;
        var content = new byte[resource.Length];
        resource.ReadExactly(content);
        return BootloaderImage.Parse(ImageName, content);
    }
}
