using System.CommandLine;
using System.CommandLine.Completions;

namespace VescUartBoot.Cli.Completion;

/// <summary>Suggestions for a command line. Shells request them at every press of the completion key.</summary>
/// <remarks>
/// The suggest directive of System.CommandLine is not used: it splits one string by its own rules instead of those of the shell, matches in
/// the middle of words and has no descriptions.
/// </remarks>
internal static class Completer
{
    /// <summary>Returns suggestions.</summary>
    /// <param name="root">The command tree.</param>
    /// <param name="words">The words after <c>vescboot</c>; the last is the word at the cursor, which may be empty.</param>
    public static Suggestions Suggest(RootCommand root, IReadOnlyList<string> words)
    {
        string current = words is [.., var last] ? last : "";
        var (command, open, position) = Read(root, words);
        if (open is not null)
        {
            return ValuesOf(open, current, "");
        }

        if (current.StartsWith('-') && current.IndexOf('=', StringComparison.Ordinal) is var equals and > 0)
        {
            return FindOption(command, current[..equals]) is { } option && TakesValue(option)
                ? ValuesOf(option, current[(equals + 1)..], current[..(equals + 1)])
                : Suggestions.None;
        }

        if (current.StartsWith('-'))
        {
            return OptionsOf(command, words, current);
        }

        if (command.Subcommands.Count > 0)
        {
            return new Suggestions(Matching(command.Subcommands.Where(c => !c.Hidden).Select(c => (c.Name, FirstLine(c.Description))),
                current), Files: false);
        }

        return ArgumentAt(command, position) is { } argument
            ? CompletionValues.Of(argument.HelpName ?? argument.Name, command, argument.GetCompletions(CompletionContext.Empty))
                .StartingWith(current, "")
            : OptionsOf(command, words, current);
    }

    // The command of the words, the option whose value is being typed, and the number of arguments before the cursor.
    private static (Command Command, Option? Open, int Position) Read(RootCommand root, IReadOnlyList<string> words)
    {
        Command command = root;
        Option? open = null;
        int position = 0;
        foreach (string word in words.Take(words.Count - 1))
        {
            if (open is not null)
            {
                open = null;
            }
            else if (word.StartsWith('-'))
            {
                open = FindOption(command, word) is { } option && TakesValue(option) ? option : null;
            }
            else if (command.Subcommands.FirstOrDefault(c => c.Name == word) is { } child)
            {
                command = child;
            }
            else
            {
                position++;
            }
        }

        return (command, open, position);
    }

    private static Option? FindOption(Command command, string name) => Options(command).FirstOrDefault(o => NamesOf(o).Contains(name));

    private static IEnumerable<Option> Options(Command command) =>
        command.Options.Concat(command.Parents.OfType<Command>().SelectMany(Options).Where(o => o.Recursive)).Where(o => !o.Hidden);

    private static IEnumerable<string> NamesOf(Option option) => option.Aliases.Prepend(option.Name);

    private static bool TakesValue(Option option) => option.Arity.MaximumNumberOfValues > 0 && option.ValueType != typeof(bool);

    private static Argument? ArgumentAt(Command command, int position) =>
        position < command.Arguments.Count ? command.Arguments[position]
        : command.Arguments is [.., { Arity.MaximumNumberOfValues: > 1 } many] ? many
        : null;

    private static Suggestions OptionsOf(Command command, IReadOnlyList<string> words, string current)
    {
        var left = Options(command).Where(o => !NamesOf(o).Any(words.Take(words.Count - 1).Contains));
        return new Suggestions(Matching(left.Select(o => (o.Name, FirstLine(o.Description))), current), Files: false);
    }

    private static Suggestions ValuesOf(Option option, string current, string prefix) =>
        CompletionValues.Of(option.HelpName ?? option.Name, option, option.GetCompletions(CompletionContext.Empty)).StartingWith(current,
            prefix);

    private static IReadOnlyList<Suggestion> Matching(IEnumerable<(string Word, string? About)> words, string current) =>
        [.. words.Where(w => w.Word.StartsWith(current, StringComparison.Ordinal)).Select(w => new Suggestion(w.Word, w.About))];

    private static string? FirstLine(string? description) => description?.Split('\n', 2)[0];
}
