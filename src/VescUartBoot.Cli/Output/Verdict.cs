namespace VescUartBoot.Cli.Output;

/// <summary>The last line of a command: what is on the board, and how that is known.</summary>
/// <param name="Word">The verdict in a word or two, which stands in the left column.</param>
/// <param name="Text">The two facts.</param>
/// <param name="Tone">Its colour.</param>
internal sealed record Verdict(string Word, string Text, Tone Tone = Tone.Done);
