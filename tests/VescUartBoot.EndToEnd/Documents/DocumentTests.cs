using System.Text.RegularExpressions;
using VescUartBoot.Cli.Arguments;
using VescUartBoot.Hosting.Words;
using VescUartBoot.Messages;

namespace VescUartBoot.EndToEnd.Documents;

/// <summary>What the README and the pages of <c>docs</c> say is so: every command in them is run as it stands there, and what they show is
/// what is said.</summary>
public sealed partial class DocumentTests
{
    private const int Longest = 300_000;
    private const int AtOnce = 3;

    // It is made from the command tree; its examples are only looked at.
    private const string Reference = "docs/commands.md";

    private static readonly SemaphoreSlim _room = new(AtOnce);

    // On these, boards are waited for in real time.
    private static readonly string[] _slow = ["docs/rescue.md", "docs/station.md", "docs/without-hardware.md"];

    // The others are followed at once: most of the time of each is spent waiting too.
    private static readonly Lazy<Dictionary<string, Task<IReadOnlyList<string>>>> _followed = new(FollowAll);

    // Outside the test that happens to be first: its context ends with it.
    private static Dictionary<string, Task<IReadOnlyList<string>>> FollowAll()
    {
        using var outside = ExecutionContext.SuppressFlow();
        return Document.Names.Except(_slow).ToDictionary(n => n, n => Task.Run(() => FollowAsync(n)));
    }

    public static IEnumerable<TheoryDataRow<string>> Followed =>
        Document.Names.Select(n => _slow.Contains(n) ? new TheoryDataRow<string>(n).WithTrait("Category", "Slow") : new(n));

    public static TheoryData<string> Pages => [.. Document.Names];

    [Theory(Timeout = Longest)]
    [MemberData(nameof(Followed))]
    public async Task Every_command_of_a_page_does_what_the_page_says(string page)
    {
        Assert.SkipUnless(OtherProgram.IsHere("jq") || !Document.Read(page).Text.Contains("jq ", StringComparison.Ordinal),
            "jq is not installed");

        var problems = await (_slow.Contains(page) ? FollowAsync(page) : _followed.Value[page]);

        Assert.True(problems.Count == 0, string.Join("\n\n", problems));
    }

