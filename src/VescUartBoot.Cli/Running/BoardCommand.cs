using System.CommandLine;
using System.Diagnostics;
using VescUartBoot.Boards;
using VescUartBoot.Catalog;
using VescUartBoot.Chip;
using VescUartBoot.Cli.Arguments;
using VescUartBoot.Cli.Configuration;
using VescUartBoot.Cli.Errors;
using VescUartBoot.Cli.Files;
using VescUartBoot.Cli.Output;
using VescUartBoot.Cli.Ports;
using VescUartBoot.Hosting.Words;
using VescUartBoot.Jobs;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Links;
using VescUartBoot.Recovery;
using VescUartBoot.Tracing;

namespace VescUartBoot.Cli.Running;

/// <summary>The common part of all commands that use a board: options, port, output, signals, result.</summary>
internal sealed class BoardCommand : IDisposable
{
    private readonly CommonOptions _common;
    private readonly ParseResult _parsed;
    private readonly bool _simulated;
    private readonly bool _yes;
    private readonly JobLineOptions? _job;
    private readonly PortLock _hand;
    private readonly Consent _consent;
    private readonly BoardConnector _connector;
    private readonly DateTimeOffset _begun = TimeProvider.System.GetUtcNow();
    private readonly long _start = Stopwatch.GetTimestamp();
    private Board? _board;
    private BoardIdentity? _before;
    private string? _openPort;
    private string? _temporary;
    private CanTarget? _target;
    private CanStep? _step;
    private PortChoice? _choice;

    private BoardCommand(string name, CommonOptions common, JobLineOptions? job, ParseResult parsed, CommandOutput output, string? port,
        CanStep? step = null)
    {
        (Name, _common, _job, _parsed, Output, Port, _step) = (name, common, job, parsed, output, port, step);
        _simulated = PortChoice.IsSimulated(port);
        _yes = _simulated || step?.IsAgreed == true || parsed.GetValue(common.Yes);
        _hand = new PortLock(name, common.ToWait(parsed), output);
        _consent = new Consent(output, _yes, _simulated);
        _connector = new BoardConnector(_simulated ? null : _hand, common.ToBoardOptions(parsed), output);
    }

    public string Name { get; }

    public CommandOutput Output { get; }

    /// <summary>Port as typed.</summary>
    public string? Port { get; }

    public ParseResult Parsed => _parsed;

    /// <summary>Whether only the plan is requested, before the question about the plans of all boards on the bus.</summary>
    public bool PlansOnly => _step?.PlansOnly == true;

    /// <summary>Whether this is a run for all boards on the bus.</summary>
    public bool IsOneOfAll => _step is not null;

    /// <summary>CAN id of the board, as the value of <c>--can</c> in the next command.</summary>
    public string? CanWord => _board?.CanId is { } id ? $"{id}" : null;

    public bool IsSimulated => _simulated;

    /// <summary>Whether verbose output was requested.</summary>
    public bool IsVerbose => _parsed.GetValue(_common.Verbose);

    /// <summary>Default folder for files of this run. Files of a simulated board go to a temporary folder, because nothing is kept of
    /// it.</summary>
    public string Folder => _simulated ? _temporary ??= Directory.CreateTempSubdirectory("vescboot-simulated-").FullName
        : StateDirectory.Path;

    /// <summary>Folder of the backups.</summary>
    public string Backups => Path.Combine(Folder, "backups");

    /// <summary>Changes made by the job so far.</summary>
    public JobMonitor Watch { get; } = new();

    /// <summary>Adds the common options and the action to <paramref name="command"/>.</summary>
    /// <param name="command">The command.</param>
    /// <param name="prepare">Checks before the port is opened, such as the validity of the image.</param>
    /// <param name="run">The specific part of the command, with an identified board.</param>
    /// <param name="several">Adds support for several ports, one board after the other.</param>
    /// <param name="isJob">Whether the command runs a job, which has a link check and a history record.</param>
    /// <param name="name">Name in the final JSON event, if it is more than the last word.</param>
    /// <param name="withoutBoard">Ends the command before the port is opened, if the request needs no board.</param>
    /// <param name="can">Boards on the CAN bus that the command accepts.</param>
    public static Command Define<TPrepared>(
        Command command,
        Func<BoardCommand, TPrepared> prepare,
        Func<BoardCommand, TPrepared, Board, CancellationToken, Task<Outcome>> run,
        BatchRunner? several = null,
        bool isJob = true,
        string? name = null,
        Func<BoardCommand, TPrepared, Outcome?>? withoutBoard = null,
        CanUse can = CanUse.None) => Define(
            command,
            line =>
            {
                var prepared = prepare(line);
                return new Plan(withoutBoard?.Invoke(line, prepared), (board, token) => run(line, prepared, board, token));
            },
            several, isJob, name ?? command.Name, can);

