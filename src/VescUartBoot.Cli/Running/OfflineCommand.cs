using System.CommandLine;
using VescUartBoot.Boards;
using VescUartBoot.Cli.Arguments;
using VescUartBoot.Cli.Errors;
using VescUartBoot.Cli.Output;
using VescUartBoot.Cli.Ports;
using VescUartBoot.Hosting.Words;

namespace VescUartBoot.Cli.Running;

/// <summary>The common part of all commands that change no board: output options, signals, result.</summary>
internal sealed class OfflineCommand
{
    private OfflineCommand(ParseResult parsed, CommonOptions common,
        string name) => (Parsed, Common, Output) = (parsed, common, common.ToOutput(name, parsed));

    public ParseResult Parsed { get; }

    /// <summary>The output options, and the board options if the command requires them.</summary>
    public CommonOptions Common { get; }

    public CommandOutput Output { get; }

    /// <summary>Adds the output options and the action to <paramref name="command"/>.</summary>
    /// <param name="command">The command.</param>
    /// <param name="name">Name in the final JSON event.</param>
    /// <param name="run">The specific part of the command.</param>
    /// <param name="mayAskBoard">Whether the command may identify a board and therefore has the board options.</param>
    /// <param name="onlyTells">Whether the output is the only result, so that a write error is a failure.</param>
    public static Command Define(Command command, string name, Func<OfflineCommand, CancellationToken, Task<Outcome>> run,
        bool mayAskBoard = false, bool onlyTells = true)
    {
        var common = new CommonOptions();
        if (mayAskBoard)
        {
            common.AddTo(command);
        }
        else
        {
            common.AddOutputTo(command);
        }

        command.SetAction(async (parsed, _) =>
        {
            int exitCode = await new OfflineCommand(parsed, common, name).RunAsync(run,
                parsed.GetValue(common.Verbose)).ConfigureAwait(false);
            return onlyTells ? StandardStreams.ExitCodeOfTelling(exitCode) : exitCode;
        });
        return command;
    }

    /// <inheritdoc cref="Define(Command, string, Func{OfflineCommand, CancellationToken, Task{Outcome}}, bool, bool)"/>
    public static Command Define(Command command, string name, Func<OfflineCommand, Outcome> run, bool onlyTells = true) =>
        Define(command, name, (self, _) => Task.FromResult(run(self)), onlyTells: onlyTells);

    /// <summary>Identifies the board.</summary>
    public async Task<BoardIdentity> IdentifyAsync(CancellationToken cancellationToken)
    {
        var options = Common.ToBoardOptions(Parsed);
        using var choice = await PortChoice.FindAsync(Common.ToPort(Parsed), Common.ToSerial(Parsed), options, Output,
            cancellationToken).ConfigureAwait(false);
        var board = await Board.ConnectAsync(choice.Source, options, choice.Time,
            cancellationToken: cancellationToken).ConfigureAwait(false);
        await using (board.ConfigureAwait(false))
        {
            return board.Identity;
        }
    }

    private async Task<int> RunAsync(Func<OfflineCommand, CancellationToken, Task<Outcome>> run, bool verbose)
    {
        using var stopping = new CancellationSignals(Output.TellStop);
        Outcome outcome;
        try
        {
            outcome = await run(this, stopping.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // No board was involved, so no board state is reported.
            outcome = new Outcome(CliError.Of(e, stopping.Token) with { BoardState = null });
            if (verbose && outcome.Error!.Exit == ExitCode.OwnFault)
            {
                await Console.Error.WriteLineAsync(e.ToString()).ConfigureAwait(false);
            }
        }

        return Output.Finish(outcome with { Signal = stopping.ExitCode });
    }
}
