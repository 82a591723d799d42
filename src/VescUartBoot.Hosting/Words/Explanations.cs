namespace VescUartBoot.Hosting.Words;

/// <summary>All codes that the tool prints, and the blinks that people report.</summary>
internal static class Explanations
{
    /// <summary>All, in the order in which they are listed.</summary>
    public static IReadOnlyList<Explanation> All { get; } =
    [
        .. Of(CodeKind.ExitCode, ExitCodes.All),
        .. Of(ErrorCodes.All),
        .. Of(ImageCodes.All),
        .. Of(CodeKind.Warning, WarningCodes.All),
        .. Of(CodeKind.Blink, Blinks.All),
    ];

    /// <summary>Returns the explanations of <paramref name="code"/>; some codes are both an error and a warning.</summary>
    public static IReadOnlyList<Explanation> Find(string code) =>
        [.. All.Where(e => string.Equals(e.Code, Plain(code), StringComparison.OrdinalIgnoreCase))];

    // As copied from a screen: "[linkLost]", "exit 5", "red 3".
    private static string Plain(string code)
    {
        string word = code.Trim().Trim('[', ']').Replace(" ", "", StringComparison.Ordinal);
        return word.StartsWith("exit", StringComparison.OrdinalIgnoreCase) && word.Length > 4 && char.IsAsciiDigit(word[4])
            ? word[4..]
            : word;
    }

    private static IEnumerable<Explanation> Of(ErrorWords[] rows) =>
        rows.Select(r => new Explanation(CodeKind.Error, r.Code, r.Means, r.Next));

    private static IEnumerable<Explanation> Of(CodeKind kind, (string Code, string Means, string Next)[] rows) =>
        rows.Select(r => new Explanation(kind, r.Code, r.Means, r.Next));
}