    // Knows nothing of the type that a command prepares, so it is compiled once and not once for each.
    private static Command Define(
        Command command, Func<BoardCommand, Plan> prepare, BatchRunner? several, bool isJob, string name, CanUse can)
    {
        var common = new CommonOptions();
        var job = isJob ? new JobLineOptions() : null;
        job?.AddTo(command);
        common.AddTo(command);
        var bus = can == CanUse.None ? null : new CanOptions(can);
        bus?.AddTo(command, common, keepsGoing: can == CanUse.All && several is null);
        several?.AddTo(command, common, bus);
        command.SetAction(async (parsed, _) =>
        {
            var output = common.ToOutput(name, parsed);
            string? port = common.ToPort(parsed);
            BoardCommand? current = null;
            using var stopping = new CancellationSignals(output.TellStop)
            {
                WaitsFor = () => current?.WaitsFor(),
                AtOnce = code => current?.StopAtOnce(code) ?? code,
            };
            async Task<Outcome> RunOnAsync(string? on)
            {
                using var one = current = new BoardCommand(name, common, job, parsed, output, on) { _target = bus?.TargetOf(parsed) };
                return await one.RunAsync(prepare, stopping).ConfigureAwait(false);
            }

            async Task<Outcome> RunStepAsync(CanStep step)
            {
                using var one = current = new BoardCommand(name, common, job, parsed, output, port, step);
                return await one.RunAsync(prepare, stopping).ConfigureAwait(false);
            }

            async Task<Outcome> RunOnAllAsync()
            {
                using var first = current = new BoardCommand(name, common, job, parsed, output, port);
                return await first.RunOnBusAsync(stopping, RunStepAsync).ConfigureAwait(false);
            }

            int exitCode = output.Finish(bus?.IsAll(parsed) == true
                ? await RunOnAllAsync().ConfigureAwait(false)
                : several?.PortsOf(parsed) is { } ports
                ? await several.RunAsync(parsed, ports, output, stopping, RunOnAsync).ConfigureAwait(false)
                : await RunOnAsync(port).ConfigureAwait(false));
            return isJob ? exitCode : StandardStreams.ExitCodeOfTelling(exitCode);
        });
        return command;
    }

    /// <summary>Releases the board for other processes.</summary>
    public void Dispose() => _hand.Dispose();

    /// <summary>Sets the options common to all jobs: board, link check, progress and questions.</summary>
    public T Options<T>(T options, CancellationToken cancellationToken)
        where T : JobOptions => options with
        {
            Board = _common.ToUuid(_parsed),
            LinkCheckRequests = _parsed.GetValue(_job!.LinkCheck) ?? options.LinkCheckRequests,
            MaxLossPercent = _parsed.GetValue(_job.MaxLoss) ?? options.MaxLossPercent,
            Progress = Output,
            Journal = _simulated ? null : InterruptedJobNotes.Journal(),
            Command = Name,
            Monitor = Watch,
            Confirm = (question, text) => _consent.AskAsync(question, text, cancellationToken),
        };

    /// <summary>Returns the links at which a board may return that is no longer on <paramref name="port"/> or at this baud rate.</summary>
    /// <param name="port">The previous port.</param>
    /// <param name="isThere">Whether that port exists.</param>
    public ValueTask<IEnumerable<ILinkSource>> OtherPortsOfAsync(string port,
        bool isThere) => PortChoice.OthersOfAsync(port, isThere, _common.ToSerial(_parsed));

