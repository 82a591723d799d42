namespace VescUartBoot.Cli.Output;

/// <summary>Breaks a text into lines at spaces.</summary>
internal static class TextWrap
{
    private const int LeastText = 20;
    private const int MaxLabel = 30;

    public static IEnumerable<string> Lines(string text, int width)
    {
        while (text.Length > width)
        {
            int space = text.LastIndexOf(' ', width);
            int cut = space > 0 ? space : width;
            yield return text[..cut];
            text = text[cut..].TrimStart();
        }

        yield return text;
    }

    /// <summary>A line that may begin with a label, two spaces or more behind it: what does not fit goes on below its text.</summary>
    public static IEnumerable<string> Hanging(string line, int width)
    {
        int gap = line.IndexOf("  ", StringComparison.Ordinal);
        int start = gap <= 0 ? 0 : line.AsSpan(gap).IndexOfAnyExcept(' ') + gap;
        return line.Length <= width || start is <= 0 or > MaxLabel ? Lines(line, width) : Labelled(line[..start], line[start..], width);
    }

    /// <summary>A label and a text beside it; where that leaves no room, the text below it.</summary>
    public static IEnumerable<string> Labelled(string label, string text, int width)
    {
        if (width - label.Length < LeastText)
        {
            return [label.TrimEnd(), .. Lines(text, Math.Max(width - 2, LeastText)).Select(l => "  " + l)];
        }

        return Lines(text, width - label.Length).Select((line, i) => (i == 0 ? label : new string(' ', label.Length)) + line);
    }
}
