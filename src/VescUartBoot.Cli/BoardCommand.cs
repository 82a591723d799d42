using System.CommandLine;
using System.Diagnostics;
using VescUartBoot.Boards;
using VescUartBoot.Bundles;
using VescUartBoot.Framing;
using VescUartBoot.Jobs;
using VescUartBoot.Links;

namespace VescUartBoot.Cli;

/// <summary>What every command that talks to a board does around its own part: options, port, output, signals, the end.</summary>
internal sealed class BoardCommand : IBoardObserver
{
    private readonly CommonOptions _common;
    private readonly ParseResult _parsed;
    private readonly bool _simulated;
    private readonly bool _yes;

    private BoardCommand(string name, CommonOptions common, ParseResult parsed, Output output, string? port)
    {
        (Name, _common, _parsed, Output, Port) = (name, common, parsed, output, port);
        _simulated = PortChoice.IsSimulated(port);
        _yes = _simulated || parsed.GetValue(common.Yes);
    }

    public string Name { get; }

    public Output Output { get; }

    /// <summary>The port as it was typed.</summary>
    public string? Port { get; }

    public ParseResult Parsed => _parsed;

    public bool IsSimulated => _simulated;

    /// <summary>Adds the common options and the action to <paramref name="command"/>.</summary>
    /// <param name="command">The command.</param>
    /// <param name="prepare">What is decided before the port is touched, such as whether the image is one.</param>
    /// <param name="run">The part of its own, with an identified board.</param>
    /// <param name="several">Makes it take several ports, one board after the other.</param>
    public static Command Define<TPrepared>(
        Command command,
        Func<BoardCommand, TPrepared> prepare,
        Func<BoardCommand, TPrepared, Board, CancellationToken, Task<Outcome>> run,
        SeveralBoards? several = null)
    {
        var common = new CommonOptions();
        common.AddTo(command);
        several?.AddTo(command, common);
        command.SetAction(async (parsed, _) =>
        {
            var output = common.ToOutput(command.Name, parsed);
            string? port = common.ToPort(parsed);
            using var stopping = new Stopping { AtOnce = code => StopAtOnce(output, port, code) };
            BoardCommand For(string? on) => new(command.Name, common, parsed, output, on);
            return output.Finish(several?.PortsOf(parsed) is { } ports
                ? await several.RunAsync(parsed, ports, output, stopping, on => For(on).RunAsync(prepare, run, stopping)).ConfigureAwait(false)
                : await For(port).RunAsync(prepare, run, stopping).ConfigureAwait(false));
        });
        return command;
    }

    /// <summary>Fills in what all jobs take.</summary>
    public T Options<T>(T options)
        where T : JobOptions => options with { Board = _common.ToUuid(_parsed) };

    /// <summary>Who is told and asked.</summary>
    public JobSurroundings Surroundings(CancellationToken cancellationToken) => new()
    {
        Events = Output,
        Ask = async (question, text) => MayAnswer(question) || await AskAsync(question, text, cancellationToken).ConfigureAwait(false),
    };

    /// <summary>Where a board may come back that is not on <paramref name="port"/> any more, or not at this baud rate.</summary>
    /// <param name="port">The port before.</param>
    /// <param name="isThere">Whether that port is there.</param>
    public IEnumerable<ILinkSource> OtherPortsOf(string port, bool isThere) => PortChoice.OthersOf(port, isThere, _common.ToBaud(_parsed));

    // --yes answers questions about what is known; what only a person can judge it does not.
    private bool MayAnswer(JobQuestion question) => _simulated || (_yes && question != JobQuestion.AssumeBootloader);

    private async ValueTask<bool> AskAsync(JobQuestion question, string text, CancellationToken cancellationToken)
    {
        if (Output.CanAsk && !_yes)
        {
            return await Output.AskAsync(text, cancellationToken).ConfigureAwait(false);
        }

        string how = question == JobQuestion.AssumeBootloader ? "--assume-bootloader answers yes, --yes does not" : "--yes answers yes";
        Output.Report(new JobEvent.Warned("notAsked", $"nobody is there to answer, so the answer is no ({how}): {text}"));
        return false;
    }

