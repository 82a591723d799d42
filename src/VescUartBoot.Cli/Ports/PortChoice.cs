using VescUartBoot.Boards;
using VescUartBoot.Cli.Configuration;
using VescUartBoot.Cli.Errors;
using VescUartBoot.Cli.Simulation;
using VescUartBoot.Links;
using VescUartBoot.Simulator;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Time;

namespace VescUartBoot.Cli.Ports;

/// <summary>The port that a command works on: the one that was named, or the one VESC that is plugged in.</summary>
internal sealed class PortChoice : IDisposable
{
    private readonly SimulatedBoard? _simulated;

    private readonly HighResolutionTimeProvider? _clock;

    private PortChoice(ILinkSource source, SimulatedBoard? simulated = null, HighResolutionTimeProvider? clock = null) =>
        (Source, _simulated, _clock) = (source, simulated, clock);

    public ILinkSource Source { get; }

    /// <summary>The clock of what talks over it: a simulated board's own, so that no reply is late only because this machine is
    /// busy.</summary>
    public TimeProvider Time => _clock ?? TimeProvider.System;

    public static bool IsSimulated(string? port) => PortAddress.TryParse(port, out var address, out _) && address is PortAddress.Simulated;

    public static async Task<PortChoice> FindAsync(string? port, SerialSettings serial, BoardOptions options,
        CancellationToken cancellationToken)
    {
        if (port is null)
        {
            return new PortChoice(await FindTheOneAsync(serial, options, cancellationToken).ConfigureAwait(false));
        }

        if (!PortAddress.TryParse(port, out var address, out string? problem))
        {
            throw new CliException(CliError.Usage(port == ToolSettings.Port.InEnvironment
                ? $"{problem.TrimEnd('.')} (from {ToolSettings.Port.Variable})"
                : problem));
        }

        return address is PortAddress.Simulated simulated
            ? Simulate(simulated.Text)
            : new PortChoice(address.ToSource(serial.Baud, serial.Kind));
    }

    /// <summary>Where a board on <paramref name="port"/> may come back after a restart: under another name, or, with its settings gone, at
    /// the default baud rate.</summary>
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

    // Only ports with the VESC's own USB numbers are asked; others belong to devices that may not like a byte.
    private static async Task<ILinkSource> FindTheOneAsync(SerialSettings serial, BoardOptions options, CancellationToken cancellationToken)
    {
        var ports = await SerialPorts.FindAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        var candidates = ports.Where(p => p.LooksLikeVesc).ToList();
        switch (candidates.Count)
        {
            case 0:
                throw new CliException(CliError.OfTable(
                    "noPort",
                    ports.Count == 0
                        ? "no VESC is plugged in: this machine has no serial port at all"
                        : $"no VESC is plugged in: of {ports.Count} serial ports none is USB 0483:5740 "
                            + $"({string.Join(", ", ports.Select(p => p.Path))})"));

            case 1:
                return serial.Source(candidates[0].Path);
        }

        var answering = new List<string>();
        foreach (var candidate in candidates)
        {
            try
            {
                var board = await Board.ConnectAsync(serial.Source(candidate.Path), options, TimeProvider.System,
                    cancellationToken: cancellationToken).ConfigureAwait(false);
                await using (board.ConfigureAwait(false))
                {
                    answering.Add(candidate.Path);
                }
            }
            catch (VescException)
            {
                // Not a VESC, or held by another program: either way not the one that is meant.
            }
        }

        return answering is [var only]
            ? serial.Source(only)
            : throw new CliException(CliError.OfTable(
                "severalPorts",
                $"{candidates.Count} ports look like a VESC ({string.Join(", ", candidates.Select(p => p.Path))}), {answering.Count} of "
                    + "them answer"));
    }
}
