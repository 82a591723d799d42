using System.CommandLine;

namespace VescUartBoot.Cli;

/// <summary>What every command that needs no board does around its own part: output options, signals, the end.</summary>
internal sealed class OfflineCommand
{
    private OfflineCommand(ParseResult parsed, Output output) => (Parsed, Output) = (parsed, output);

    public ParseResult Parsed { get; }

    public Output Output { get; }

    /// <summary>Adds the output options and the action to <paramref name="command"/>.</summary>
    /// <param name="command">The command.</param>
    /// <param name="name">Its name in the final JSON event.</param>
    /// <param name="run">The part of its own.</param>
    public static Command Define(Command command, string name, Func<OfflineCommand, CancellationToken, Task<Outcome>> run)
    {
        var common = new CommonOptions();
        foreach (var option in new Option[] { common.Json, common.Quiet, common.Verbose, common.NoColor })
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, _) => new OfflineCommand(parsed, common.ToOutput(name, parsed)).RunAsync(run, parsed.GetValue(common.Verbose)));
        return command;
    }

    /// <inheritdoc cref="Define(Command, string, Func{OfflineCommand, CancellationToken, Task{Outcome}})"/>
    public static Command Define(Command command, string name, Func<OfflineCommand, Outcome> run) =>
        Define(command, name, (self, _) => Task.FromResult(run(self)));

    private async Task<int> RunAsync(Func<OfflineCommand, CancellationToken, Task<Outcome>> run, bool verbose)
    {
        using var stopping = new Stopping();
        Outcome outcome;
        try
        {
            outcome = await run(this, stopping.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // No board was in sight, so nothing is said of one.
            outcome = new Outcome(CliError.Of(e) with { BoardState = null });
            if (verbose && outcome.Error!.Exit == ExitCode.OwnFault)
            {
                await Console.Error.WriteLineAsync(e.ToString()).ConfigureAwait(false);
            }
        }

        return Output.Finish(outcome with { Signal = stopping.ExitCode });
    }
}
