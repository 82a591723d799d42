using System.Diagnostics;
using System.Globalization;

namespace VescUartBoot.Campaign;

/// <summary>Builds each mutant of the library in a temporary copy of its sources, and runs this program with it until its law is
/// broken.</summary>
/// <param name="runs">The most seeds that a mutant may survive.</param>
/// <param name="threads">Threads of the campaign.</param>
internal sealed class MutantTrial(int runs, int threads)
{
    /// <summary>The word before law, seed and count in the last line of a campaign that runs until a law is broken.</summary>
    public const string CaughtMark = "caught";

    private const string Library = "VescUartBoot.dll";
    private const string Program = "VescUartBoot.Campaign.dll";
    private const string ProgramFolder = "campaign";
    private const string Built = "built";

    private static readonly string[] _copied =
        [Mutant.Sources, "firmware-bundles", "Directory.Build.props", "Directory.Packages.props", "global.json", ".editorconfig"];

    private static readonly string[] _buildOptions =
    [
        "-c", "Release", "-v", "q", "-nologo",
        "-p:RunAnalyzers=false", "-p:TreatWarningsAsErrors=false", "-p:GenerateDocumentationFile=false", "-p:UseSharedCompilation=true",
    ];

    private readonly string _root = Mutant.Root();

    /// <summary>Tries all mutants whose name contains <paramref name="name"/>, and prints a table.</summary>
    /// <returns>0: each was caught by its law.</returns>
    public int Run(string name)
    {
        var mutants = Mutant.All(_root).Where(m => m.Name.Contains(name, StringComparison.Ordinal)).ToList();
        string[] doubtful = [.. mutants.Select(Doubt).OfType<string>()];
        if (mutants.Count == 0 || doubtful.Length > 0)
        {
            Console.WriteLine(mutants.Count == 0 ? $"no mutant is called {name}" : string.Join('\n', doubtful));
            return 1;
        }

        var folder = Directory.CreateTempSubdirectory("vescboot-mutants-");
        try
        {
            Array.ForEach(_copied, path => Copy(Path.Combine(_root, path), Path.Combine(folder.FullName, path)));
            Copy(AppContext.BaseDirectory, Path.Combine(folder.FullName, ProgramFolder));
            Console.WriteLine("| mutant | caught by | seeds | seconds |\n| --- | --- | --- | --- |");
            int survivors = mutants.Count(mutant => !IsCaught(mutant, folder.FullName));
            Console.WriteLine(survivors == 0 ? $"\nall {mutants.Count} were caught" : $"\n{survivors} of {mutants.Count} survived");
            return survivors == 0 ? 0 : 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private string? Doubt(Mutant mutant)
    {
        try
        {
            mutant.ApplyTo(_root);
            return null;
        }
        catch (InvalidDataException e)
        {
            return e.Message;
        }
    }

    private bool IsCaught(Mutant mutant, string copy)
    {
        long start = Stopwatch.GetTimestamp();
        var (path, changed) = mutant.ApplyTo(copy);
        string original = File.ReadAllText(path);
        try
        {
            File.WriteAllText(path, changed);
            Build(mutant, copy);
            int? seed = FirstSeed(mutant, copy);
            Console.WriteLine(
                $"| {mutant.Name}: {mutant.About} | {(seed is null ? "nothing" : mutant.Law)} | {seed ?? runs} | "
                    + $"{Stopwatch.GetElapsedTime(start).TotalSeconds:0} |");
            return seed is not null;
        }
        finally
        {
            File.WriteAllText(path, original);
        }
    }

    private static void Build(Mutant mutant, string copy)
    {
        string built = Path.Combine(copy, Built);
        string[] restored = File.Exists(Path.Combine(copy, Mutant.Sources, "obj/project.assets.json")) ? ["--no-restore"] : [];
        var (exitCode, output) = Start(copy, ["build", Mutant.Sources, "-o", built, .. _buildOptions, .. restored]);
        if (exitCode != 0)
        {
            throw new InvalidOperationException($"the mutant {mutant.Name} does not build:\n{output}");
        }

        File.Copy(Path.Combine(built, Library), Path.Combine(copy, ProgramFolder, Library), overwrite: true);
    }

    // A seed on which the product itself breaks the law shows nothing.
    private int? FirstSeed(Mutant mutant, string copy)
    {
        for (int first = 1; first <= runs;)
        {
            string program = Path.Combine(copy, ProgramFolder, Program);
            var (_, output) = Start(copy,
                [program, "--until", mutant.Law, "--draw", mutant.Draws,
                    "--first", Word(first), "--runs", Word(runs - first + 1), "--threads", Word(threads)]);
            string[] last = output.TrimEnd().Split('\n')[^1].Split(' ');
            if (last is not [CaughtMark, _, var word])
            {
                return null;
            }

            int seed = int.Parse(word, CultureInfo.InvariantCulture);
            if (!Drawn.Of(mutant.Draws)(seed).Breaches.Any(b => b.Law == mutant.Law))
            {
                return seed;
            }

            Console.WriteLine($"seed {seed} breaks {mutant.Law} on the product itself");
            first = seed + 1;
        }

        return null;
    }

    private static string Word(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static (int ExitCode, string Output) Start(string folder, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            UseShellExecute = false
        };
        using var process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    private static void Copy(string from, string to)
    {
        if (File.Exists(from))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(from, to);
            return;
        }

        foreach (string entry in Directory.GetFileSystemEntries(from))
        {
            if (Path.GetFileName(entry) is not ("bin" or "obj") and var name)
            {
                Copy(entry, Path.Combine(to, name));
            }
        }
    }
}