    void IBoardObserver.OnRetry(string what, int attempt, string reason) => Output.Report(new JobEvent.Retried(what, attempt, reason));

    void IBoardObserver.OnLinkLost(string reason, TimeSpan waiting) =>
        Output.Report(new JobEvent.Warned("linkLost", $"{reason}; waiting up to {waiting.TotalSeconds:0} s for it to come back"));

    void IBoardObserver.OnLinkReturned() => Output.Report(new JobEvent.Warned("linkReturned", "the link is back, and it is the same board; going on"));

    private async Task<Outcome> RunAsync<TPrepared>(
        Func<BoardCommand, TPrepared> prepare, Func<BoardCommand, TPrepared, Board, CancellationToken, Task<Outcome>> run, Stopping stopping)
    {
        long start = Stopwatch.GetTimestamp();
        string? port = null;
        Board? board = null;
        Outcome outcome;
        try
        {
            // Read while the port opens: everything that looks into a sector needs it.
            _ = Task.Run(static () => BootloaderCatalogue.Shipped, CancellationToken.None);
            var prepared = prepare(this);
            Output.Report(new JobEvent.PhaseStarted(JobPhase.Open));
            using var trace = OpenTrace();
            using var choice = await PortChoice.FindAsync(Port, _common.ToBaud(_parsed), BoardOptions, stopping.Token).ConfigureAwait(false);
            port = choice.Source.Name;
            board = await ConnectAsync(choice, trace, stopping.Token).ConfigureAwait(false);
            await using (board.ConfigureAwait(false))
            {
                Output.Report(new JobEvent.BoardFound(board.Identity));
                outcome = await run(this, prepared, board, stopping.Token).ConfigureAwait(false);
            }

            if (trace?.Error is { } traceError)
            {
                Output.Report(new JobEvent.Warned("traceIncomplete", $"the trace ends early: {traceError.Message}"));
            }
        }
        catch (Exception e)
        {
            outcome = new Outcome(CliError.Of(e));
            if (outcome.Error!.Exit == ExitCode.OwnFault && _parsed.GetValue(_common.Verbose))
            {
                await Console.Error.WriteLineAsync(e.ToString()).ConfigureAwait(false);
            }
        }

        return outcome with
        {
            Port = port ?? Port,
            Board = board?.Identity,
            Link = board?.Statistics,
            Elapsed = Stopwatch.GetElapsedTime(start),
            Signal = stopping.ExitCode,
        };
    }

    private static int StopAtOnce(Output output, string? port, int exitCode) => output.Finish(
        new Outcome(new CliError(
            ExitCode.Interrupted,
            "interruptedAtOnce",
            "stopped at once",
            "What the board holds now is not known: the job was in the middle of a step.",
            $"vescboot check{(port is null ? "" : $" -p {Advice.Quoted(port)}")}"))
        { Port = port, Signal = exitCode });

    private BoardOptions BoardOptions => _common.ToBoardOptions(_parsed);

    private async Task<Board> ConnectAsync(PortChoice choice, IFrameTrace? trace, CancellationToken cancellationToken)
    {
        var patience = _common.ToWait(_parsed);
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                Output.Report(new JobEvent.PhaseStarted(JobPhase.Identify));
                return await Board.ConnectAsync(choice.Source, BoardOptions, TimeProvider.System, this, trace, cancellationToken).ConfigureAwait(false);
            }
            catch (LinkOpenException e) when (e.Failure == LinkOpenFailure.Busy && Stopwatch.GetElapsedTime(start) < patience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private FrameTraceWriter? OpenTrace() =>
        _parsed.GetValue(_common.Trace) is { } path ? TraceFile.Create(path, Port ?? "") : null;
}
