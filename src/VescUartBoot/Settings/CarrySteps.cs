namespace VescUartBoot.Settings;

/// <summary>Carries settings through each release between two layouts, by the rules.</summary>
internal sealed class CarrySteps
{
    private readonly SettingsCarryOverRequest _request;
    private readonly SettingsMode _mode;
    private readonly Dictionary<string, CarriedSetting> _settings = [];
    private readonly List<(CarriedSetting Setting, string? Why)> _dropped = [];
    private Dictionary<string, double> _numbers = [];

    private CarrySteps(SettingsCarryOverRequest request, SettingsMode mode)
    {
        (_request, _mode) = (request, mode);
        foreach (var value in request.Old.Values)
        {
            bool? ownerSet = request.OldDefaults?.Find(value.Field.Name) is { } standard ? !IsUnchanged(value, standard) : null;
            bool isAlways = value.Number != 0 && CarryRules.All.Always.Contains(value.Field.Name);
            bool carried = mode != SettingsMode.Defaults && (mode == SettingsMode.Keep || ownerSet != false || isAlways);
            _settings[value.Field.Name] = new CarriedSetting(value, ownerSet, carried);
        }
    }

    /// <summary>The settings under the names of the new firmware.</summary>
    public IReadOnlyDictionary<string, CarriedSetting> Settings => _settings;

    /// <summary>The settings that a rule dropped, and why.</summary>
    public IReadOnlyList<(CarriedSetting Setting, string? Why)> Dropped => _dropped;

    /// <summary>Carries the settings of a request through the releases.</summary>
    public static CarrySteps Run(SettingsCarryOverRequest request, SettingsMode mode)
    {
        var steps = new CarrySteps(request, mode);
        var (from, to) = (FirstRelease(request.Old), FirstRelease(request.NewDefaults));
        if (from < to)
        {
            steps.GoUp(from, to);
        }
        else
        {
            steps.GoDown(from, to);
        }

        return steps;
    }

    // Each write of a value that was read back may cut a scaled number by one step; owners have written theirs a few times.
    private static bool IsUnchanged(SettingValue value, SettingValue standard)
    {
        const int Writes = 4;
        long raw = standard.Raw;
        for (int write = 0; raw != value.Raw && write < Writes; write++)
        {
            raw = SettingsComparer.ReadBack(standard with { Raw = raw });
        }

        return raw == value.Raw || (value.Field.Wire == WireForm.Float32Auto && value.Number == standard.Number);
    }

    private static Release FirstRelease(BoardSettings settings) => Release.Parse(settings.Versions[0]);

    private void GoUp(Release from, Release to)
    {
        Release? at = null;
        foreach (var rule in CarryRules.All.Rules.Where(r => r.Kind == _request.Old.Kind && r.At > from && r.At <= to))
        {
            EnterRelease(rule.At, ref at);
            bool holds = rule.Releases is not { } releases || (from >= releases.First && from <= releases.Last);
            if (holds)
            {
                ApplyUp(rule);
            }
        }
    }

    private void GoDown(Release from, Release to)
    {
        Release? at = null;
        foreach (var rule in CarryRules.All.Rules.Where(r => r.Kind == _request.Old.Kind && r.At > to && r.At <= from).Reverse())
        {
            EnterRelease(rule.At, ref at);
            if (rule.Releases is not { } releases || (to >= releases.First && to <= releases.Last))
            {
                ApplyDown(rule);
            }
        }
    }

    // A formula uses the values before the rules of its release.
    private void EnterRelease(Release next, ref Release? at)
    {
        if (next != at)
        {
            at = next;
            _numbers = _settings.ToDictionary(s => s.Key, s => s.Value.Number);
        }
    }

    private void ApplyUp(CarryRule rule)
    {
        switch (rule.Action)
        {
            case CarryAction.Set: Add(rule); break;
            case CarryAction.Formula: Compute(rule.Formula!, rule.From, rule.To!, rule.Why); break;
            default: Each(rule, ApplyUp); break;
        }
    }

    private void ApplyUp(CarryRule rule, CarriedSetting setting)
    {
        switch (rule.Action)
        {
            case CarryAction.Rename: Rename(setting, rule.To!, rule.Why); break;
            case CarryAction.Scale: Scale(rule, setting, rule.Factor); break;
            case CarryAction.Map: Map(setting, rule.Map.GetValueOrDefault(setting.Key), rule.To!, rule); break;
            case CarryAction.Floor when Math.Floor(setting.Number) != setting.Number:
                setting.SetNumber(Math.Floor(setting.Number), rule.Why);
                break;
            case CarryAction.Drop:
                _settings.Remove(setting.Name);
                _dropped.Add((setting, rule.Why));
                break;
            default: Judge(rule, setting); break;
        }
    }

