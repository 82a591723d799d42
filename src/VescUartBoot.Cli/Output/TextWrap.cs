namespace VescUartBoot.Cli.Output;

/// <summary>Breaks a text into lines at spaces. Paths, addresses and commands stay whole.</summary>
internal static class TextWrap
{
    private const int LeastText = 20;
    private const int MaxLabel = 30;

    /// <summary>The lines of a text. A word or command that is longer than a line is on a separate line.</summary>
    public static IEnumerable<string> Lines(string text, int width)
    {
        string line = "";
        foreach (string word in CommandScanner.Pieces(text))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = "";
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        yield return line;
    }

    /// <summary>Wraps a line that may begin with a label and two or more spaces: further lines continue below its text.</summary>
    public static IEnumerable<string> Hanging(string line, int width)
    {
        int gap = line.IndexOf("  ", StringComparison.Ordinal);
        int start = gap <= 0 ? 0 : line.AsSpan(gap).IndexOfAnyExcept(' ') + gap;
        return line.Length <= width ? [line]
            : start is <= 0 or > MaxLabel ? Lines(line, width)
            : Labelled(line[..start], line[start..], width);
    }

    /// <summary>Wraps a text beside a label. Without enough room the text is below the label; words longer than a line begin at the
    /// edge.</summary>
    public static IEnumerable<string> Labelled(string label, string text, int width)
    {
        bool isNarrow = width - label.Length < LeastText;
        int indent = isNarrow ? 2 : label.Length;
        List<string> lines = [.. Lines(text, Math.Max(width - indent, LeastText))];
        bool isBeside = !isNarrow && indent + lines[0].Length <= width;
        return
        [
            .. isBeside ? [label + lines[0]] : label.Trim().Length == 0 ? [] : new[] { label.TrimEnd() },
            .. lines.Skip(isBeside ? 1 : 0).Select(l => indent + l.Length <= width ? new string(' ', indent) + l : l),
        ];
    }
}
