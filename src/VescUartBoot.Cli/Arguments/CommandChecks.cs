using System.CommandLine;
using System.CommandLine.Parsing;

namespace VescUartBoot.Cli.Arguments;

/// <summary>Checks of what goes together on a command line.</summary>
internal static class CommandChecks
{
    /// <summary>Adds a check. It is not asked where an option misses its value: that is told by itself, and its value cannot be looked
    /// at.</summary>
    public static void Check(this Command command, Action<CommandResult> check) => command.Validators.Add(r =>
    {
        if (!r.Children.OfType<OptionResult>().Any(o => !o.Implicit && o.Tokens.Count < o.Option.Arity.MinimumNumberOfValues))
        {
            check(r);
        }
    });
}
