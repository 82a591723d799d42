using System.Text;

namespace VescUartBoot.Cli.Help;

/// <summary>The command reference as Markdown.</summary>
internal static class MarkdownPage
{
    // Option groups shared by many commands are described once.
    private static readonly (string Title, string[] Names)[] _shared =
    [
        ("Output options", ["--json", "--quiet", "--verbose", "--no-color"]),
        ("Connection options", ["--port", "--board", "--yes", "--wait", "--baud", "--serial", "--attempts", "--reply-timeout", "--trace"]),
        ("Job options", ["--max-loss", "--link-check", "--record", "--operator", "--station"]),
        ("CAN options", ["--can", "--keep-going"]),
        ("Reading options", ["--method"]),
    ];

    public static string Write(IReadOnlyList<CommandText> commands)
    {
        var shared = _shared.Select(g => (g.Title, Options: Find(g.Names, commands))).ToList();
        var page = new StringBuilder("""
            # Commands

            Generated from the tool by `VESCBOOT_ACCEPT=1 dotnet test`. Do not edit.


            """);
        page.AppendJoin(",\n", commands.Select(c => LinkTo(c.Name[(c.Name.IndexOf(' ') + 1)..], c.Name))).Append(".\n");
        foreach (var (title, options) in shared)
        {
            page.Append("\n## ").Append(title).Append('\n');
            Table(page, "option", options);
        }

        foreach (var command in commands)
        {
            page.Append("\n## ").Append(command.Name).Append("\n\n").Append(Escaped(command.Summary)).Append(".\n");
            foreach (string paragraph in command.More)
            {
                page.Append('\n').Append(Escaped(paragraph)).Append('\n');
            }

            page.Append("\n```text\n").Append(command.Usage).Append("\n```\n");
            Table(page, "argument", command.Arguments);
            var taken = shared.Where(g => g.Options.All(command.Options.Contains)).ToList();
            Table(page, "option", [.. command.Options.Except(taken.SelectMany(g => g.Options))]);
            if (taken.Count > 0)
            {
                page.Append("\nAlso: ").AppendJoin(", ", taken.Select(g => LinkTo(g.Title.Split(' ')[0].ToLowerInvariant(), g.Title)))
                    .Append(" options.\n");
            }

            if (command.Examples.Count > 0)
            {
                page.Append("\n```text\n").AppendJoin('\n', command.Examples).Append("\n```\n");
            }
        }

        return page.Replace("\r\n", "\n").ToString();
    }

    // The description used by most commands.
    private static List<TermText> Find(string[] names, IReadOnlyList<CommandText> commands) =>
    [
        .. names.Select(n => commands.SelectMany(c => c.Options).Where(o => NamesOf(o).Contains(n)).GroupBy(o => o)
            .MaxBy(g => g.Count())!.Key),
    ];

    private static string[] NamesOf(TermText option) => option.Term.Split(" <")[0].Split(", ");

    private static string LinkTo(string text, string heading) => $"[{text}](#{heading.ToLowerInvariant().Replace(' ', '-')})";

    private static void Table(StringBuilder page, string kind, IReadOnlyList<TermText> terms)
    {
        if (terms.Count == 0)
        {
            return;
        }

        page.Append("\n| ").Append(kind).Append(" | meaning |\n| --- | --- |\n");
        foreach (var (term, meaning) in terms)
        {
            page.Append("| `").Append(term.Replace("|", "\\|", StringComparison.Ordinal)).Append("` | ")
                .Append(Escaped(InOneLine(meaning))).Append(" |\n");
        }
    }

    // The second line of a term begins without a capital.
    private static string InOneLine(string meaning) =>
        string.Join("; ", meaning.Split('\n').Select(static line => line.TrimEnd('.')));

    private static string Escaped(string text) =>
        text.Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace("*", "\\*", StringComparison.Ordinal);
}
