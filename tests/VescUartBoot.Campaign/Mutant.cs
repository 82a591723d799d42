namespace VescUartBoot.Campaign;

/// <summary>A deliberate fault of the product, as a small change of its source: the campaign must notice it.</summary>
/// <param name="Name">The name of its file.</param>
/// <param name="About">The fault, in a sentence.</param>
/// <param name="Law">The law that it breaks.</param>
/// <param name="Text">What the product says, in one place of all its sources.</param>
/// <param name="Fault">What the mutant says in its place.</param>
internal sealed record Mutant(string Name, string About, string Law, string Text, string Fault)
{
    private const string DrawnMark = " of ";
    private const string LawMark = "law: ";
    private const string ProductMark = "--- the product\n";
    private const string FaultMark = "--- the mutant\n";

    /// <summary>Where the mutants and the sources of the product lie in a copy of the repository.</summary>
    public const string Folder = "tests/VescUartBoot.Campaign/mutants";

    /// <summary>The sources of the product.</summary>
    public const string Sources = "src/VescUartBoot";

    /// <summary>What is drawn until the law is broken.</summary>
    public string Draws { get; init; } = Drawn.Boards;

    /// <summary>All mutants of the repository at <paramref name="root"/>.</summary>
    public static IReadOnlyList<Mutant> All(string root) =>
        [.. Directory.GetFiles(Path.Combine(root, Folder), "*.patch").Order(StringComparer.Ordinal).Select(Read)];

    /// <summary>The root of the repository that this program was built in.</summary>
    public static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "VescUartBoot.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new DirectoryNotFoundException($"{AppContext.BaseDirectory} lies in no copy of the repository");
    }

    /// <summary>The one file of the product that the mutant changes, and its changed text.</summary>
    /// <exception cref="InvalidDataException">The text is gone, or is there more than once.</exception>
    public (string Path, string Changed) ApplyTo(string root)
    {
        var hits = Directory.EnumerateFiles(Path.Combine(root, Sources), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(file => (File: file, Source: File.ReadAllText(file)))
            .SelectMany(s => PlacesIn(s.Source).Select(at => (s.File, Changed: s.Source[..at] + Fault + s.Source[(at + Text.Length)..])))
            .Take(2)
            .ToList();
        return hits is [var one] ? one
            : throw new InvalidDataException(
                $"the text of the mutant {Name} is {(hits.Count == 0 ? "not" : "more than once")} in {Sources}:\n{Text}");
    }

    private static Mutant Read(string file)
    {
        string name = Path.GetFileNameWithoutExtension(file);
        string content = File.ReadAllText(file).ReplaceLineEndings("\n");
        int law = content.IndexOf(LawMark, StringComparison.Ordinal);
        int product = content.IndexOf(ProductMark, StringComparison.Ordinal);
        int fault = content.IndexOf(FaultMark, StringComparison.Ordinal);
        if (law <= 0 || product <= law || fault <= product)
        {
            throw new InvalidDataException(
                $"{file} is no mutant: a sentence, \"{LawMark}\", \"{ProductMark.Trim()}\" and \"{FaultMark.Trim()}\"");
        }

        string[] broken = content[(law + LawMark.Length)..product].Trim().Split(DrawnMark);
        return new Mutant(
            name,
            content[..law].Trim(),
            broken[0],
            content[(product + ProductMark.Length)..fault].TrimEnd('\n'),
            content[(fault + FaultMark.Length)..].TrimEnd('\n'))
        { Draws = broken is [_, var drawn] ? drawn : Drawn.Boards };
    }

    private IEnumerable<int> PlacesIn(string source)
    {
        for (int at = source.IndexOf(Text, StringComparison.Ordinal); at >= 0; at = source.IndexOf(Text, at + 1, StringComparison.Ordinal))
        {
            yield return at;
        }
    }
}
