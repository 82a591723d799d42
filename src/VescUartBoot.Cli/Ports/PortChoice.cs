using VescUartBoot.Boards;
using VescUartBoot.Cli.Configuration;
using VescUartBoot.Cli.Errors;
using VescUartBoot.Cli.Output;
using VescUartBoot.Hosting.Simulation;
using VescUartBoot.Links;
using VescUartBoot.Simulator;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Time;

namespace VescUartBoot.Cli.Ports;

/// <summary>The port of a command: the named one, or that of the only connected VESC.</summary>
internal sealed class PortChoice : IDisposable
{
    private readonly SimulatedBoard? _simulated;

    private readonly HighResolutionTimeProvider? _clock;

    private PortChoice(ILinkSource source, SimulatedBoard? simulated = null, HighResolutionTimeProvider? clock = null) =>
        (Source, _simulated, _clock) = (source, simulated, clock);

    public ILinkSource Source { get; }

    /// <summary>Port of the board wired to a simulated helper.</summary>
    public ILinkSource? TargetOfSimulated => _simulated?.Target?.CreateLinkSource("sim://target");

    /// <summary>Clock for the link: for a simulated board its own, so that no reply is late only because this machine is busy.</summary>
    public TimeProvider Time => _clock ?? TimeProvider.System;

    public static bool IsSimulated(string? port) => PortAddress.TryParse(port, out var address, out _) && address is PortAddress.Simulated;

    /// <summary>Finds the port.</summary>
    /// <param name="port">The named port.</param>
    /// <param name="serial">Settings of serial ports.</param>
    /// <param name="options">Time-outs and attempts.</param>
    /// <param name="output">Output through which the user can choose one of several boards.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static async Task<PortChoice> FindAsync(
        string? port, SerialSettings serial, BoardOptions options, CommandOutput? output, CancellationToken cancellationToken)
    {
        if (port is null)
        {
            return new PortChoice(await FindTheOneAsync(serial, options, output, cancellationToken).ConfigureAwait(false));
        }

        if (!PortAddress.TryParse(port, out var address, out string? problem))
        {
            string origin = port == ToolSettings.Port.InEnvironment ? $" (from {ToolSettings.Port.Variable})" : "";
            throw new CliException(CliError.Usage(problem.TrimEnd('.') + origin,
                Path.Exists(port) ? $"for the one in this folder write ./{port}" : "vescboot ports lists the ports"));
        }

        return address is PortAddress.Simulated simulated
            ? Simulate(simulated.Text)
            : new PortChoice(address.ToSource(serial.Baud, serial.Kind));
    }

    /// <summary>Returns the links at which a board on <paramref name="port"/> may return after a restart: under another name or, after the
    /// loss of its settings, at the default baud rate.</summary>
    public static async ValueTask<IEnumerable<ILinkSource>> OthersOfAsync(string port, bool isThere, SerialSettings serial)
    {
        if (!PortAddress.TryParse(port, out var address, out _) || address is not PortAddress.Serial)
        {
            return [];
        }

        return isThere
            ? serial.Baud == SerialPortLink.DefaultBaudRate ? [] : [(serial with { Baud = SerialPortLink.DefaultBaudRate }).Source(port)]
            : (await SerialPorts.FindAsync().ConfigureAwait(false)).Where(p => p.LooksLikeVesc && p.Path != port)
                .Select(p => serial.Source(p.Path));
    }

    public void Dispose()
    {
        _simulated?.Dispose();
        _clock?.Dispose();
    }

    private static PortChoice Simulate(string address)
    {
        try
        {
            var options = SimulatedBoardOptions.Parse(address).KnowingReleases();
            var clock = new HighResolutionTimeProvider();
            var board = new SimulatedBoard(options, clock);
            return new PortChoice(board.CreateLinkSource(address), board, clock);
        }
        catch (SimulatorException e)
        {
            throw new CliException(CliError.Usage(e.Message, "vescboot simulate --help lists the words of a simulated board"));
        }
    }

    // Only ports with a VESC's USB ids are probed; other devices may react to any byte.
    private static async Task<ILinkSource> FindTheOneAsync(SerialSettings serial, BoardOptions options, CommandOutput? output,
        CancellationToken cancellationToken)
    {
        var ports = await SerialPorts.FindAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        var candidates = ports.Where(p => p.LooksLikeVesc).Select(p => p.Path).ToList();
        if (candidates.Count == 0)
        {
            throw new CliException(CliError.OfTable(
                "noPort",
                ports.Count == 0
                    ? "no VESC is plugged in: this machine has no serial port at all"
                    : $"no VESC is plugged in: none of the serial ports here is one "
                        + $"({string.Join(", ", ports.Select(p => p.Path))})"));
        }

        return candidates is [var single]
            ? serial.Source(single)
            : serial.Source(await ChooseAsync(candidates, path => IdentifyAsync(serial.Source(path), options, cancellationToken), output,
                cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Returns the port on which a board replies; if several do, the one that the user chooses.</summary>
    internal static async Task<string> ChooseAsync(
        IReadOnlyList<string> candidates, Func<string, Task<BoardIdentity?>> identify, CommandOutput? output,
        CancellationToken cancellationToken)
    {
        List<(string Path, BoardIdentity Board)> answering = [];
        foreach (string path in candidates)
        {
            if (await identify(path).ConfigureAwait(false) is { } board)
            {
                answering.Add((path, board));
            }
        }

        if (answering is [var only])
        {
            return only.Path;
        }

        var choices = answering.Select(a => $"{a.Path}  {HumanOutput.Describe(a.Board)}").ToList();
        return answering.Count > 1 && output is { CanAsk: true }
            && await output.ChooseAsync("Several boards are plugged in. Which one?", choices,
                cancellationToken).ConfigureAwait(false) is { } number
                ? answering[number].Path
                : throw new CliException(CliError.OfTable(
                    "severalPorts",
                    $"{candidates.Count} ports look like a VESC ({string.Join(", ", candidates)}), {answering.Count} of them answer"));
    }

    // Not a VESC, or in use by another program: not the intended port.
    private static async Task<BoardIdentity?> IdentifyAsync(ILinkSource source, BoardOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var board = await Board.ConnectAsync(source, options, TimeProvider.System,
                cancellationToken: cancellationToken).ConfigureAwait(false);
            await using (board.ConfigureAwait(false))
            {
                return board.Identity;
            }
        }
        catch (VescException)
        {
            return null;
        }
    }
}
