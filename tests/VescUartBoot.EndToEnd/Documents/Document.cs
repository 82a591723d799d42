using System.Text.RegularExpressions;

namespace VescUartBoot.EndToEnd.Documents;

/// <summary>A page for readers: its blocks, in the order in which a reader comes to them.</summary>
/// <param name="Name">Its path in the repository.</param>
/// <param name="Text">The whole of it.</param>
/// <param name="Blocks">Its fenced blocks.</param>
internal sealed record Document(string Name, string Text, IReadOnlyList<Block> Blocks)
{
    /// <summary>Every page that is written by hand or made: the README and all of <c>docs</c>.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "README.md",
        .. new[] { "docs", "docs/contributing" }.SelectMany(f => Directory.EnumerateFiles(Path.Combine(Repository.Root, f), "*.md"))
            .Select(f => Path.GetRelativePath(Repository.Root, f))
            .Order(StringComparer.Ordinal),
    ];

    public static Document Read(string name)
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, name));
        return new Document(name, text, Block.FindIn(text));
    }
}

/// <summary>A fenced block.</summary>
/// <param name="Line">The line of its fence, from 1.</param>
/// <param name="Language">The word behind the fence.</param>
/// <param name="Notes">The invisible comments right above it: how the board is prepared, or why it is not run.</param>
/// <param name="Lines">What stands in it.</param>
internal sealed partial record Block(int Line, string Language, IReadOnlyList<string> Notes, IReadOnlyList<string> Lines)
{
    private const string Prompt = "$ ";
    private const string MoreOfIt = "> ";
    private const string NotRun = "not run: ";
    private const string RunBy = "run by ";

    private static readonly HashSet<string> _withoutCommands = ["csharp", "json"];
    private static readonly HashSet<string> _ofCommands = ["sh", "bash", "console", "powershell"];

    /// <summary>Whether its language is one of those that the documents use.</summary>
    public bool IsOfAKnownKind => Language == "text" || _withoutCommands.Contains(Language) || _ofCommands.Contains(Language);

    /// <summary>Whether there is something to run in it.</summary>
    public bool HasCommands => _ofCommands.Contains(Language) || (Language == "text" && HasPrompts);

    /// <summary>Why these tests do not run it, if they do not.</summary>
    public string? ReasonNotToRun => Notes.FirstOrDefault(n => n.StartsWith(NotRun, StringComparison.Ordinal))?[NotRun.Length..];

    /// <summary>The script of the repository that runs it.</summary>
    public string? RunElsewhere => Notes.FirstOrDefault(n => n.StartsWith(RunBy, StringComparison.Ordinal))?[RunBy.Length..];

    private bool HasPrompts => Lines.Any(l => l.StartsWith(Prompt, StringComparison.Ordinal));

    public static IReadOnlyList<Block> FindIn(string text)
    {
        List<Block> blocks = [];
        List<string> notes = [];
        string[] lines = text.Split('\n');
        for (int at = 0; at < lines.Length; at++)
        {
            if (Note().Match(lines[at]) is { Success: true } note)
            {
                notes.Add(note.Groups["text"].Value);
            }
            else if (Fence().Match(lines[at]) is { Success: true } fence)
            {
                string indent = fence.Groups["indent"].Value;
                int end = Array.FindIndex(lines, at + 1, l => l.Trim() == "```");
                blocks.Add(new Block(at + 1, fence.Groups["language"].Value, notes,
                    [.. lines[(at + 1)..end].Select(l => l.StartsWith(indent, StringComparison.Ordinal) ? l[indent.Length..] : l)]));
                (notes, at) = ([], end);
            }
            else if (lines[at].Trim().Length > 0)
            {
                notes = [];
            }
        }

        return blocks;
    }

    /// <summary>The commands in it, each as the shell takes it, and what is shown behind it.</summary>
    /// <param name="isWhole">Whether the shell takes this text as whole commands.</param>
    public async Task<IReadOnlyList<Step>> FindStepsAsync(Func<string, Task<bool>> isWhole) =>
        HasPrompts ? Conversation() : await ScriptAsync(isWhole);

    // "$ command", "> more of it", and what the command answers.
    private List<Step> Conversation()
    {
        List<Step> steps = [];
        foreach (var (number, line) in Lines.Index())
        {
            if (line.StartsWith(Prompt, StringComparison.Ordinal))
            {
                steps.Add(new Step(Line + 1 + number, line[Prompt.Length..], []));
            }
            else if (line.StartsWith(MoreOfIt, StringComparison.Ordinal) && steps[^1].Shown is { Count: 0 })
            {
                steps[^1] = steps[^1] with { Command = $"{steps[^1].Command}\n{line[MoreOfIt.Length..]}" };
            }
            else
            {
                steps[^1] = steps[^1] with { Shown = [.. steps[^1].Shown!, line] };
            }
        }

        return steps;
    }

    private async Task<List<Step>> ScriptAsync(Func<string, Task<bool>> isWhole)
    {
        List<Step> steps = [];
        string open = "";
        int begun = 0;
        foreach (var (number, line) in Lines.Index())
        {
            if (open.Length == 0 && (line.Trim().Length == 0 || line.TrimStart().StartsWith('#')))
            {
                continue;
            }

            begun = open.Length == 0 ? Line + 1 + number : begun;
            open += open.Length == 0 ? line : $"\n{line}";
            if (!open.EndsWith('\\') && await isWhole(open))
            {
                steps.Add(new Step(begun, open, null));
                open = "";
            }
        }

        Assert.True(open.Length == 0, $"line {begun}: the shell does not understand:\n{open}");
        return steps;
    }

    [GeneratedRegex(@"^\s*<!--\s*(?<text>.*?)\s*-->\s*$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Note();

    [GeneratedRegex(@"^(?<indent>\s*)```(?<language>\S*)\s*$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Fence();
}

/// <summary>One command of a block.</summary>
/// <param name="Line">Its line in the document, from 1.</param>
/// <param name="Command">The command as it is written.</param>
/// <param name="Shown">What the document shows behind it; <see langword="null"/>: nothing, so it may say what it likes.</param>
internal sealed partial record Step(int Line, string Command, IReadOnlyList<string>? Shown)
{
    /// <summary>How it must end: 0, or as a comment says, such as <c># exit 5: nobody can tell</c>.</summary>
    public int ExitCode => Exit().Match(Command) is { Success: true } said ? int.Parse(said.Groups["code"].ValueSpan) : 0;

    [GeneratedRegex(@"#.*\bexit (?<code>[0-9]+)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Exit();
}
