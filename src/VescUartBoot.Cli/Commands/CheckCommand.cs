using System.CommandLine;
using VescUartBoot.Jobs;

namespace VescUartBoot.Cli.Commands;

/// <summary><c>vescboot check</c>: is a bootloader there, which one, and how do we know.</summary>
internal static class CheckCommand
{
    public static Command Build()
    {
        var method = JobCommand.Method();
        var command = new Command("check", "Is a bootloader there, which one, and how do we know (exit 0: yes, 6: no or damaged, 5: cannot tell)\n\nExamples:\n  vescboot check\n  vescboot check --yes --json\n  vescboot check --method passive -p /dev/ttyACM0") { method };
        return BoardCommand.Define(
            command,
            _ => true,
            async (run, _, board, cancellationToken) => JobCommand.OutcomeOf(run, await CheckBootloader.RunAsync(
                board,
                run.Options(new JobOptions { Method = run.Parsed.GetValue(method) }),
                run.Surroundings(cancellationToken),
                cancellationToken).ConfigureAwait(false)));
    }
}
