using System.IO.Enumeration;
using System.Text.Json.Nodes;
using VescUartBoot.Backups;
using VescUartBoot.Jobs.Backup;
using VescUartBoot.Settings;

namespace VescUartBoot.Cli.Output;

/// <summary>Values of settings and their differences, for a person and for a script.</summary>
internal static class SettingsReport
{
    private const string None = "-";

    /// <summary>Whether a name pattern, in which * matches any letters, matches a setting.</summary>
    public static bool IsNamed(string setting, string pattern) => FileSystemName.MatchesSimpleExpression(pattern, setting);

    /// <summary>Returns the values of some settings, with their valid ranges if <paramref name="whole"/>.</summary>
    public static Outcome Show(
        IReadOnlyList<(BackupPartKind Part, BoardSettings Settings, IReadOnlyList<SettingValue> Values)> configurations,
        bool whole)
    {
        List<string> lines = [];
        var told = new JsonArray();
        int width = configurations.SelectMany(c => c.Values).Max(v => v.Field.Name.Length);
        foreach (var (part, settings, values) in configurations.Where(c => c.Values.Count > 0))
        {
            lines.Add($"{part.Name()} (layout of firmware {string.Join(", ", settings.Versions)})");
            int wide = whole ? values.Max(v => WithUnit(v.ToString(), v.Field.Unit).Length) : 0;
            foreach (var value in values)
            {
                string text = WithUnit(value.ToString(), value.Field.Unit).PadRight(wide);
                lines.Add($"  {value.Field.Name.PadRight(width)}  {text}  {(whole ? Allowed(value.Field) : "")}".TrimEnd());
            }

            told.Add((JsonNode)new JsonObject
            {
                ["part"] = JsonOutput.Word(part),
                ["signature"] = $"{settings.Signature:x8}",
                ["versions"] = new JsonArray([.. settings.Versions.Select(v => (JsonNode)v)]),
                ["values"] = new JsonArray([.. values.Select(Tell)]),
            });
        }

        return new Outcome { Lines = lines, More = new JsonObject { ["configurations"] = told } };
    }

    /// <summary>Returns the differences between the first source and the second one, which is "second" or "board".</summary>
    public static Outcome Diff(IReadOnlyList<(BackupPartKind Part, IReadOnlyList<SettingDifference> Differences)> found, string second)
    {
        List<string> lines = [];
        var told = new JsonArray();
        foreach (var (part, differences) in found)
        {
            int offsets = differences.Count(d => d.IsOffset);
            lines.Add($"{part.Name()}: "
                + (differences.Count == 0 ? "the same" : $"{differences.Count} differ (first | {second})")
                + (offsets == 0 ? "" : $", {offsets} of them offsets that most boards measure at each start"));
            foreach (var difference in differences)
            {
                string former = difference.FormerNames.Count > 0 ? $" (was {string.Join(", ", difference.FormerNames)})" : "";
                string means = difference.FirstConverted is { } converted ? $", which is {converted} there" : "";
                lines.Add(
                    $"  {difference.Name}{former}: {difference.First ?? None}{means} | "
                        + $"{WithUnit(difference.Second ?? None, difference.Unit)}");
                told.Add((JsonNode)JsonOutput.Compact(new JsonObject
                {
                    ["part"] = JsonOutput.Word(part),
                    ["name"] = difference.Name,
                    ["formerNames"] = difference.FormerNames.Count > 0
                        ? new JsonArray([.. difference.FormerNames.Select(n => (JsonNode)n)])
                        : null,
                    ["first"] = difference.First,
                    ["firstConverted"] = difference.FirstConverted,
                    ["second"] = difference.Second,
                    ["unit"] = difference.Unit,
                }));
            }
        }

        return new Outcome
        {
            Lines = lines,
            More = new JsonObject
            {
                ["compared"] = new JsonArray([.. found.Select(f => (JsonNode)JsonOutput.Word(f.Part))]),
                ["differences"] = told,
            },
        };
    }

    /// <summary>Returns the changed settings.</summary>
    public static IReadOnlyList<string> Changed(ChangeSettingsResult result)
    {
        if (result.Failure is not null)
        {
            return [];
        }

        var left = (result.Translation?.Outcomes ?? [])
            .Where(o => o.Fate == SettingFate.Dropped)
            .Select(o => $"dropped: {o.Name}, {o.Before ?? None}. {o.Reason}");
        var changes = result.Changes.Select(c => $"{c.Name}: {c.Before} → {WithUnit(c.After, c.Unit)}");
        return
        [
            .. left,
            .. changes,
        ];
    }

    /// <summary>Returns the verdict: the state of the board and its evidence.</summary>
    public static Verdict? VerdictOf(ChangeSettingsResult result) => result switch
    {
        { Failure: not null } => null,
        { Changes.Count: 0 } => new Verdict("no change", "the board has these values already", Tone.Calm),
        { Changes.Count: 1 } => new Verdict("done", "1 setting is stored: read back, and read again after a restart"),
        _ => new Verdict("done", $"{result.Changes.Count} settings are stored: read back, and read again after a restart"),
    };

    /// <summary>Returns the same as JSON.</summary>
    public static JsonObject Tell(ChangeSettingsResult result)
    {
        var told = new JsonObject
        {
            ["changes"] = new JsonArray([.. result.Changes.Select(c => (JsonNode)JsonOutput.Compact(new JsonObject
            {
                ["part"] = JsonOutput.Word(c.Part),
                ["name"] = c.Name,
                ["before"] = c.Before,
                ["after"] = c.After,
                ["unit"] = c.Unit,
            }))]),
        };
        if (result.Translation is { } translation)
        {
            told["settings"] = new JsonArray([.. translation.Outcomes.Select(CarryOverReport.Tell)]);
        }

        return told;
    }

    private static string WithUnit(string value, string? unit) => unit is null || value == None ? value : $"{value} {unit}";

    private static string Allowed(SettingField field) => field switch
    {
        { Type: SettingType.Bool } => "0 or 1",
        { LabelsInUse: { Count: > 0 } labels } => string.Join(field.Type == SettingType.Bitfield ? ", " : " | ", labels),
        { Minimum: not null, Maximum: not null } => field.RangeText,
        _ => "",
    };

    private static JsonNode Tell(SettingValue value) => JsonOutput.Compact(new JsonObject
    {
        ["name"] = value.Field.Name,
        ["value"] = value.ToString(),
        ["number"] = double.IsFinite(value.Number) ? value.Number : null,
        ["unit"] = value.Field.Unit,
        ["minimum"] = value.Field.Minimum,
        ["maximum"] = value.Field.Maximum,
        ["type"] = JsonOutput.Word(value.Field.Type),
        ["labels"] = value.Field.LabelsInUse is { Count: > 0 } labels ? new JsonArray([.. labels.Select(l => (JsonNode)l)]) : null,
    });
}
