using System.Text.RegularExpressions;

namespace VescUartBoot.EndToEnd;

/// <summary>Texts that are kept in files. With VESCBOOT_ACCEPT_SCREENS=1 the files are written anew: read the diff before you commit
/// it.</summary>
internal static partial class GoldenFile
{
    private static readonly string _folder = Path.Combine(Repository.Root, "tests", "VescUartBoot.EndToEnd", "screens");

    public static void Compare(string name, string text)
    {
        string path = Path.Combine(_folder, name + ".txt");
        string now = Normalise(text);
        if (Environment.GetEnvironmentVariable("VESCBOOT_ACCEPT_SCREENS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, now);
            return;
        }

        Assert.True(File.Exists(path), $"there is no {path}; VESCBOOT_ACCEPT_SCREENS=1 makes it");
        Assert.Equal(File.ReadAllText(path), now);
    }

    // Times, rates, counts of a conversation that depends on times, free space, and where this machine keeps its temporary files.
    public static string Normalise(string text)
    {
        text = text.Replace(Path.GetTempPath(), "/tmp/", StringComparison.Ordinal);
        text = SimulatedFolder().Replace(text, "#");
        text = Counts().Replace(text, " (counts)");
        text = Retries().Replace(text, "");
        text = Times().Replace(text, m => Regex.Replace(m.Value, "[0-9][0-9.]*", "#"));
        return Countdown().Replace(FreeSpace().Replace(text, "(space) free"), "${first}");
    }

    [GeneratedRegex(@"\b[0-9]+\.[0-9]+(?=\s+(?:s|ms)\b)|\b[0-9]+(?=\s+commands)|(?:about|at most) [0-9]+ s(?: left| more)?|"
        + @"process [0-9]+|\b[0-9]{2}:[0-9]{2}:[0-9]{2}\b|[0-9](?:\s*[0-9]){7}\s*T(?:\s*[0-9]){6}\s*Z", RegexOptions.CultureInvariant)]
    private static partial Regex Times();

    // Where they are wrapped depends on how long the numbers are.
    [GeneratedRegex(@"\s+\([0-9]+\s+commands,[^()]*?\bs\)", RegexOptions.CultureInvariant)]
    private static partial Regex Counts();

    // A busy machine may answer a request late.
    [GeneratedRegex(@",\s+(?:1 retry|[0-9]+ retries)$", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Retries();

    // The temporary folder of a run on a simulated board, wrapped wherever it falls.
    [GeneratedRegex(@"(?<=simulated-)(?:\s*[A-Za-z0-9]){6}", RegexOptions.CultureInvariant)]
    private static partial Regex SimulatedFolder();

    // How often it is told depends on how long it takes.
    [GeneratedRegex(@"(?<first>restart       KEEP THE POWER ON[^\n]*\n)(?:restart       KEEP THE POWER ON[^\n]*\n)+",
        RegexOptions.CultureInvariant)]
    private static partial Regex Countdown();

    [GeneratedRegex(@"(?:more\s+than\s+10\s+GB|[0-9.]+ [KM]B)\s+free", RegexOptions.CultureInvariant)]
    private static partial Regex FreeSpace();
}
