using System.Globalization;

namespace VescUartBoot.Cli.Output;

/// <summary>Text without what a terminal would obey or show otherwise than it is: names come from boards, files and networks.</summary>
internal static class TerminalText
{
    /// <summary>Puts <c>?</c> for controls, for marks that turn the direction of writing or hide text, and for separators of
    /// lines.</summary>
    public static string Of(string text) => Replace(text, IsHarmful, static _ => "?");

    /// <summary>As <see cref="Of"/>, for a text of our own that may have several lines.</summary>
    public static string OfLines(string text) =>
        Replace(text, static c => c is not ('\n' or '\r' or '\t') && IsHarmful(c), static _ => "?");

    /// <summary>Escapes them in a line of JSON: a script gets the text as it is, and a terminal nothing that it obeys.</summary>
    public static string OfJson(string line) =>
        Replace(line, IsHarmful, static c => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"));

    private static string Replace(string text, Func<char, bool> isHarmful, Func<char, string> instead) =>
        text.Any(isHarmful) ? string.Concat(text.Select(c => isHarmful(c) ? instead(c) : c.ToString())) : text;

    private static bool IsHarmful(char c) => char.GetUnicodeCategory(c)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
