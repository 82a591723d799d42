using System.CommandLine;

namespace VescUartBoot.Cli.Help;

/// <summary>Texts of one command in the command tree.</summary>
/// <param name="Name">All words of the command, such as <c>vescboot bundle show</c>.</param>
/// <param name="Summary">The first paragraph of its description.</param>
/// <param name="More">Further paragraphs.</param>
/// <param name="Examples">Command lines.</param>
/// <param name="Usage">Syntax of the command.</param>
/// <param name="Arguments">Arguments.</param>
/// <param name="Options">Options except the help option.</param>
internal sealed record CommandText(
    string Name,
    string Summary,
    IReadOnlyList<string> More,
    IReadOnlyList<string> Examples,
    string Usage,
    IReadOnlyList<TermText> Arguments,
    IReadOnlyList<TermText> Options)
{
    private const string ExamplesHeading = "Examples:";

    public static CommandText Of(Command command, string name)
    {
        string[] paragraphs = (command.Description ?? "").ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.TrimEntries);
        string? examples = Array.Find(paragraphs, p => p.StartsWith(ExamplesHeading, StringComparison.Ordinal));
        return new CommandText(
            name,
            paragraphs[0],
            [.. paragraphs.Skip(1).Where(p => p != examples)],
            examples is null ? []
                : [.. examples[ExamplesHeading.Length..].Split('\n',
                    StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)],
            string.Join(' ', [name, .. command.Arguments.Where(a => !a.Hidden).Select(Form), "[options]"]),
            [.. command.Arguments.Where(a => !a.Hidden).Select(a => new TermText(a.HelpName ?? a.Name, a.Description ?? ""))],
            [.. command.Options.Where(o => !o.Hidden && o is not System.CommandLine.Help.HelpOption and not VersionOption).Select(TermOf)]);
    }

    private static string Form(Argument argument)
    {
        string name = argument.HelpName ?? argument.Name;
        string form = argument.Arity.MaximumNumberOfValues > 1 ? $"{name}..." : name;
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{form}]" : form;
    }

    public static TermText TermOf(Option option)
    {
        string names = string.Join(", ", option.Aliases.Append(option.Name).Order(ByLength));
        string value = option.HelpName is null || option.ValueType == typeof(bool) ? "" : $" <{option.HelpName}>";
        return new TermText(names + value, $"{option.Description}{(option.Required ? " (required)" : "")}");
    }

    private static readonly Comparer<string> ByLength = Comparer<string>.Create((a, b) => a.Length - b.Length);
}
