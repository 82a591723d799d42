namespace VescUartBoot.Settings;

/// <summary>A translation in progress: the values of the new firmware with their outcomes, then the dropped settings.</summary>
internal sealed class TranslationDraft(SettingsCarryOverRequest request)
{
    private readonly List<SettingValue> _values = [];
    private readonly List<SettingOutcome?> _outcomes = [];
    private readonly List<SettingOutcome> _dropped = [];

    /// <summary>The settings so far.</summary>
    public BoardSettings Settings => BoardSettings.Of(request.NewDefaults.Layout, _values);

    /// <summary>The outcomes so far.</summary>
    public IReadOnlyList<SettingOutcome> Outcomes => [.. _outcomes.OfType<SettingOutcome>(), .. _dropped];

    /// <summary>Adds a value of the new firmware.</summary>
    public void Add(SettingValue value, SettingOutcome outcome, bool isInSource)
    {
        _values.Add(value);
        _outcomes.Add(isInSource || !request.IsFile ? outcome with { Unit = value.Field.Unit } : null);
    }

    /// <summary>Adds a setting that the new firmware does not have.</summary>
    public void AddDropped(SettingOutcome outcome) => _dropped.Add(outcome);

    /// <summary>The value of a name; <see langword="null"/>: the new firmware does not have it.</summary>
    public SettingValue? Find(string name) => Place(name) is >= 0 and var place ? _values[place] : null;

    /// <summary>Replaces a value, with the reason.</summary>
    public void Replace(SettingValue value, SettingFate fate, string? why, string? offered = null)
    {
        int place = Place(value.Field.Name);
        var outcome = _outcomes[place] ?? new SettingOutcome(value.Field.Name, fate, null, null, null);
        _values[place] = value;
        _outcomes[place] = outcome with { Fate = fate, After = value.ToString(), Reason = why, Offered = offered };
    }

    private int Place(string name) => _values.FindIndex(v => v.Field.Name == name);
}
