using System.Reflection;
using System.Text.RegularExpressions;
using VescUartBoot.Simulator.Boards;

namespace VescUartBoot.Tests.Simulator;

/// <summary>The table "fact, where, test" of <c>docs/simulator.md</c> names code and tests that are there, or this fails.</summary>
public sealed partial class FactTableTests
{
    private const BindingFlags Everything = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;
    private static readonly Type[] Code = typeof(SimulatedBoard).Assembly.GetTypes();
    private static readonly string[][] Rows = [.. ReadRows()];

    private static HashSet<string> Tests { get; } =
    [
        .. typeof(FactTableTests).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(FactTableTests).Namespace)
            .SelectMany(type => type.GetMethods())
            .Where(method => method.GetCustomAttributes<FactAttribute>().Any())
            .Select(method => method.DeclaringType!.Name + "." + method.Name),
    ];

    [Fact]
    public void The_table_has_rows_for_every_section_of_the_facts() => Assert.True(Rows.Length > 60, $"{Rows.Length} rows");

    [Fact]
    public void Every_test_that_the_table_names_is_there()
    {
        var missing = Rows.SelectMany(row => TestsOf(row).Where(test => !Tests.Contains(test)).Select(test => $"{row[0]}: {test}"));
        Assert.Empty(missing);
        Assert.DoesNotContain(Rows, row => !TestsOf(row).Any());
    }

    [Fact]
    public void Every_place_that_the_table_names_is_there()
    {
        var missing = Rows.SelectMany(row => CodeName().Matches(row[1]).Select(match => match.Groups["name"].Value)
            .Where(name => !IsThere(name)).Select(name => $"{row[0]}: {name}"));
        Assert.Empty(missing);
        Assert.DoesNotContain(Rows, row => !CodeName().IsMatch(row[1]));
    }

    private static bool IsThere(string name)
    {
        string[] parts = name.Split('.');
        var types = Code.Where(type => type.Name == parts[0]).ToList();
        return types.Count > 0 && (parts.Length == 1 || types.Exists(type => type.GetMember(parts[1], Everything).Length > 0));
    }

    private static IEnumerable<string> TestsOf(string[] row) =>
        TestName().Matches(row[2]).Select(match => match.Groups["class"].Value + "Tests." + match.Groups["test"].Value);

    private static IEnumerable<string[]> ReadRows()
    {
        bool inside = false;
        foreach (string line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "docs", "simulator.md")))
        {
            string[] cells = [.. line.Split('|').Select(cell => cell.Trim())];
            if (cells is ["", "fact", "where", "test", ""])
            {
                inside = true;
            }
            else if (!line.StartsWith('|'))
            {
                inside = false;
            }
            else if (inside && !line.StartsWith("| ---", StringComparison.Ordinal))
            {
                yield return cells[1..^1];
            }
        }
    }

    [GeneratedRegex("`(?<name>[A-Z][A-Za-z0-9.]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CodeName();

    [GeneratedRegex("`(?<class>[A-Z][A-Za-z]+)\\.(?<test>\\w+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TestName();
}
