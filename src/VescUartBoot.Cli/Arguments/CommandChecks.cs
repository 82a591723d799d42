using System.CommandLine;
using System.CommandLine.Parsing;

namespace VescUartBoot.Cli.Arguments;

/// <summary>Checks of option combinations on a command line.</summary>
internal static class CommandChecks
{
    /// <summary>Adds a check. It does not run if an option has no value: that is reported separately, and the value cannot be
    /// read.</summary>
    public static void Check(this Command command, Action<CommandResult> check) => command.Validators.Add(r =>
    {
        if (!r.Children.OfType<OptionResult>().Any(o => !o.Implicit && o.Tokens.Count < o.Option.Arity.MinimumNumberOfValues))
        {
            check(r);
        }
    });
}
