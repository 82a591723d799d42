namespace VescUartBoot.Cli.Explain;

/// <summary>What kind of code it is.</summary>
internal enum CodeKind
{
    /// <summary>The exit code of the process.</summary>
    ExitCode,

    /// <summary>What stands in brackets behind an error, and as <c>error.code</c> in JSON.</summary>
    Error,

    /// <summary>The code of a warning.</summary>
    Warning,

    /// <summary>A LED of the bootloader, right after a restart.</summary>
    Blink,
}

/// <summary>A code in plain words.</summary>
/// <param name="Kind">What kind of code it is.</param>
/// <param name="Code">The code.</param>
/// <param name="Means">What it means.</param>
/// <param name="Next">The next step.</param>
internal sealed record Explanation(CodeKind Kind, string Code, string Means, string Next);

/// <summary>All codes that the tool prints, and the blinks that people report.</summary>
internal static class Explanations
{
    /// <summary>All, in the order in which they are listed.</summary>
    public static IReadOnlyList<Explanation> All { get; } =
    [
        .. Of(CodeKind.ExitCode, ExitCodes.All),
        .. Of(CodeKind.Error, ErrorCodes.All),
        .. Of(CodeKind.Error, ImageCodes.All),
        .. Of(CodeKind.Warning, WarningCodes.All),
        .. Of(CodeKind.Blink, Blinks.All),
    ];

    /// <summary>What <paramref name="code"/> means; some words are an error in one place and a warning in another.</summary>
    public static IReadOnlyList<Explanation> Find(string code) =>
        [.. All.Where(e => string.Equals(e.Code, Plain(code), StringComparison.OrdinalIgnoreCase))];

    // As they are copied from a screen: "[linkLost]", "exit 5", "red 3".
    private static string Plain(string code)
    {
        string word = code.Trim().Trim('[', ']').Replace(" ", "", StringComparison.Ordinal);
        return word.StartsWith("exit", StringComparison.OrdinalIgnoreCase) && word.Length > 4 && char.IsAsciiDigit(word[4]) ? word[4..] : word;
    }

    private static IEnumerable<Explanation> Of(CodeKind kind, (string Code, string Means, string Next)[] rows) =>
        rows.Select(r => new Explanation(kind, r.Code, r.Means, r.Next));
}