    /// <summary>Connects to a second board through its own port and with its own locks.</summary>
    /// <exception cref="CliException">The board is simulated, which only one process can use, or is not available.</exception>
    public async Task<Board> ConnectHelperAsync(string port, CancellationToken cancellationToken)
    {
        if (PortChoice.IsSimulated(port) || _simulated)
        {
            throw new CliException(CliError.Usage("a simulated board in this process has no second port",
                "serve a helper and its target: vescboot simulate --helper … --target-link PATH"));
        }

        using var choice = await PortChoice.FindAsync(port, _common.ToSerial(_parsed), _common.ToBoardOptions(_parsed), Output,
            cancellationToken).ConfigureAwait(false);
        return await _connector.ConnectAsync(choice, target: null, trace: null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Searches a board on its own port after its restart.</summary>
    /// <param name="uuid">The board.</param>
    /// <param name="helper">Port of the helper, which is excluded.</param>
    /// <param name="port">The only port to probe; <see langword="null"/> for each connected VESC.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public Task<BoardIdentity?> SeeAsync(Uuid uuid, string helper, string? port, CancellationToken cancellationToken) =>
        TargetPort.SeeAsync(uuid, async () => _choice?.TargetOfSimulated is { } simulated ? [simulated]
            : port is null ? await TargetPort.OthersAsync(helper, _common.ToSerial(_parsed), cancellationToken).ConfigureAwait(false)
            : [PortAddress.Parse(port).ToSource(_common.ToSerial(_parsed).Baud, _common.ToSerial(_parsed).Kind)],
            _common.ToBoardOptions(_parsed), _choice?.Time ?? TimeProvider.System, cancellationToken);

    private async Task<Outcome> RunAsync(Func<BoardCommand, Plan> prepare, CancellationSignals stopping)
    {
        Outcome outcome;
        try
        {
            // Loaded while the port opens: every reader of a sector needs it.
            _ = Task.Run(static () => BootloaderCatalog.Shipped, CancellationToken.None);
            var plan = prepare(this);
            if (plan.WithoutBoard is { } told)
            {
                return told with { Signal = stopping.ExitCode };
            }

            HistoryRecorder.RequireOwn(_job is null ? null : _parsed.GetValue(_job.Record));
            Output.Report(new JobEvent.PhaseStarted(JobPhase.Open));
            using var trace = OpenTrace();
            using var found = _step is null
                ? await PortChoice.FindAsync(Port, _common.ToSerial(_parsed), _common.ToBoardOptions(_parsed), Output,
                    stopping.Token).ConfigureAwait(false)
                : null;
            var choice = _step?.Choice ?? found!;
            _choice = choice;
            _openPort = choice.Source.Name;
            _board = await (_step?.Node is { } planned
                ? _connector.ConnectAsync(choice, planned, trace, stopping.Token)
                : _connector.ConnectAsync(choice, _target, trace, stopping.Token)).ConfigureAwait(false);
            Output.OnBoard = Advice.On(Port, CanWord);
            _before = _board.Identity;
            await using (_board.ConfigureAwait(false))
            {
                Output.Report(new JobEvent.BoardFound(_board.Identity));
                TellUnfinished();
                if (_step is { Node: null, Scan: var scan })
                {
                    _board.UseScan(scan);
                }

                var hint = HintsAtBus ? await BusHint.ReadAsync(_board, stopping.Token).ConfigureAwait(false) : null;
                outcome = await plan.Run(_board, stopping.Token).ConfigureAwait(false);
                if (outcome.Error is null or { Exit: ExitCode.NotThere })
                {
                    hint?.Tell(Output);
                }
            }

            trace?.Dispose();
            if (trace?.Error is { } traceError)
            {
                Output.Report(new JobEvent.Warned("traceIncomplete", $"the trace ends early: {traceError.Message}"));
            }
        }
        catch (Exception e)
        {
            outcome = new Outcome(CliError.Of(e, stopping.Token).On(Port));
            if (outcome.Error!.Exit == ExitCode.OwnFault && _parsed.GetValue(_common.Verbose))
            {
                await Console.Error.WriteLineAsync(e.ToString()).ConfigureAwait(false);
            }
        }

        return Complete(outcome, stopping.ExitCode);
    }

    // The common end of all commands. Every job is recorded here, whatever its result; an invalid command line is not a job.
    private Outcome Complete(Outcome outcome, int? signal)
    {
        var complete = outcome with
        {
            Port = _openPort ?? Port,
            Board = _board?.Identity,
            CanId = _board?.CanId,
            Link = _board?.Statistics,
            Quality = Watch.Link,
            Elapsed = Stopwatch.GetElapsedTime(_start),
            Signal = signal,
        };
        if (_job is { } job && complete.Error?.Code != CliError.UsageCode)
        {
            var keeper = new HistoryRecorder(Output)
            {
                Keeps = !_simulated,
                ExtraFile = _parsed.GetValue(job.Record),
                Operator = _parsed.GetValue(job.Operator),
                Station = _parsed.GetValue(job.Station),
            };
            bool dryRun = PlansOnly || (HasOption("--dry-run") && _parsed.GetValue<bool>("--dry-run"));
            keeper.Add(dryRun ? $"{Name} --dry-run" : Name, complete, _before, _begun);
        }

        return complete;
    }

    /// <summary>Returns the unfinished changes of earlier runs on a board.</summary>
    public IReadOnlyList<InterruptedChange> FindUnfinished(VescUartBoot.Chip.Uuid board)
    {
        try
        {
            return _simulated ? [] : new FileJournal(StateDirectory.Unfinished, TimeProvider.System).Read(board).Changes;
        }
        catch (JournalException e)
        {
            Output.Report(new JobEvent.Warned("journalDamaged", e.Message));
            return [];
        }
    }

    // A job reports this itself.
    private void TellUnfinished()
    {
        if (_job is not null || _simulated || _board?.Identity.Uuid is not { } uuid)
        {
            return;
        }

        foreach (var change in InterruptedJobText.ToTell(InterruptedJobNotes.Read(uuid, Output)))
        {
            Output.Report(new JobEvent.LeftBehind(change, InterruptedJobText.Tell(change, _board.Identity), _board.Identity));
        }
    }

    private string? WaitsFor() => Watch switch
    {
        { NeedsPower: true } => "the bootloader is copying: KEEP THE POWER ON; the run ends when the board answers and has its settings",
        { FinishesFirst: true } => "what is half done on the board is finished first",
        _ => null,
    };

    private int StopAtOnce(int exitCode)
    {
        _hand.Dispose();
        var error = CliError.StoppedAtOnce(Watch.BoardState, Advice.AfterStop(Watch, Port));
        return Output.Finish(Complete(new Outcome(error), exitCode));
    }

    private async Task<Outcome> RunOnBusAsync(CancellationSignals stopping, Func<CanStep, Task<Outcome>> run)
    {
        Outcome outcome;
        try
        {
            using var choice = await PortChoice.FindAsync(Port, _common.ToSerial(_parsed), _common.ToBoardOptions(_parsed), Output,
                stopping.Token).ConfigureAwait(false);
            var board = await _connector.ConnectAsync(choice, target: null, trace: null, stopping.Token).ConfigureAwait(false);
            CanScan scan;
            await using (board.ConfigureAwait(false))
            {
                scan = await CanBusLook.ScanAsync(board, _simulated ? null : InterruptedJobNotes.Journal(), stopping.Token)
                    .ConfigureAwait(false);
            }

            _hand.Dispose();
            bool plans = HasOption("--dry-run");
            bool dryRun = plans && _parsed.GetValue<bool>("--dry-run");
            var all = new CanRunner(Output, stopping, CanOptions.KeepsGoing(_parsed) || dryRun, mayAsk: !_yes);
            outcome = await all.RunAsync(
                scan, board.Identity, plans && !dryRun,
                (node, isPlan) => run(new CanStep(choice, node, scan, isPlan, plans && !isPlan))).ConfigureAwait(false);
            if (plans && !dryRun)
            {
                await all.TellMissingAsync(
                    token => _connector.OpenAsync(choice, trace: null, token), scan, stopping.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            outcome = new Outcome(CliError.Of(e, stopping.Token).On(Port));
        }

        return outcome with { Port = Port };
    }

    private bool HasOption(string name) => _parsed.CommandResult.Command.Options.Any(o => o.Name == name);

    private bool HintsAtBus => Name is "info" or "check" or "upgrade" && _target is null && _step is null
        && !(HasOption("--bus") && _parsed.GetValue<bool>("--bus"));

    private FrameTraceWriter? OpenTrace() =>
        _parsed.GetValue(_common.Trace) is { } path ? TraceFile.Create(path, Port ?? "", Output) : null;

    /// <summary>What a command does once its line is read.</summary>
    /// <param name="WithoutBoard">Its end, if it needs no board.</param>
    /// <param name="Run">Its work on the board.</param>
    private sealed record Plan(Outcome? WithoutBoard, Func<Board, CancellationToken, Task<Outcome>> Run);
}
