namespace VescUartBoot.Cli.Output;

/// <summary>Writes lines of two columns: a verb, and a text that is wrapped beside it.</summary>
/// <param name="writer">Destination.</param>
/// <param name="color">Whether to use colours.</param>
/// <param name="width">Width in columns.</param>
internal sealed class LabelledWriter(TextWriter writer, bool color, Func<int> width)
{
    /// <summary>Width of the left column.</summary>
    public const int LabelWidth = 14;

    /// <summary>Returns a label padded to its column.</summary>
    public static string Label(string word) => word.PadRight(LabelWidth);

    /// <summary>Writes a text beside its label.</summary>
    /// <param name="label">The label; empty if the text continues the one above.</param>
    /// <param name="text">The text.</param>
    /// <param name="tone">Colour of the label.</param>
    /// <param name="textTone">Colour of the text.</param>
    public void Write(string label, string text, Tone tone = Tone.Plain, Tone textTone = Tone.Plain)
    {
        string column = Label(label);
        foreach (string line in TextWrap.Labelled(column, TerminalText.Of(text), width()))
        {
            bool isBeside = line.StartsWith(column, StringComparison.Ordinal);
            writer.WriteLine(isBeside
                ? Painted(column.TrimEnd(), tone) + column[column.TrimEnd().Length..] + Painted(line[column.Length..], textTone)
                : line == label ? Painted(line, tone)
                : Painted(line, textTone));
        }
    }

    /// <summary>Returns a text in the colour of its tone.</summary>
    public string Painted(string text, Tone tone) =>
        !color || tone == Tone.Plain || text.Length == 0 ? text : $"\u001b[{CodeOf(tone)}m{text}\u001b[0m";

    private static string CodeOf(Tone tone) => tone switch
    {
        Tone.Step => "32",
        Tone.Done => "1;32",
        Tone.Warning => "1;33",
        Tone.Danger => "1;31",
        _ => "1",
    };
}
