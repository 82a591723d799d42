namespace VescUartBoot.Cli.Output;

/// <summary>Writes the steps of a job above the live line, each with its label.</summary>
/// <param name="writer">Writes the lines.</param>
/// <param name="status">The live line; cleared before each line.</param>
/// <param name="quiet">Whether only lines that are always written are written.</param>
internal sealed class StepWriter(LabelledWriter writer, StatusLine status, bool quiet)
{
    private const int LineWidth = 80;

    /// <summary>Whether anything was written.</summary>
    public bool HasWritten { get; private set; }

    public void Say(string label, string text, Tone tone = Tone.Plain, bool always = false, Tone textTone = Tone.Plain)
    {
        if (quiet && !always)
        {
            return;
        }

        status.Clear();
        HasWritten = true;
        writer.Write(label, text, tone, textTone);
    }

    /// <summary>Writes the texts one below the other beside one label.</summary>
    public void SayAll(string label, IEnumerable<string> texts, Tone tone, bool always = false)
    {
        foreach (string text in texts)
        {
            Say(label, text, tone, always);
            label = "";
        }
    }

    /// <summary>Writes a next step on one line if it fits; else each command has its own line, so that it can be copied.</summary>
    public void SayNext(string text, Tone tone = Tone.Plain, bool always = false) => SayAll("next",
        LabelledWriter.LabelWidth + text.Length <= Math.Min(Terminal.ErrorWidth(), LineWidth) ? [text] : CommandScanner.Lines(text),
        tone, always);
}
