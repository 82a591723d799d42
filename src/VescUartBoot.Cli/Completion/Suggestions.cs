using System.CommandLine;
using System.CommandLine.Completions;

namespace VescUartBoot.Cli.Completion;

/// <summary>Suggestions for the next word.</summary>
/// <param name="Words">Suggested words.</param>
/// <param name="Files">Whether file and folder names are also valid; the shell completes them.</param>
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
