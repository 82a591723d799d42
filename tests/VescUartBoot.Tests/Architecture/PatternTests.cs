using System.Reflection;
using System.Text.RegularExpressions;
using VescUartBoot.Boards;
using VescUartBoot.Cli.Arguments;
using VescUartBoot.Simulator.Boards;

namespace VescUartBoot.Tests.Architecture;

/// <summary>No pattern has a clock, which would end a run on a busy machine, and none needs one.</summary>
public sealed partial class PatternTests
{
    public static TheoryData<string> Patterns => [.. All().Select(p => p.Pattern)];

    [Fact]
    public void No_pattern_gives_up_after_a_time() => Assert.All(All(), p => Assert.Equal(Timeout.Infinite, p.MatchTimeoutMilliseconds));

    [Theory]
    [MemberData(nameof(Patterns))]
    public void No_pattern_repeats_a_repetition(string pattern) => Assert.DoesNotMatch(Nested(), pattern);

    // Only then are they all in the list of these tests, and compiled ahead.
    [Fact]
    public void Every_pattern_is_generated_at_build_time()
    {
        var made =
            from file in Sources.Files("src")
            from line in File.ReadLines(file).Index()
            where MadeLater().IsMatch(line.Item)
            select $"{Path.GetRelativePath(Sources.Root, file)}:{line.Index + 1}";
        Assert.Empty(made);
    }

    private static List<GeneratedRegexAttribute> All() => [.. new[] { typeof(Board), typeof(SimulatedBoard), typeof(CommandTree) }
        .SelectMany(t => t.Assembly.GetTypes())
        .SelectMany(t => t.GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
        .Select(m => m.GetCustomAttribute<GeneratedRegexAttribute>())
        .OfType<GeneratedRegexAttribute>()];

    // A group that holds a repetition and is repeated itself.
    [GeneratedRegex(@"\([^()]*[^\\][*+][^()]*\)[*+{]", RegexOptions.CultureInvariant)]
    private static partial Regex Nested();

    [GeneratedRegex(@"\bnew Regex\(|\bRegex\.(?:IsMatch|Match|Matches|EnumerateMatches|Replace|Split|Count)\(",
        RegexOptions.CultureInvariant)]
    private static partial Regex MadeLater();
}
