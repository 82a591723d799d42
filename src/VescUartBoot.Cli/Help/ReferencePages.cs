using System.CommandLine;
using VescUartBoot.Cli.Arguments;
using VescUartBoot.Hosting.Words;

namespace VescUartBoot.Cli.Help;

/// <summary>The man page and docs/commands.md, generated from the command tree, so that they match the tool.</summary>
internal static class ReferencePages
{
    /// <summary>The hidden word: <c>vescboot __reference man|markdown</c>.</summary>
    public const string HiddenWord = "__reference";

    /// <summary>Prints a page.</summary>
    public static int Print(string page)
    {
        if (Write(page) is not { } text)
        {
            return (int)ExitCode.Usage;
        }

        using var writer = new StreamWriter(Console.OpenStandardOutput());
        writer.Write(text);
        return (int)ExitCode.Done;
    }

    /// <summary>Returns a page, <c>man</c> or <c>markdown</c>; <see langword="null"/> for other names.</summary>
    public static string? Write(string page)
    {
        var root = CommandTree.Build();
        var commands = Below(root, "vescboot").ToList();
        return page switch
        {
            "man" => ManPage.Write(CommandText.Of(root, "vescboot"), commands),
            "markdown" => MarkdownPage.Write(commands),
            _ => null,
        };
    }

    // Commands with an action; a group only contains commands.
    private static IEnumerable<CommandText> Below(Command command, string name) => command.Subcommands.Where(c => !c.Hidden).SelectMany(c =>
        c.Subcommands.Count > 0 ? Below(c, $"{name} {c.Name}") : [CommandText.Of(c, $"{name} {c.Name}")]);
}
