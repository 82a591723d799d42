using System.Reflection;
using System.Text.RegularExpressions;
using VescUartBoot.Boards;
using VescUartBoot.Cli.Arguments;
using VescUartBoot.Simulator.Boards;

namespace VescUartBoot.Tests;

/// <summary>No pattern has a clock, which would end a run on a busy machine, and none needs one.</summary>
public sealed partial class PatternTests
{
    public static TheoryData<string> Patterns => [.. All().Select(p => p.Pattern)];

    [Fact]
    public void No_pattern_gives_up_after_a_time() => Assert.All(All(), p => Assert.Equal(Timeout.Infinite, p.MatchTimeoutMilliseconds));

    [Theory]
    [MemberData(nameof(Patterns))]
    public void No_pattern_repeats_a_repetition(string pattern) => Assert.DoesNotMatch(Nested(), pattern);

    private static List<GeneratedRegexAttribute> All() => [.. new[] { typeof(Board), typeof(SimulatedBoard), typeof(CommandTree) }
        .SelectMany(t => t.Assembly.GetTypes())
        .SelectMany(t => t.GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
        .Select(m => m.GetCustomAttribute<GeneratedRegexAttribute>())
        .OfType<GeneratedRegexAttribute>()];

    // A group that holds a repetition and is repeated itself.
    [GeneratedRegex(@"\([^()]*[^\\][*+][^()]*\)[*+{]", RegexOptions.CultureInvariant)]
    private static partial Regex Nested();
}
