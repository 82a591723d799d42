namespace VescUartBoot.Cli;

/// <summary>Breaks a text into lines at spaces.</summary>
internal static class TextWrap
{
    private const int LeastText = 20;

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
