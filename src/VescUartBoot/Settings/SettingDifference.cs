namespace VescUartBoot.Settings;

/// <summary>A setting that differs between two configurations, of any two firmware versions.</summary>
/// <param name="Name">Name in the second configuration, or in the first if the second does not have the setting.</param>
/// <param name="First">The first value in words; <see langword="null"/> if the first does not have the setting.</param>
/// <param name="Second">The second value in words; <see langword="null"/> if the second does not have the setting.</param>
internal sealed record SettingDifference(string Name, string? First, string? Second)
{
    /// <summary>The names in the first configuration, if they differ.</summary>
    public IReadOnlyList<string> FormerNames { get; init; } = [];

    /// <summary>The first value as the second firmware would have it; <see langword="null"/>: the same, or no equal.</summary>
    public string? FirstConverted { get; init; }

    /// <summary>Whether it is an offset of the current or voltage measurement.</summary>
    public bool IsOffset { get; init; }

    /// <summary>The unit, if known.</summary>
    public string? Unit { get; init; }

    /// <summary>Compares two configurations of one kind by name and label.</summary>
    /// <remarks>A value under another name or in another unit is equal. Settings that a file does not contain are not compared.</remarks>
    /// <exception cref="ArgumentException">One is a motor configuration, the other an app configuration.</exception>
    public static IReadOnlyList<SettingDifference> Between(BoardSettings first, BoardSettings second)
    {
        if (first.Kind != second.Kind)
        {
            throw new ArgumentException("a motor and an app configuration have nothing in common", nameof(second));
        }

        var steps = CarrySteps.Run(new SettingsCarryOverRequest(first, null, second) { IsFile = !first.IsWhole }, SettingsMode.Keep);
        List<SettingDifference> differences = [];
        foreach (var value in second.Values)
        {
            string name = value.Field.Name;
            SettingValue? resolved = null;
            if (steps.Settings.GetValueOrDefault(name) is not { Sources.Count: > 0 } setting)
            {
                if (first.IsWhole)
                {
                    differences.Add(new SettingDifference(name, null, value.ToString()) { Unit = value.Field.Unit });
                }
            }
            else if ((resolved = SettingsCarryOver.Resolve(setting, value.Field).Value) is not { } same
                || !SettingsCarryOver.IsSame(same, value))
            {
                differences.Add(new SettingDifference(name, setting.Before, value.ToString())
                {
                    FormerNames = setting.FormerNames,
                    FirstConverted = setting.Converted is null ? null : resolved?.ToString(),
                    Unit = value.Field.Unit,
                    IsOffset = SettingsComparer.IsOffset(value.Field),
                });
            }
        }

        if (!second.IsWhole)
        {
            return differences;
        }

        var gone = steps.Settings.Values.Where(s => second.Find(s.Name) is null && s.Sources.Count > 0);
        return [.. differences, .. steps.Dropped.Select(d => d.Setting).Concat(gone).Select(OnlyInFirst)];
    }

    private static SettingDifference OnlyInFirst(CarriedSetting setting) =>
        new(setting.Sources[0].Field.Name, setting.Before, null) { Unit = setting.Sources[0].Field.Unit };
}
