using VescUartBoot.Cli.Arguments;

namespace VescUartBoot.Cli.Completion;

/// <summary>The completion scripts. Each asks the tool itself, by its hidden word, and holds no list that could go stale.</summary>
internal static class ShellScript
{
    /// <summary>The hidden word: <c>vescboot __complete WORD…</c> prints a suggestion a line, a tab, and what it is; <c>:files</c> if files
    /// fit.</summary>
    public const string HiddenWord = "__complete";

    private const string FilesFit = ":files";

    /// <summary>The shells, by the names of their programs.</summary>
    public static IReadOnlyList<string> Shells { get; } = ["bash", "zsh", "fish", "pwsh"];

    /// <summary>The script of a shell; <see langword="null"/>: of none that is known.</summary>
    public static string? For(string shell)
    {
        if (!Shells.Contains(shell))
        {
            return null;
        }

        using var reader = new StreamReader(typeof(ShellScript).Assembly.GetManifestResourceStream($"vescboot.{shell}")!);
        return reader.ReadToEnd();
    }

    /// <summary>Answers a shell.</summary>
    public static int Answer(IReadOnlyList<string> words)
    {
        var suggestions = Completer.Suggest(CommandTree.Build(), words);
        using var writer = new StreamWriter(Console.OpenStandardOutput()) { NewLine = "\n" };
        if (suggestions.Files)
        {
            writer.WriteLine(FilesFit);
        }

        foreach (var suggestion in suggestions.Words)
        {
            writer.WriteLine(suggestion.About is null ? suggestion.Word : $"{suggestion.Word}\t{suggestion.About}");
        }

        return 0;
    }
}
