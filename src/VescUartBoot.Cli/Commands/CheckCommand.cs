using System.CommandLine;
using VescUartBoot.Jobs;

namespace VescUartBoot.Cli.Commands;

/// <summary><c>vescboot check</c>: is a bootloader there, which one, and how do we know.</summary>
internal static class CheckCommand
{
    public static Command Build()
    {
        var method = JobCommand.Method(jump: true);
        var returnTimeout = JobCommand.ReturnTimeout();
        var command = new Command("check", "Is a bootloader there, which one, and how do we know (exit 0: yes, 6: no or damaged, 5: cannot tell)\n\nExamples:\n  vescboot check\n  vescboot check --yes --json\n  vescboot check --method passive -p /dev/ttyACM0\n  vescboot check --method jump        firmware 3.50 to 5.02 only; restarts the board") { method, returnTimeout };
        return BoardCommand.Define(
            command,
            _ => true,
            async (run, _, board, cancellationToken) => JobCommand.OutcomeOf(run, await CheckBootloader.RunAsync(
                board,
                run.Options(new CheckOptions { Method = run.Parsed.GetValue(method), Restart = JobCommand.Restart(run, board, returnTimeout) }),
                run.Surroundings(cancellationToken),
                cancellationToken).ConfigureAwait(false)));
    }
}
