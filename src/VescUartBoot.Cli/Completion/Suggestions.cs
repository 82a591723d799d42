using System.CommandLine;
using System.CommandLine.Completions;

namespace VescUartBoot.Cli.Completion;

/// <summary>Ways to go on.</summary>
/// <param name="Words">Words.</param>
/// <param name="Files">Whether the name of a file or folder fits too; the shell knows those best.</param>
internal sealed record Suggestions(IEnumerable<Suggestion> Words, bool Files)
{
    public static Suggestions None { get; } = new([], Files: false);

    public Suggestions StartingWith(string current, string prefix) =>
        this with
        {
            Words = Words.Where(w => w.Word.StartsWith(current, StringComparison.OrdinalIgnoreCase))
            .Select(w => w with { Word = prefix + w.Word })
        };
}
