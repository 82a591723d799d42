using System.CommandLine;
using VescUartBoot.Cli.Arguments;
using VescUartBoot.Cli.Running;
using VescUartBoot.Jobs;
using VescUartBoot.Jobs.Bootloader;

namespace VescUartBoot.Cli.Commands;

/// <summary><c>vescboot check</c>: reports whether there is a bootloader, which one, and the evidence.</summary>
internal static class CheckCommand
{
    public static CommandDefinition Word { get; } = new(
        "check",
        """
        Check for a bootloader and identify it

        Exit 0: there is one; 6: there is none, or a damaged one; 5: it is not known.

        Examples:
          vescboot check
          vescboot check --yes --json
          vescboot check --method passive -p /dev/ttyACM0
          vescboot check --method jump        firmware 3.50 to 5.02; restarts the board
        """,
        Build);

    private static Command Build(CommandDefinition word)
    {
        var method = JobCommand.Method(jump: true);
        var returnTimeout = JobCommand.ReturnTimeout();
        var helper = HelperPort.Option();
        var command = new Command(word.Name, word.Says) { method, helper, returnTimeout };
        return BoardCommand.Define(
            command,
            _ => true,
            async (run, _, board, cancellationToken) =>
            {
                var options = new CheckOptions
                {
                    Method = run.Parsed.GetValue(method),
                    Restart = JobCommand.Restart(run, board, returnTimeout)
                };
                return await HelperPort.WithAsync(run, helper, options, async o => JobCommand.OutcomeOf(run,
                    await board.CheckBootloaderAsync(run.Options(o, cancellationToken), cancellationToken).ConfigureAwait(false)),
                    cancellationToken).ConfigureAwait(false);
            },
            can: CanUse.All);
    }
}
