using System.CommandLine;
using VescUartBoot.Cli.Arguments;

namespace VescUartBoot.Cli.Commands;

/// <summary><c>vescboot help</c>: the same as <c>--help</c>.</summary>
internal static class HelpCommand
{
    public static CommandDefinition Word { get; } = new(
        "help",
        """
        Show this page or the options of a command

        Examples:
          vescboot help
          vescboot help upgrade
        """,
        Build);

    /// <summary>Returns the equivalent command line: <c>help upgrade</c> is <c>upgrade --help</c>.</summary>
    public static string[] Meant(string[] args) => args is ["help", .. var command] && !command.Contains("--help")
        ? [.. command, "--help"]
        : args;

    private static Command Build(CommandDefinition word) =>
        new(word.Name, word.Says) { new Argument<string[]>("COMMAND") { Description = "The command", Arity = ArgumentArity.ZeroOrMore } };
}
