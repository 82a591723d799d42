namespace VescUartBoot.Cli.Output;

/// <summary>A table of text. The last column is wrapped; where the columns do not fit, each row becomes a short list.</summary>
/// <param name="columns">Heading and width of each column; the last takes the remaining width.</param>
internal sealed class Table(params (string Heading, int Width)[] columns)
{
    private const int Gap = 2;
    private const int LeastText = 20;

    private readonly int _labelWidth = columns.Skip(1).Select(c => c.Heading.Length).DefaultIfEmpty().Max() + Gap;

    private int Indent => columns.SkipLast(1).Sum(c => c.Width + Gap);

    /// <summary>Creates a table as wide as its content.</summary>
    public static IEnumerable<string> Of(string[] headings, IReadOnlyList<string[]> rows, int width)
    {
        var table = new Table([.. headings.Select((h, column) => (h, rows.Select(r => r[column].Length).Append(h.Length).Max()))]);
        return [.. table.Head(width), .. rows.SelectMany(r => table.Row(width, r))];
    }

    /// <summary>Returns the headings; none if rows are lists.</summary>
    public IEnumerable<string> Head(int width) => Fits(width) ? [Join([.. columns.Select(c => c.Heading.ToUpperInvariant())])] : [];

    /// <summary>Returns a row.</summary>
    public IEnumerable<string> Row(int width, params string[] cells) => Fits(width)
        ? TextWrap.Labelled(Join([.. cells[..^1], ""], padsAll: true), cells[^1], width).Select(line => line.TrimEnd())
        : [cells[0], .. cells.Skip(1).Zip(columns.Skip(1)).Where(c => c.First.Length > 0)
            .SelectMany(c => TextWrap.Labelled($"  {c.Second.Heading.PadRight(_labelWidth)}", c.First, width))];

    /// <summary>Returns a remark below a row.</summary>
    public IEnumerable<string> Remark(int width, string text) =>
        TextWrap.Labelled(new string(' ', Fits(width) ? columns[0].Width + Gap : Gap), text, width);

    private bool Fits(int width) => width - Indent >= LeastText;

    private string Join(string[] cells, bool padsAll = false)
    {
        string line = string.Concat(cells.Zip(columns)
            .Select((c, i) => i == columns.Length - 1 ? c.First : c.First.PadRight(c.Second.Width) + new string(' ', Gap)));
        return padsAll ? line : line.TrimEnd();
    }
}
