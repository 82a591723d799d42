using System.Text.RegularExpressions;

namespace VescUartBoot.Tests.Architecture;

/// <summary>Rules of the source that no analyzer knows.</summary>
public sealed partial class SourceTests
{
    [Fact]
    public void Each_file_of_the_products_is_named_for_a_type_in_it()
    {
        var other =
            from file in Sources.Files("src")
            let name = Path.GetFileNameWithoutExtension(file).Split('.')[0]
            let types = TopLevelType().Matches(File.ReadAllText(file)).Select(match => match.Groups["name"].Value).ToList()
            where types.Count > 0 && !types.Contains(name)
            select Path.GetRelativePath(Sources.Root, file);
        Assert.Empty(other);
    }

    [Fact]
    public void A_file_of_the_products_has_one_type_or_one_closed_family_of_records()
    {
        var several =
            from file in Sources.Files("src")
            let types = TopLevelType().Matches(File.ReadAllText(file)).Select(match => match.Groups["name"].Value).Distinct().ToList()
            where types.Count > 1 && !IsFamily(File.ReadAllText(file))
            select $"{Path.GetRelativePath(Sources.Root, file)}: {string.Join(", ", types)}";
        Assert.Empty(several);
    }

    [Fact]
    public void The_namespace_of_a_file_is_its_folder()
    {
        var elsewhere =
            from file in Sources.Files("src")
            let project = Path.GetRelativePath(Path.Combine(Sources.Root, "src"), file).Split(Path.DirectorySeparatorChar)
            let folder = string.Join('.', project[..^1])
            let declared = Namespace().Match(File.ReadAllText(file))
            where declared.Success && declared.Groups["name"].Value != folder
            select $"{Path.GetRelativePath(Sources.Root, file)} is in {declared.Groups["name"].Value}";
        Assert.Empty(elsewhere);
    }

    [Fact]
    public void No_line_is_longer_than_140_columns_except_in_a_raw_string()
    {
        var longer =
            from file in Sources.Files("src", "tests", "samples")
            from line in OutsideRawStrings(File.ReadAllLines(file))
            where line.Text.Length > 140
            select $"{Path.GetRelativePath(Sources.Root, file)}:{line.Number}";
        Assert.Empty(longer);
    }

    private static IEnumerable<(int Number, string Text)> OutsideRawStrings(string[] lines)
    {
        bool inside = false;
        for (int i = 0; i < lines.Length; i++)
        {
            int quotes = lines[i].Split("\"\"\"").Length - 1;
            if (!inside && quotes != 1)
            {
                yield return (i + 1, lines[i]);
            }

            inside ^= quotes % 2 == 1;
        }
    }

    private static bool IsFamily(string source)
    {
        var roots = AbstractRecord().Matches(source).Select(match => match.Groups["name"].Value).ToList();
        return roots.Count == 1 && TopLevelType().Matches(source).All(match =>
            match.Groups["name"].Value == roots[0] || match.Groups["rest"].Value.Contains(": " + roots[0], StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^(?:public |internal )?(?:(?:static|sealed|abstract|readonly|partial|ref|unsafe) )*"
        + @"(?:class|record struct|record class|record|struct|interface|enum) (?<name>\w+)(?<rest>[^{;]*)", RegexOptions.Multiline)]
    private static partial Regex TopLevelType();

    [GeneratedRegex(@"^(?:public |internal )?abstract (?:partial )?record (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex AbstractRecord();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
