using System.Text;
using VescUartBoot.Cli.Arguments;
using VescUartBoot.Hosting.Words;

namespace VescUartBoot.Cli.Help;

/// <summary>The man page.</summary>
internal static class ManPage
{
    // Shared options are described once: those of a board would fill most of the page.
    private const int SharedBy = 5;

    public static string Write(CommandText root, IReadOnlyList<CommandText> commands)
    {
        var shared = commands.SelectMany(c => c.Options).GroupBy(o => o).Where(g => g.Count() >= SharedBy).Select(g => g.Key).ToList();
        var page = new StringBuilder();
        page.Append($".TH VESCBOOT 1 \"\" \"vescboot {CommandTree.Version}\" \"User Commands\"\n");

        // Left-aligned: a breakable list of words has no spaces to stretch.
        page.Append(".ad l\n");
        page.Append(".SH NAME\nvescboot \\- put a bootloader on a VESC motor controller over its USB cable\n");
        page.Append(".SH SYNOPSIS\n.B vescboot\n.I command\n.RI [ options ]\n");
        page.Append(".SH DESCRIPTION\n").Append(Text(root.Summary)).Append('\n');
        Examples(page, root.Examples);
        page.Append(".SH COMMANDS\n");
        foreach (var command in commands)
        {
            page.Append(".SS ").Append(Text(command.Usage)).Append('\n').Append(Text(command.Summary)).Append(".\n");
            foreach (string paragraph in command.More)
            {
                page.Append(".PP\n").Append(Text(paragraph)).Append('\n');
            }

            Terms(page, command.Arguments);
            Terms(page, command.Options.Except(shared));
            Examples(page, command.Examples);
        }

        page.Append(".SH COMMON OPTIONS\nWhich of them a command takes is in its\n.BR \\-\\-help .\n");
        Terms(page, shared);
        page.Append(".SH EXIT STATUS\n");
        Terms(page, Enum.GetValues<ExitCode>().Select(c => new TermText(((int)c).ToString(), Words(c))));
        page.Append(".SH ENVIRONMENT\n");
        Terms(page, [new("VESCBOOT_STORE", "The folder of the local store of images"), new("NO_COLOR", "Plain text, if it is set")]);
        return page.Replace("\r\n", "\n").ToString();
    }

    private static void Terms(StringBuilder page, IEnumerable<TermText> terms)
    {
        foreach (var (term, meaning) in terms)
        {
            page.Append(".TP\n.B ").Append(Text(term)).Append('\n').Append(Text(meaning)).Append('\n');
        }
    }

    private static void Examples(StringBuilder page, IReadOnlyList<string> examples)
    {
        if (examples.Count > 0)
        {
            page.Append(".PP\n.EX\n").AppendJoin('\n', examples.Select(Text)).Append("\n.EE\n");
        }
    }

    // "NotThere" becomes "not there".
    private static string Words(ExitCode code) =>
        string.Concat(
            code.ToString().Select((c, i) => i > 0 && char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));

    // A dot or a quote at the start of a line is a troff request, a plain hyphen is not the one on a keyboard, and a list of words may be
    // longer than a line.
    private static string Text(string text)
    {
        string escaped = text.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal)
            .Replace("|", "|\\:", StringComparison.Ordinal).Replace("…", "\\[u2026]", StringComparison.Ordinal);
        return string.Join('\n', escaped.Split('\n').Select(line => line.StartsWith('.') || line.StartsWith('\'') ? "\\&" + line : line));
    }
}
