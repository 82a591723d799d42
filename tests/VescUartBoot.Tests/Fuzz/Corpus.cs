namespace VescUartBoot.Tests.Fuzz;

/// <summary>Inputs that are kept: <c>corpus.txt</c> beside this file, one a line, the parser's word and the bytes in hex. An input that
/// ever broke something is added there.</summary>
internal static class Corpus
{
    private static readonly string[] _lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "corpus.txt"));

    /// <summary>The kept inputs of one parser.</summary>
    public static IReadOnlyList<(string Name, byte[] Input)> Of(string parser) =>
    [
        .. _lines.Select((line, i) => (Words: line.Split(' ', 3), Number: i + 1))
            .Where(l => l.Words[0] == parser)
            .Select(l => ($"corpus line {l.Number}", Convert.FromHexString(l.Words[1]))),
    ];
}
