using System.Globalization;

namespace VescUartBoot.Cli.Output;

/// <summary>Removes control and invisible characters from text: names come from boards, files and networks.</summary>
internal static class TerminalText
{
    /// <summary>Replaces control characters, marks that change the writing direction or hide text, and line separators with
    /// <c>?</c>.</summary>
    public static string Of(string text) => Replace(text, IsHarmful, static _ => "?");

    /// <summary>Like <see cref="Of"/>, for our own text, which may have several lines.</summary>
    public static string OfLines(string text) =>
        Replace(text, static c => c is not ('\n' or '\r' or '\t') && IsHarmful(c), static _ => "?");

    /// <summary>Escapes these characters in a line of JSON: a script gets the exact text, and a terminal executes nothing.</summary>
    public static string OfJson(string line) =>
        Replace(line, IsHarmful, static c => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"));

    private static string Replace(string text, Func<char, bool> isHarmful, Func<char, string> instead) =>
        text.Any(isHarmful) ? string.Concat(text.Select(c => isHarmful(c) ? instead(c) : c.ToString())) : text;

    private static bool IsHarmful(char c) => char.GetUnicodeCategory(c)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
