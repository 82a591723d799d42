namespace VescUartBoot.Cli.Output;

/// <summary>The last line of a command: the state of the board and its evidence.</summary>
/// <param name="Word">The verdict in one or two words, in the left column.</param>
/// <param name="Text">State and evidence.</param>
/// <param name="Tone">Colour of the verdict.</param>
internal sealed record Verdict(string Word, string Text, Tone Tone = Tone.Done);
