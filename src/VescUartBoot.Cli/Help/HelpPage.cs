using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using VescUartBoot.Cli.Output;

namespace VescUartBoot.Cli.Help;

/// <summary>The help of a command on one screen: one line for each command or option. The command reference has the full text.</summary>
internal sealed class HelpPage : SynchronousCommandLineAction
{
    private const int SaneWidth = 80;
    private const int MaxTerm = 30;
    private const int LongestTerm = 37;
    private const string Look = "Look";

    // A second line of an option says what its values mean.
    private const string ValuesIndent = "      ";

    private static readonly (string Title, string[] Names)[] _commands =
    [
        (Look, ["ports", "doctor", "info", "check", "verify", "dump"]),
        ("Change", ["install", "upgrade", "backup", "restore", "settings", "rescue"]),
        ("Many boards", ["bus", "history"]),
        ("Images", ["image", "bundle"]),
        ("Help and tests", ["help", "explain", "config", "completion", "simulate", "replay"]),
    ];

    private static readonly (string Title, string[] Names)[] _shared =
    [
        ("Board", ["--port", "--board", "--yes", "--can", "--ports", "--keep-going"]),
        ("Output", ["--json", "--quiet", "--verbose", "--no-color", "--trace", "--help", "--version"]),
        ("History", ["--record", "--operator", "--station"]),
        ("Link", ["--wait", "--baud", "--serial", "--attempts", "--reply-timeout", "--max-loss", "--link-check"]),
    ];

    private static readonly (string Title, string[] Names)[] _simulate =
    [
        ("Common", ["--link", "--tcp", "--fw", "--hw", "--bootloader", "--timing", "--script", "--flash", "--report"]),
        ("Board", ["--uuid", "--family", "--imitation", "--power", "--voltage", "--fault", "--off-after", "--motor", "--motor2", "--erpm",
            "--erpm2"]),
        ("Flash", ["--qml", "--qmlapp", "--lisp", "--package", "--package-at", "--package-layout", "--staged", "--readpath", "--cache"]),
        ("CAN bus and SWD pins", ["--id", "--dual", "--can", "--can-baud", "--can-mode", "--can-status", "--can-loss", "--can-double",
            "--can-delay", "--helper", "--target-link"]),
        ("Link", ["--transport", "--kind", "--baud", "--rename", "--longest-request", "--longest-reply", "--chatter", "--loss", "--flip",
            "--double", "--seed"]),
        ("Output", ["--json", "--help"]),
    ];

    /// <summary>The names of all commands.</summary>
    public static IEnumerable<string> CommandNames => _commands.SelectMany(group => group.Names);

    /// <summary>Width in columns.</summary>
    public int MaxWidth { get; set; } = Console.IsOutputRedirected ? SaneWidth : Terminal.OutputWidth();

    /// <summary>Replaces the standard help.</summary>
    public static void UseIn(RootCommand root) => root.Options.OfType<HelpOption>().Single().Action = new HelpPage();

    public override int Invoke(ParseResult parseResult)
    {
        var command = parseResult.CommandResult.Command;
        string name = string.Join(' ', NamesOf(command).Reverse());
        var text = CommandText.Of(command, name);
        var output = parseResult.InvocationConfiguration.Output;
        foreach (string line in Page(text, command))
        {
            output.WriteLine(line);
        }

        return StandardStreams.ExitCodeOfTelling((int)Hosting.Words.ExitCode.Done);
    }

    private IEnumerable<string> Page(CommandText text, Command command) =>
    [
        .. TextWrap.Lines($"{text.Summary.TrimEnd('.')}.", MaxWidth),
        .. text.More.SelectMany(m => TextWrap.Lines(m, MaxWidth).Prepend("")),
        "",
        $"Usage: {(command.Subcommands.Count > 0 ? text.Usage.Replace("[options]", "COMMAND", StringComparison.Ordinal) : text.Usage)}",
        .. Section("Arguments", text.Arguments),
        .. command is RootCommand ? Grouped(_commands, Look, Commands(command))
            : command.Subcommands.Count > 0 ? Section("Commands", [.. Commands(command).Select(c => c.Term)])
            : Grouped(command.Name == "simulate" ? _simulate : _shared, "Options", Options(command)),
        .. text.Examples.Count > 0 ? text.Examples.Select(e => $"  {e}").Prepend("Examples:").Prepend("") : [],
        .. command.Subcommands.Count > 0
            ? new[] { "",
                $"{text.Name.Replace("vescboot", "vescboot help", StringComparison.Ordinal)} COMMAND shows the options of a command." }
            : [],
    ];

    private static List<(string Name, TermText Term)> Commands(Command command) =>
        [.. command.Subcommands.Where(c => !c.Hidden).Select(c => (c.Name, new TermText(c.Name, c.Description?.Split("\n\n")[0] ?? "")))];

    // The help option of the root applies to every command.
    private static List<(string Name, TermText Term)> Options(Command command) =>
    [
        .. command.Options.Where(o => !o.Hidden && o is not HelpOption).Select(o => (o.Name, CommandText.TermOf(o))),
        ("--help", new TermText("-h, --help", "Show this page")),
    ];

    // Commands without a group come first, or in the group for the rest.
    private IEnumerable<string> Grouped((string Title, string[] Names)[] groups, string rest, List<(string Name, TermText Term)> terms)
    {
        var known = groups.SelectMany(g => g.Names).ToHashSet(StringComparer.Ordinal);
        var others = terms.Where(t => !known.Contains(t.Name)).ToList();
        List<(string Title, List<TermText> Terms)> sections =
        [
            .. groups.Select(g => (g.Title, g.Names.SelectMany(n => terms.Where(t => t.Name == n)).Select(t => t.Term).ToList())),
        ];
        int at = sections.FindIndex(s => s.Title == rest);
        if (at >= 0)
        {
            sections[at].Terms.AddRange(others.Select(o => o.Term));
        }
        else
        {
            sections.Insert(0, (rest, [.. others.Select(o => o.Term)]));
        }

        int width = Math.Min(MaxTerm, terms.Max(t => t.Term.Term.Length));
        return sections.SelectMany(s => Section(s.Title, s.Terms, width));
    }

    private IEnumerable<string> Section(string title, IReadOnlyList<TermText> terms, int? width = null)
    {
        int column = width ?? terms.Select(t => t.Term.Length).DefaultIfEmpty().Max();
        return terms.Count == 0 ? [] : terms.SelectMany(t => Line(t, column)).Prepend($"{title}:").Prepend("");
    }

    private IEnumerable<string> Line(TermText term, int column)
    {
        string name = term.Term.Length <= LongestTerm ? term.Term : $"{term.Term[..term.Term.IndexOf('<')]}<VALUE>";
        string label = $"  {name.PadRight(column)}  ";
        string[] lines = term.Meaning.Split('\n');
        return [
            .. TextWrap.Labelled(label, lines[0].TrimEnd('.'), MaxWidth),
            .. lines.Skip(1).SelectMany(l => TextWrap.Lines(l, MaxWidth - ValuesIndent.Length)).Select(l => ValuesIndent + l),
        ];
    }

    private static IEnumerable<string> NamesOf(Command command)
    {
        for (var at = command; at is not null and not RootCommand; at = at.Parents.OfType<Command>().FirstOrDefault())
        {
            yield return at.Name;
        }

        yield return "vescboot";
    }
}
