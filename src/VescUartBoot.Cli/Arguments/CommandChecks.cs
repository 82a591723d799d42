using System.CommandLine;
using System.CommandLine.Parsing;

namespace VescUartBoot.Cli.Arguments;

/// <summary>Checks of option combinations on a command line.</summary>
internal static class CommandChecks
{
    /// <summary>Adds a check. It does not run if an option has no value or too many: that is reported separately, and the value cannot
    /// be read.</summary>
    public static void Check(this Command command, Action<CommandResult> check) => command.Validators.Add(r =>
    {
        if (FindRepeated(r) is null
            && !r.Children.OfType<OptionResult>().Any(o => !o.Implicit && o.Tokens.Count < o.Option.Arity.MinimumNumberOfValues))
        {
            check(r);
        }
    });

    /// <summary>Returns the name of an option that takes one value and was given twice, with or without a second value.</summary>
    public static string? FindRepeated(CommandResult result) => result.Children.OfType<OptionResult>()
        .FirstOrDefault(o => o.Tokens.Count > o.Option.Arity.MaximumNumberOfValues
            || (o.Option.Arity is { MinimumNumberOfValues: 1, MaximumNumberOfValues: 1 } && o.IdentifierTokenCount > 1))?.Option.Name;
}
