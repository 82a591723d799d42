using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace VescUartBoot.EndToEnd.Documents;

/// <summary>A picture of a screen as SVG: text that can be read and compared, in the colours of whoever looks at it, light or
/// dark.</summary>
internal static partial class Picture
{
    private const int LineHeight = 19;
    private const double ColumnWidth = 8.43;
    private const int Margin = 16;

    /// <summary>Draws it.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="runs">What was typed, and what came of it.</param>
    /// <param name="columns">The width of the terminal.</param>
    public static string Draw(string title, IEnumerable<(string Command, Screen Screen)> runs, int columns)
    {
        List<IReadOnlyList<(string Style, string Text)>> lines =
            [.. runs.SelectMany(r => r.Screen.Pieces.Prepend([("prompt", "$ "), ("1", r.Command)]))];
        int width = (int)(columns * ColumnWidth) + (2 * Margin);
        int height = (lines.Count * LineHeight) + (2 * Margin);
        var svg = new StringBuilder();
        svg.Append($$"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{width}} {{height}}" width="{{width}}" height="{{height}}" role="img" aria-label="{{WebUtility.HtmlEncode(title)}}">
            <style>
              rect { fill: #ffffff; stroke: #d0d7de; }
              text { fill: #1f2328; font: 14px ui-monospace, SFMono-Regular, Menlo, "Liberation Mono", "DejaVu Sans Mono", monospace; white-space: pre; }
              .prompt { fill: #59636e; } .s1 { font-weight: bold; } .s31 { fill: #cf222e; } .s32 { fill: #1a7f37; } .s33 { fill: #9a6700; }
              @media (prefers-color-scheme: dark) {
                rect { fill: #0d1117; stroke: #3d444d; }
                text { fill: #f0f6fc; }
                .prompt { fill: #9198a1; } .s31 { fill: #ff7b72; } .s32 { fill: #3fb950; } .s33 { fill: #d29922; }
              }
            </style>
            <rect x="0.5" y="0.5" width="{{width - 1}}" height="{{height - 1}}" rx="8"/>

            """);
        foreach (var (number, line) in lines.Index())
        {
            string pieces =
                string.Concat(line.Select(p => p.Style == Screen.Plain
                    ? WebUtility.HtmlEncode(p.Text)
                    : $"<tspan class=\"{Class(p.Style)}\">{WebUtility.HtmlEncode(p.Text)}</tspan>"));
            svg.Append($"<text xml:space=\"preserve\" x=\"{Margin}\" y=\"{Margin + (LineHeight * number) + 14}\">{pieces}</text>\n");
        }

        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>What a picture says: its lines, with the styles in them.</summary>
    public static string TextOf(string svg) => string.Concat(Line().Matches(svg).Select(m => m.Groups["pieces"].Value + "\n"));

    private static string Class(string style) => style == "prompt" ? style : string.Join(' ', style.Split(';').Select(n => $"s{n}"));

    [GeneratedRegex(@"<text [^>]*>(?<pieces>.*)</text>", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Line();
}
