using VescUartBoot.Cli.Arguments;

namespace VescUartBoot.Cli.Completion;

/// <summary>The completion scripts. Each calls the tool with a hidden word and contains no list that could become outdated.</summary>
internal static class ShellScript
{
    /// <summary>The hidden word: <c>vescboot __complete WORD…</c> prints one suggestion a line, with a tab and a description; <c>:files</c>
    /// if files are valid.</summary>
    public const string HiddenWord = "__complete";

    private const string FilesFit = ":files";

    /// <summary>Supported shells, by program name.</summary>
    public static IReadOnlyList<string> Shells { get; } = ["bash", "zsh", "fish", "pwsh"];

    /// <summary>Returns the script of a shell; <see langword="null"/> for an unknown shell.</summary>
    public static string? For(string shell)
    {
        if (!Shells.Contains(shell))
        {
            return null;
        }

        using var reader = new StreamReader(typeof(ShellScript).Assembly.GetManifestResourceStream($"vescboot.{shell}")!);
        return reader.ReadToEnd();
    }

    /// <summary>Prints the suggestions for a shell.</summary>
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
