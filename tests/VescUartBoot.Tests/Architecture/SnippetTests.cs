using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace VescUartBoot.Tests.Architecture;

/// <summary>The C# of the READMEs and the pages compiles against the public types.</summary>
public sealed partial class SnippetTests
{
    // What a snippet uses and a page has introduced before it.
    private static readonly (string Name, string Type)[] _given = [("board", "Board"), ("options", "SimulatedBoardOptions")];

    private static readonly MetadataReference[] _references =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(p => MetadataReference.CreateFromFile(p))];

    public static TheoryData<string, string> Snippets() =>
    [
        .. from page in Pages()
           from snippet in Fence().Matches(File.ReadAllText(page))
           select (Path.GetRelativePath(Sources.Root, page), snippet.Groups["code"].Value),
    ];

    [Theory]
    [MemberData(nameof(Snippets))]
    public void A_snippet_of_the_pages_compiles(string page, string code)
    {
        var parameters = _given.Where(g => !Declares(code, g.Name)).Select(g => $"{g.Type} {g.Name}");
        var tree = CSharpSyntaxTree.ParseText(
            $"{Usings()}static class Page {{ static async Task RunAsync({string.Join(", ", parameters)}) {{\n{code}\nawait Task.Yield(); "
                + "} }",
            cancellationToken: TestContext.Current.CancellationToken);
        var compilation = CSharpCompilation.Create("Page", [tree], _references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

        var errors = compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(d => d.Severity == DiagnosticSeverity.Error);

        Assert.True(!errors.Any(), $"{page}: {string.Join("; ", errors)}");
    }

    private static IEnumerable<string> Pages() =>
        Directory.EnumerateFiles(Path.Combine(Sources.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Append(Path.Combine(Sources.Root, "README.md"))
            .Concat(Directory.EnumerateFiles(Path.Combine(Sources.Root, "src"), "README.md", SearchOption.AllDirectories));

    private static bool Declares(string code, string name) =>
        Regex.IsMatch(code, $@"\b(?:var|\w+) {name} = ", RegexOptions.NonBacktracking);

    private static string Usings()
    {
        string[] system = ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Threading",
            "System.Threading.Tasks"];
        var ours = Sources.Library.Types.Concat(Sources.Simulator.Types).Where(t => t.IsPublic).Select(t => t.Namespace).Distinct();
        return string.Concat(system.Concat(ours).Append("Xunit").Select(name => $"using {name};\n"));
    }

    [GeneratedRegex("^```csharp\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
