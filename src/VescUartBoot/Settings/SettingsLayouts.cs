using System.Globalization;
using System.Text;
using VescUartBoot.IO;
using VescUartBoot.Messages;

namespace VescUartBoot.Settings;

/// <summary>The layouts of releases 3.55 to 7.01, by signature. Configurations of other layouts can only be compared byte by
/// byte.</summary>
internal static class SettingsLayouts
{
    private const string None = "-";
    private const string Resource = "settings-layouts.txt";
    private static readonly Lazy<(string[] Fields, string[] Layouts)> _lines = new(ReadLines);

    /// <summary>All layouts.</summary>
    public static IEnumerable<SettingsLayout> All => _lines.Value.Layouts.Select(Parse);

    /// <summary>The layout of a configuration; <see langword="null"/>: signature or length is not known.</summary>
    public static SettingsLayout? Find(SerialisedConfiguration configuration)
    {
        if (configuration.Signature is not { } signature)
        {
            return null;
        }

        string head = $"{Word(configuration.Kind)} {signature:X8} ";
        return Array.Find(_lines.Value.Layouts, l => l.StartsWith(head, StringComparison.Ordinal)) is { } line
            && Parse(line) is var layout && layout.Length == configuration.Bytes.Length ? layout : null;
    }

    private static string Word(ConfigurationKind kind) => kind == ConfigurationKind.Motor ? "motor" : "app";

    private static (string[] Fields, string[] Layouts) ReadLines()
    {
        using var reader = new StreamReader(ShippedData.Open(Resource), Encoding.UTF8);
        string[] lines = [.. reader.ReadToEnd().Split('\n').SkipWhile(l => l.StartsWith('#'))];
        int end = Array.IndexOf(lines, "");
        return (lines[..end], [.. lines[end..].Where(l => l.Length > 0)]);
    }

    private static SettingsLayout Parse(string line)
    {
        string[] parts = line.Split(' ');
        List<SettingField> fields = [];
        int offset = SerialisedConfiguration.SignatureLength;
        foreach (int number in NumbersOf(parts[3]))
        {
            var field = ParseField(_lines.Value.Fields[number], offset);
            fields.Add(field);
            offset += field.Length;
        }

        return new SettingsLayout(
            parts[0] == Word(ConfigurationKind.Motor) ? ConfigurationKind.Motor : ConfigurationKind.App,
            uint.Parse(parts[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture),
            parts[2].Split(','),
            fields);
    }

    private static IEnumerable<int> NumbersOf(string ranges)
    {
        foreach (string range in ranges.Split(','))
        {
            string[] ends = range.Split('-');
            int last = int.Parse(ends[^1], CultureInfo.InvariantCulture);
            for (int number = int.Parse(ends[0], CultureInfo.InvariantCulture); number <= last; number++)
            {
                yield return number;
            }
        }
    }

    private static SettingField ParseField(string line, int offset)
    {
        string[] parts = line.Split(' ', 8);
        return new SettingField(
            parts[0],
            Enum.Parse<SettingType>(parts[1], ignoreCase: true),
            Enum.Parse<WireForm>(parts[2], ignoreCase: true),
            float.Parse(parts[3], CultureInfo.InvariantCulture),
            parts.Length == 8 ? parts[7].Split('|') : [],
            offset)
        {
            Minimum = NumberOrNone(parts[4]),
            Maximum = NumberOrNone(parts[5]),
            Unit = parts[6] == None ? null : parts[6],
        };
    }

    private static double? NumberOrNone(string text) => text == None ? null : double.Parse(text, CultureInfo.InvariantCulture);
}
