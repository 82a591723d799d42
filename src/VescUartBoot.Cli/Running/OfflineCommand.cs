using System.CommandLine;
using VescUartBoot.Boards;
using VescUartBoot.Cli.Arguments;
using VescUartBoot.Cli.Errors;
using VescUartBoot.Cli.Output;
using VescUartBoot.Cli.Ports;
using VescUartBoot.Hosting.Words;

namespace VescUartBoot.Cli.Running;

/// <summary>What every command that changes no board does around its own part: output options, signals, the end.</summary>
internal sealed class OfflineCommand
{
    private OfflineCommand(ParseResult parsed, CommonOptions common,
        string name) => (Parsed, Common, Output) = (parsed, common, common.ToOutput(name, parsed));

    public ParseResult Parsed { get; }

    /// <summary>The output options; those of a board too, if the command asked for them.</summary>
    public CommonOptions Common { get; }

    public CommandOutput Output { get; }

    /// <summary>Adds the output options and the action to <paramref name="command"/>.</summary>
    /// <param name="command">The command.</param>
    /// <param name="name">Its name in the final JSON event.</param>
    /// <param name="run">The part of its own.</param>
    /// <param name="mayAskBoard">It may ask a board who it is, so it takes the options of a board.</param>
    /// <param name="onlyTells">What it prints is all that it makes: that this cannot be written is a failure.</param>
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

    /// <summary>Asks the board who it is.</summary>
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
            // No board was in sight, so nothing is said of one.
            outcome = new Outcome(CliError.Of(e, stopping.Token) with { BoardState = null });
            if (verbose && outcome.Error!.Exit == ExitCode.OwnFault)
            {
                await Console.Error.WriteLineAsync(e.ToString()).ConfigureAwait(false);
            }
        }

        return Output.Finish(outcome with { Signal = stopping.ExitCode });
    }
}