    [Fact]
    public void What_is_not_run_here_is_marked_with_a_reason_and_listed()
    {
        List<string> list = [];
        foreach (var document in Document.Names.Select(Document.Read))
        {
            foreach (var block in document.Blocks)
            {
                Assert.True(block.IsOfAKnownKind,
                    $"{document.Name}:{block.Line}: say what this is: sh, console, text, csharp or json, not '{block.Language}'");
                Assert.True(document.Name == Reference || block.HasCommands
                    || !block.Lines.Any(l => l.StartsWith("vescboot ", StringComparison.Ordinal)),
                    $"{document.Name}:{block.Line}: a command without a prompt, which nobody runs");
                if (block.RunElsewhere is { } script)
                {
                    RequireIn(script, document, block);
                }

                if (block.ReasonNotToRun is { } reason)
                {
                    list.Add($"{document.Name}: {reason}\n{string.Join('\n', block.Lines.Select(l => $"    {l}"))}\n");
                }
            }
        }

        GoldenFile.Compare("documents-not-run", string.Join('\n', list));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_command_that_a_page_names_in_passing_is_one(string page)
    {
        foreach (Match code in InlineCommand().Matches(Fenced().Replace(Document.Read(page).Text, "")))
        {
            RequireToBeKnown(code.Groups["command"].Value, page);
        }
    }

    [Fact]
    public void Every_example_of_the_command_reference_is_one()
    {
        var examples = Document.Read(Reference).Blocks.SelectMany(b => b.Lines)
            .Where(l => l.StartsWith("vescboot ", StringComparison.Ordinal) && !l.EndsWith("[options]", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(examples);
        Assert.All(examples, e => RequireToBeKnown(e, Reference));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_of_a_page_leads_somewhere(string page)
    {
        foreach (Match link in Link().Matches(Fenced().Replace(Document.Read(page).Text, "")))
        {
            string[] parts = link.Groups["to"].Value.Split('#');
            string path = parts[0].Length == 0 ? page
                : Path.GetRelativePath(Repository.Root, Path.Combine(Repository.Root, Path.GetDirectoryName(page)!, parts[0]));
            Assert.True(Path.Exists(Path.Combine(Repository.Root, path)), $"{page}: {link.Value}: there is no {path}");
            if (parts.Length > 1)
            {
                Assert.True(AnchorsOf(path).Contains(parts[1]), $"{page}: {link.Value}: {path} has no such heading");
            }
        }
    }

    [Fact]
    public void Every_page_is_found_from_the_list_of_pages()
    {
        string list = Document.Read("docs/README.md").Text;

        Assert.All(Document.Names.Where(n => n.StartsWith("docs/", StringComparison.Ordinal) && n != "docs/README.md"),
            n => Assert.Contains($"]({n["docs/".Length..]})", list, StringComparison.Ordinal));
    }

    [Fact]
    public void The_table_of_exit_codes_has_every_one()
    {
        string table = Document.Read("docs/scripting.md").Text;

        Assert.All(Enum.GetValues<ExitCode>(), c => Assert.Matches($@"(?m)^\| {(int)c}\b", table));
    }

    [Fact]
    public void The_page_about_bytes_names_every_command_that_the_library_can_send()
    {
        string page = Document.Read("docs/what-it-does.md").Text;

        Assert.All(Enum.GetValues<Command>(), c => Assert.Matches($@"\b{CommandWords.Of((byte)c)} \({(byte)c}\)", page));
    }

    [Fact(Timeout = Longest)]
    public async Task Every_frame_that_the_page_about_bytes_shows_is_one_that_is_sent()
    {
        var folder = Directory.CreateTempSubdirectory("vescboot-");
        string saved = Path.Combine(folder.FullName, "saved.bin");
        string[][] runs =
        [
            ["install", "-p", "sim://?timing=off"],
            ["install", "-p", "sim://?timing=off&bootloader=old", "--replace", "--save", saved],
            ["upgrade", "-p", "sim://?timing=off&bootloader=present", "--to", "7.00"],
            ["bus", "-p", "sim://?timing=off&can=20"],
        ];

        var sent =
            (await Task.WhenAll(runs.Index().Select(r => SendAsync(Path.Combine(folder.FullName, $"{r.Index}.trace"), r.Item)))).SelectMany(
                f => f).ToList();

        var shown = Frame().Matches(Document.Read("docs/what-it-does.md").Text).Select(m => m.Groups["bytes"].Value).ToList();
        Assert.NotEmpty(shown);
        Assert.All(shown, f => Assert.True(sent.Exists(s => s.StartsWith(f, StringComparison.Ordinal)), $"{f} is never sent"));
        folder.Delete(recursive: true);
    }

    private static async Task<IEnumerable<string>> SendAsync(string trace, string[] arguments)
    {
        var run = await Tool.RunAsync([.. arguments, "--trace", trace]);
        Assert.True(run.ExitCode == 0, run.Error);
        return (await File.ReadAllLinesAsync(trace)).Select(l => Sent().Match(l)).Where(m => m.Success)
            .Select(m => m.Groups["bytes"].Value.Replace(" ", "", StringComparison.Ordinal));
    }

    private static async Task<IReadOnlyList<string>> FollowAsync(string name)
    {
        await _room.WaitAsync();
        try
        {
            return await Task.Run(() => Reader.FollowAsync(Document.Read(name)));
        }
        catch (Exception e)
        {
            return [$"{name}: {e}"];
        }
        finally
        {
            _room.Release();
        }
    }

    private static void RequireIn(string script, Document document, Block block)
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, script));
        Assert.All(block.Lines.Select(l => l.Split("  #")[0].Trim()).Where(l => l.Length > 0),
            l => Assert.True(text.Contains(l, StringComparison.Ordinal), $"{document.Name}:{block.Line}: {script} does not run {l}"));
    }

    // Words and options must be there; whether the rest makes a whole command is not asked of what is named in passing.
    private static void RequireToBeKnown(string command, string page)
    {
        string[] words = [.. Words().Matches(command.Split("  ")[0].Split(" | ")[0].Split(" > ")[0]).Select(m => m.Value.Trim('\'', '"'))
            .Skip(1)];
        var parsed = CommandTree.Build().Parse(words);

        Assert.True(parsed.UnmatchedTokens.Count == 0, $"{page}: {command}: not known: {string.Join(", ", parsed.UnmatchedTokens)}");
    }

    private static HashSet<string> AnchorsOf(string path) =>
        [.. Heading().Matches(Fenced().Replace(File.ReadAllText(Path.Combine(Repository.Root, path)), ""))
            .Select(m => NoAnchor().Replace(m.Groups["text"].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'))];

    [GeneratedRegex(@"`(?<command>vescboot [^`]+)`", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex InlineCommand();

    [GeneratedRegex(@"^\s*```.*?^\s*```\s*$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Fenced();

    [GeneratedRegex(@"\]\((?<to>(?!https?:|mailto:)[^)\s]+)\)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Link();

    [GeneratedRegex("`(?<bytes>0[23][0-9A-F]{4,})`", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Frame();

    [GeneratedRegex("^ *[0-9.]+ > (?<bytes>[0-9A-F ]+)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Sent();

    [GeneratedRegex(@"^#+ (?<text>.*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N}_ -]", RegexOptions.CultureInvariant)]
    private static partial Regex NoAnchor();

    [GeneratedRegex(@"'[^']*'|""[^""]*""|\S+", RegexOptions.CultureInvariant)]
    private static partial Regex Words();
}
