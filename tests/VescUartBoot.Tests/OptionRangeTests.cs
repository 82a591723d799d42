using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;
using VescUartBoot.Boards;

namespace VescUartBoot.Tests;

/// <summary>Every option of the library that is a number or a time says its range, and holds no value outside it.</summary>
public sealed class OptionRangeTests
{
    private static readonly object[] _outside =
        [int.MinValue, -1, int.MaxValue, -1e-9, 1e9, double.NaN, TimeSpan.MinValue, TimeSpan.FromTicks(-1), TimeSpan.FromDays(1),
            TimeSpan.MaxValue];

    public static TheoryData<string, string> Options => [.. All().Select(p => (p.DeclaringType!.FullName!, p.Name))];

    [Theory]
    [MemberData(nameof(Options))]
    public void An_option_takes_nothing_outside_its_range(string type, string name)
    {
        var property = Find(type, name);
        var wanted = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        foreach (object value in _outside.Where(v => v.GetType() == wanted))
        {
            object options = RuntimeHelpers.GetUninitializedObject(property.DeclaringType!);

            var thrown = Assert.Throws<TargetInvocationException>(() => property.SetValue(options, value));

            Assert.Equal(name, Assert.IsType<OptionRangeException>(thrown.InnerException).Option);
        }
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void An_option_says_its_range(string type, string name)
    {
        var words = XDocument.Load(Path.ChangeExtension(typeof(Board).Assembly.Location, "xml")).Descendants("member")
            .Single(m => (string?)m.Attribute("name") == $"P:{type}.{name}");

        Assert.Matches("[0-9]( [a-z]+)? to [0-9]", words.Value.ReplaceLineEndings(" "));
    }

    [Fact]
    public void The_defaults_are_in_range_and_a_copy_is_looked_at_too()
    {
        var options = new BoardOptions();

        Assert.Equal(5, options.Identify.Attempts);
        Assert.Throws<OptionRangeException>(() => options.Read with { Attempts = 0 });
        Assert.Throws<OptionRangeException>(() => new RetryOptions(1, TimeSpan.FromMilliseconds(9)));
    }

    private static PropertyInfo Find(string type, string name) => typeof(Board).Assembly.GetType(type)!.GetProperty(name)!;

    private static IEnumerable<PropertyInfo> All() => typeof(Board).Assembly.GetExportedTypes()
        .Where(t => t.Name.EndsWith("Options", StringComparison.Ordinal) && !t.IsAbstract)
        .SelectMany(t => t.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        .Where(p => p.CanWrite && p.DeclaringType!.Name.EndsWith("Options", StringComparison.Ordinal)
            && (Nullable.GetUnderlyingType(p.PropertyType) ?? p.PropertyType) is var t
            && (t == typeof(int) || t == typeof(double) || t == typeof(TimeSpan)))
        .DistinctBy(p => (p.DeclaringType, p.Name));
}