    private void ApplyDown(CarryRule rule)
    {
        if (rule.Action == CarryAction.Formula && rule.Back is { } back)
        {
            Compute(back, [rule.To!], rule.From[0], rule.Why);
        }
        else if (rule.Action is CarryAction.Rename or CarryAction.Map && _settings.TryGetValue(rule.To!, out var setting))
        {
            if (rule.Action == CarryAction.Rename)
            {
                Rename(setting, rule.From[0], rule.Why);
            }
            else
            {
                string? key = rule.Map.FirstOrDefault(m => m.Value.Equals(ValueForMap(setting), StringComparison.OrdinalIgnoreCase)).Key;
                Map(setting, key, rule.From[0], rule);
            }
        }
        else if (rule.Action == CarryAction.Scale)
        {
            Each(rule, (r, s) => Scale(r, s, 1 / r.Factor));
        }
        else if (rule.Action is CarryAction.Default or CarryAction.Ask && rule.Label is null)
        {
            Each(rule, Judge);
        }
    }

    // On a downgrade a bit map is matched by its integer.
    private static string ValueForMap(CarriedSetting setting) =>
        setting.Bits is null ? setting.Key : setting.Number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private void Each(CarryRule rule, Action<CarryRule, CarriedSetting> apply)
    {
        foreach (var setting in _settings.Values.Where(s => rule.IsAbout(s.Name) && (rule.Label is null || s.Text == rule.Label)).ToList())
        {
            apply(rule, setting);
        }
    }

    private void Add(CarryRule rule)
    {
        var because = rule.Because is null ? null : _settings.GetValueOrDefault(rule.Because);
        if (rule.Because is null ? _mode != SettingsMode.Defaults : because is { IsCarried: true, Number: not 0 })
        {
            _settings[rule.To!] = new CarriedSetting(rule.To!, rule.Value!, because, rule.Why);
        }
    }

    private void Compute(string formula, IReadOnlyList<string> from, string to, string why)
    {
        var inputs = Formula.NamesIn(formula).Concat(from).Distinct().Select(_settings.GetValueOrDefault).OfType<CarriedSetting>().ToList();
        var replaced = from.Select(_settings.GetValueOrDefault).OfType<CarriedSetting>().ToList();
        if (replaced.Count == 0)
        {
            return;
        }

        var setting = replaced[0];
        bool? ownerSet = inputs.Exists(i => i.OwnerSet == true) ? true : inputs.TrueForAll(i => i.OwnerSet == false) ? false : null;
        bool carried = replaced.Exists(i => i.IsCarried) || (_mode != SettingsMode.Defaults && inputs.Exists(i => i.OwnerSet == true));
        double number = Formula.Compute(formula, name => _numbers.GetValueOrDefault(name, double.NaN));
        setting.Sources = [.. replaced.SelectMany(r => r.Sources)];
        (setting.OwnerSet, setting.IsCarried) = (ownerSet, carried);
        setting.SetNumber(number, why);
        foreach (string name in from)
        {
            _settings.Remove(name);
        }

        setting.Name = to;
        _settings[to] = setting;
    }

    private void Rename(CarriedSetting setting, string to, string why)
    {
        _settings.Remove(setting.Name);
        setting.Name = to;
        setting.Converted = why;
        _settings[to] = setting;
    }

    private static void Scale(CarryRule rule, CarriedSetting setting, double factor)
    {
        bool isDefault = setting.OwnerSet == false
            || (setting.OwnerSet is null && rule.UnlessDefault is { } standard && (float)setting.Number == (float)standard);
        if (!isDefault)
        {
            setting.SetNumber(setting.Number * factor, rule.Why);
        }
    }

    private void Map(CarriedSetting setting, string? value, string to, CarryRule rule)
    {
        if (value is null)
        {
            setting.Ask ??= rule;
            return;
        }

        Rename(setting, to, rule.Why);
        setting.SetText(value);
    }

    private void Judge(CarryRule rule, CarriedSetting setting)
    {
        bool asks = rule.Action == CarryAction.Ask && _mode != SettingsMode.Defaults && (rule.Label is not null || Concerns(rule, setting));
        if (asks)
        {
            setting.Ask ??= rule;
        }
        else
        {
            setting.Reset = rule.Why;
        }
    }

    // Settings that the user has not changed, or that are not in use, need no decision.
    private bool Concerns(CarryRule rule, CarriedSetting setting) =>
        setting.OwnerSet != false && (rule.InUse is { } use ? IsInUse(use) : setting.OwnerSet == true || setting.Number != 0);

    private bool IsInUse(string use)
    {
        string[] parts = use.Split('~', '>');
        return _request.Old.Find(parts[0]) is { } value
            && (use.Contains('~', StringComparison.Ordinal)
                ? value.Label?.Contains(parts[1], StringComparison.Ordinal) == true
                : value.Number > double.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture));
    }
}
