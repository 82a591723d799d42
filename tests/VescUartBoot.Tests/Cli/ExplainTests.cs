using System.Text.RegularExpressions;
using VescUartBoot.Backups;
using VescUartBoot.Cli.Errors;
using VescUartBoot.Cli.Output;
using VescUartBoot.Hosting.Words;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Links;

namespace VescUartBoot.Tests.Cli;

/// <summary>Every code that the source can print is explained, and no other.</summary>
public sealed partial class ExplainTests
{
    // The bootloader's own source is not here to be searched; these are what its builds with LEDs show.
    private static readonly string[] _blinks = ["green3", "red1", "red3", "red4", "red5", "red8", "blueOnly"];

    // SIGHUP, Ctrl-C and SIGTERM: 128 and the number of the signal.
    private static readonly string[] _signals = ["129", "130", "143"];

    private static readonly string _source = ReadSource();

    [Fact]
    public void Every_exit_code_is_explained_and_no_other()
    {
        var codes = Enum.GetValues<ExitCode>().Select(c => ((int)c).ToString()).Union(_signals);

        Assert.Equal(codes.Order(), Explained(CodeKind.ExitCode));
    }

    [Fact]
    public void Every_warning_is_explained_and_no_other()
    {
        var codes = Codes(WarningLiterals()).Concat(Enum.GetValues<BackupPartKind>().Select(k => k.MissingCode())).Distinct();

        Assert.Equal(codes.Order(StringComparer.Ordinal), Explained(CodeKind.Warning));
    }

    [Fact]
    public void Every_error_is_explained_and_no_other()
    {
        var codes = Codes(ErrorLiterals())
            .Concat(Enum.GetValues<FailureCode>().Select(c => JsonOutput.Word(c)))
            .Concat(Enum.GetValues<LinkOpenFailure>().Select(f => CliError.Of(new LinkOpenException("", f, "")).Code))
            .Append(CliError.Usage("").Code)
            .Distinct();

        Assert.Equal(codes.Order(StringComparer.Ordinal), Explained(CodeKind.Error));
    }

    [Fact]
    public void Errors_are_made_of_the_table_alone() => Assert.DoesNotContain("new CliError(", _source, StringComparison.Ordinal);

    [Fact]
    public void Every_blink_is_explained() => Assert.Equal(_blinks.Order(StringComparer.Ordinal), Explained(CodeKind.Blink));

    [Fact]
    public void No_code_is_explained_twice_and_none_without_a_next_step()
    {
        Assert.Equal(Explanations.All.Count, Explanations.All.DistinctBy(e => (e.Kind, e.Code)).Count());
        Assert.All(Explanations.All, e => Assert.EndsWith(".", e.Means, StringComparison.Ordinal));
        Assert.DoesNotContain(Explanations.All, e => e.Next.Length == 0);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("exit 5")]
    [InlineData("exit5")]
    public void An_exit_code_is_found_as_people_write_it(string typed) =>
        Assert.Equal(CodeKind.ExitCode, Assert.Single(Explanations.Find(typed)).Kind);

    [Theory]
    [InlineData("[linkLost]", 2)]
    [InlineData("LINKLOST", 2)]
    [InlineData("red 3", 1)]
    [InlineData("nothing", 0)]
    public void A_code_is_found_as_it_is_copied_from_a_screen(string typed,
        int found) => Assert.Equal(found, Explanations.Find(typed).Count);

    private static IEnumerable<string> Explained(CodeKind kind) =>
        Explanations.All.Where(e => e.Kind == kind).Select(e => e.Code).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Codes(Regex literals) => literals.Matches(_source).Select(m => m.Groups["code"].Value);

    private static string ReadSource()
    {
        string? folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder!, "VescUartBoot.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        var files = Directory.EnumerateFiles(Path.Combine(folder!, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal)
                && (!f.Contains("/Words/", StringComparison.Ordinal) || Path.GetFileName(f) == "SpokenError.cs"));
        return string.Join('\n', files.Select(File.ReadAllText));
    }

    [GeneratedRegex("""\b(?:Warn|Warned|Noted)\(\s*(?:[A-Z]\w*,\s*)?"(?<code>[a-z][A-Za-z]+)"\s*,""", RegexOptions.CultureInvariant)]
    private static partial Regex WarningLiterals();

    // Why a rollout was rejected is explained in docs/fleet.md.
    [GeneratedRegex(
        """(?:(?<!Rollout)RejectedException\(\s*|\bImageRejectedException \w+\([^)]*\) =>\s*new\(\s*|\bExitCode\.\w+,\s*|"""
            + """\bWrong\(\s*\w+,\s*|\bBusy\(\s*|\b(?:OfTable|OnBoard)\(\s*|\bExamine\(\s*"\w+",\s*)"(?<code>[a-z][A-Za-z]+)"\s*,""",
        RegexOptions.CultureInvariant)]
    private static partial Regex ErrorLiterals();
}
