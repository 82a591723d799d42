using System.Globalization;

namespace VescUartBoot.Settings;

/// <summary>Applies a settings file, which names no firmware, to the settings of a board.</summary>
internal static class SettingsImport
{
    private const string Ambiguous = "It means different things in different firmware, and the file does not name its firmware.";

    /// <summary>Translates a file for a board. Settings that it does not contain stay unchanged and are not reported.</summary>
    /// <param name="file">The file.</param>
    /// <param name="present">The present settings of the board.</param>
    /// <param name="accepted">Names of the settings whose proposed values the user has accepted.</param>
    /// <param name="link">The settings on which the connection depends.</param>
    /// <exception cref="ArgumentException">The file is of the other kind of configuration.</exception>
    /// <exception cref="UnknownSettingsLayoutException">The file names an unknown layout.</exception>
    public static SettingsTranslation Translate(SettingsFile file, BoardSettings present, IReadOnlySet<string> accepted, SettingsLink link)
    {
        if (file.Kind != present.Kind)
        {
            throw new ArgumentException("the file is of the other kind of configuration", nameof(file));
        }

        var all = SettingsLayouts.All.Where(l => l.Kind == file.Kind).ToList();
        var candidates = Candidates(file, all);
        var layout = candidates.Find(l => l.Signature == present.Signature) ?? candidates.LastOrDefault() ?? present.Layout;
        List<SettingValue> values = [];
        List<SettingOutcome> left = [];
        foreach (var (name, text) in file.Values)
        {
            if (layout.Find(name) is not { } field)
            {
                left.Add(new SettingOutcome(name, SettingFate.Dropped, text, null, "The firmware has no setting of this name."));
            }
            else if (ReadNumber(field, text) is not { } value)
            {
                left.Add(Ask(name, text, "It is not a value of this setting."));
            }
            else if (IsAmbiguous(value, candidates.Count > 0 ? candidates : all))
            {
                left.Add(Ask(name, text, Ambiguous));
            }
            else
            {
                values.Add(value);
            }
        }

        var request = new SettingsCarryOverRequest(BoardSettings.Of(layout, values), null, present)
        {
            Mode = SettingsMode.Keep,
            Accepted = accepted,
            Link = link,
            Present = present,
            IsFile = true,
            HoldInput = left.Exists(o => o.Fate == SettingFate.NeedsPerson && !accepted.Contains(o.Name)),
        };
        var translation = SettingsCarryOver.Translate(request);
        return translation with
        {
            Outcomes = [.. translation.Outcomes, .. left.Select(o => accepted.Contains(o.Name) ? Accept(o) : o)],
        };

        SettingOutcome Ask(string name, string text, string why) =>
            new(name, SettingFate.NeedsPerson, text, present.Find(name)?.ToString(), why);

        static SettingOutcome Accept(SettingOutcome outcome) => outcome with { Fate = SettingFate.Dropped, Accepted = true };
    }

    /// <summary>The values of a file in the layout that it fits; <see langword="null"/>: it fits none.</summary>
    public static BoardSettings? Read(SettingsFile file, BoardSettings? like)
    {
        var candidates = Candidates(file, [.. SettingsLayouts.All.Where(l => l.Kind == file.Kind)]);
        return (candidates.Find(l => l.Signature == like?.Signature) ?? candidates.LastOrDefault()) is not { } layout
            ? null
            : BoardSettings.Of(
            layout,
            file.Values.Select(v => layout.Find(v.Key) is { } field ? ReadNumber(field, v.Value) : null).OfType<SettingValue>());
    }

    // The layout that the file names; else those with exactly its names, as VESC Tool saves all; else those that have at least its names.
    private static List<SettingsLayout> Candidates(SettingsFile file, List<SettingsLayout> all)
    {
        if (file.Signature is { } signature)
        {
            return all.Find(l => l.Signature == signature) is { } named
                ? [named]
                : throw new UnknownSettingsLayoutException(file.Kind, signature, length: null);
        }

        var known = all.SelectMany(l => l.Fields).Select(f => f.Name).Where(file.Values.ContainsKey).ToHashSet();
        var exact = all.FindAll(l => l.Fields.Count == known.Count && l.Fields.All(f => known.Contains(f.Name)));
        return exact.Count > 0 ? exact : all.FindAll(l => known.IsSubsetOf(l.Fields.Select(f => f.Name)));
    }

    private static SettingValue? ReadNumber(SettingField field, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? SettingValue.Of(field, number, SettingRounding.Nearest)
            : SettingValue.Parse(field, text).Value;

    // Whether the number has another label in another firmware that the file may be of, or a rule changes its meaning between them.
    private static bool IsAmbiguous(SettingValue value, List<SettingsLayout> candidates)
    {
        string name = value.Field.Name;
        var fields = candidates.Select(l => l.Find(name)).OfType<SettingField>().ToList();
        bool differs = value.Field.Type == SettingType.Enum
            && fields.Exists(f => f.LabelOf(value.Raw) is { } label && label != value.Label);
        var releases = candidates.Where(l => l.Find(name) is not null).Select(l => Release.Parse(l.Versions[0])).ToList();
        return differs || CarryRules.All.Rules.Any(r => r.Kind == candidates[0].Kind && r.IsAbout(name) && r.Label is null
            && r.Action is not (CarryAction.Rename or CarryAction.Drop or CarryAction.Floor or CarryAction.Map)
            && releases.Exists(x => x < r.At) && releases.Exists(x => x >= r.At));
    }
}
