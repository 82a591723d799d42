using VescUartBoot.Cli.Help;

namespace VescUartBoot.Cli.Output;

/// <summary>Finds the commands in a sentence, so that wrapping keeps them whole and a user can copy them.</summary>
internal static class CommandScanner
{
    private const string Tool = "vescboot";
    private const string Sudo = "sudo";

    // Lower-case words that are part of a command; other lower-case words are the sentence.
    private static readonly HashSet<string> _commands = [.. HelpPage.CommandNames];
    private static readonly HashSet<string> _groups = ["bundle", "config", "image", "rescue", "settings"];
    private static readonly HashSet<string> _values =
    [
        "all", "bootloaders", "default", "defaults", "jump", "latest", "native", "never", "readback", "system",
    ];

    /// <summary>Returns the words of a text; a command with its options and values is one word, and so is an option with
    /// its value.</summary>
    public static IEnumerable<string> Pieces(string text)
    {
        List<string> words = [.. Words(text)];
        for (int start = 0, end; start < words.Count; start = end)
        {
            end = start + 1;
            bool isCommand = words[start].TrimStart('(') is Tool or Sudo or ['-', '-', ..];
            while (isCommand && end < words.Count && !EndsClause(words[end - 1]) && (words[start] is Sudo || Continues(words, end)))
            {
                end++;
            }

            yield return string.Join(' ', words[start..end]);
        }
    }

    /// <summary>Returns the text in lines: a command at the start, or after a colon or semicolon, has a line of its own, without the
    /// punctuation after it.</summary>
    public static IEnumerable<string> Lines(string text)
    {
        List<string> sentence = [];
        foreach (string piece in Pieces(text))
        {
            bool isCommand = piece.Split(' ') is [Tool or Sudo, _, ..];
            if (!isCommand || sentence is [.., [.., not (':' or ';')]])
            {
                sentence.Add(piece);
                continue;
            }

            if (sentence.Count > 0)
            {
                yield return string.Join(' ', sentence);
            }

            yield return Bare(piece);
            sentence = [];
        }

        if (sentence.Count > 0)
        {
            yield return string.Join(' ', sentence);
        }
    }

    private static bool Continues(List<string> words, int at) => (words[at - 1].TrimStart('('), words[at]) switch
    {
        ("|", _) or (_, "|" or ['-', ..]) => true,
        var (before, word) => _groups.Contains(before) || (before is Tool && _commands.Contains(Bare(word))) || IsValue(Bare(word)),
    };

    private static bool IsValue(string word) =>
        word.Length > 0 && word[0] != '(' && (_values.Contains(word) || word.Any(c => !char.IsAsciiLetterLower(c)));

    private static string Bare(string word) => word.TrimEnd('.', ',', ';', ':', ')');

    private static bool EndsClause(string word) => word is [.., ',' or ';' or ':' or '.' or ')'];

    // A quoted word may contain spaces.
    private static IEnumerable<string> Words(string text)
    {
        int start = 0;
        for (int at = 0; at < text.Length; at++)
        {
            if (at == start && text[at] == '\'' && text.IndexOf('\'', at + 1) is > 0 and var close)
            {
                at = close;
            }
            else if (text[at] == ' ')
            {
                yield return text[start..at];
                start = at + 1;
            }
        }

        yield return text[start..];
    }
}
