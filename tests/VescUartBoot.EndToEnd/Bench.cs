using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Links;
using VescUartBoot.Simulator.Time;

namespace VescUartBoot.EndToEnd;

/// <summary>A simulated board behind a real pseudo-terminal, at a path of its own.</summary>
internal sealed class Bench : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vescboot-");
    private readonly HighResolutionTimeProvider _clock = new();
    private readonly PseudoTerminalServer _server;

    /// <param name="query">The words of the board.</param>
    /// <param name="change">What words cannot say.</param>
    /// <param name="port">The path to serve it at, if it must be one that somebody knows already.</param>
    public Bench(string query, Func<SimulatedBoardOptions, SimulatedBoardOptions>? change = null, string? port = null)
    {
        var options = SimulatedBoardOptions.Parse(query);
        Board = new SimulatedBoard(change is null ? options : change(options), _clock);
        Before = Flash;
        Port = port ?? FileNamed("vesc");
        _server = new PseudoTerminalServer(Board, Port);
        Image = FileNamed("image.bin");
        File.WriteAllBytes(Image, ImageBytes);
    }

    /// <summary>An image that no catalogue knows, with vectors that fit.</summary>
    public static byte[] ImageBytes { get; } = MakeImage();

    public SimulatedBoard Board { get; }

    public string Port { get; }

    public string Image { get; }

    public byte[] Before { get; }

    public byte[] Flash => Board.Look(b => b.Flash.ToArray());

    public string FileNamed(string name) => Path.Combine(_folder.FullName, name);

    public static byte[] SectorWith(byte[] content) => [.. content, .. Enumerable.Repeat((byte)0xFF, 0x20000 - content.Length)];

    /// <summary>Waits until another process has made something so; a test that waits for ever ends by its time-out.</summary>
    public static async Task UntilAsync(Func<bool> isSo)
    {
        using var often = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        while (!isSo())
        {
            await often.WaitForNextTickAsync();
        }
    }

    /// <summary>Waits until the tool has sent the first byte that changes flash.</summary>
    public Task UntilProgrammedAsync() => UntilAsync(() => Board.Look(b => b.Flash.BytesProgrammed > 0));

    /// <summary>Switches the board off and on, and waits until its port is there again.</summary>
    public async Task PowerCycleAsync()
    {
        var back = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.PathChanged = path =>
        {
            if (path is not null)
            {
                back.TrySetResult();
            }
        };
        Board.PowerCycle(TimeSpan.FromMilliseconds(10));
        await back.Task;
    }

    public void Dispose()
    {
        _server.Dispose();
        Board.Dispose();
        _clock.Dispose();
        _folder.Delete(recursive: true);
        if (Directory.Exists(Tool.State))
        {
            Directory.Delete(Tool.State, recursive: true);
        }
    }

    private static byte[] MakeImage()
    {
        byte[] content = new byte[5280];
        new Random(7).NextBytes(content);
        for (int i = 0; i < 16; i++)
        {
            BitConverter.TryWriteBytes(content.AsSpan(4 * i), i == 0 ? 0x20000800u : 0x080E0401u + (uint)(16 * i));
        }

        content[^1] = 0x1E;
        return content;
    }
}
