using System.Text;

namespace VescUartBoot.Cli.Help;

/// <summary>The command reference as Markdown.</summary>
internal static class MarkdownPage
{
    public static string Write(IReadOnlyList<CommandText> commands)
    {
        var page = new StringBuilder("""
            # Commands

            Made from the tool itself by `VESCBOOT_ACCEPT=1 dotnet test`; a test fails when it is out of date. Do not edit it.


            """);
        foreach (var command in commands)
        {
            page.Append("- [").Append(command.Name).Append("](#").Append(command.Name.Replace(' ', '-')).Append("): ")
                .Append(Escaped(command.Summary)).Append('\n');
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
            Table(page, "option", command.Options);
            if (command.Examples.Count > 0)
            {
                page.Append("\n```text\n").AppendJoin('\n', command.Examples).Append("\n```\n");
            }
        }

        return page.Replace("\r\n", "\n").ToString();
    }

    private static void Table(StringBuilder page, string kind, IReadOnlyList<TermText> terms)
    {
        if (terms.Count == 0)
        {
            return;
        }

        page.Append("\n| ").Append(kind).Append(" | meaning |\n| --- | --- |\n");
        foreach (var (term, meaning) in terms)
        {
            page.Append("| `").Append(term.Replace("|", "\\|", StringComparison.Ordinal)).Append("` | ").Append(Escaped(meaning))
                .Append(" |\n");
        }
    }

    private static string Escaped(string text) =>
        text.Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace("*", "\\*",
            StringComparison.Ordinal);
}
