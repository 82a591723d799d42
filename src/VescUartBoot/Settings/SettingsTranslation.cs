namespace VescUartBoot.Settings;

/// <summary>Settings of one firmware translated to another, with the outcome of each.</summary>
/// <param name="Settings">The settings to write.</param>
/// <param name="Outcomes">One entry for each setting of the new firmware, in its order, then the dropped ones.</param>
/// <param name="Mode">The mode: <see cref="SettingsMode.Merge"/> without the old defaults is <see cref="SettingsMode.Keep"/>.</param>
internal sealed record SettingsTranslation(BoardSettings Settings, IReadOnlyList<SettingOutcome> Outcomes, SettingsMode Mode)
{
    /// <summary>The settings that need a decision of the user.</summary>
    public IEnumerable<SettingOutcome> NeedsPerson => Outcomes.Where(o => o.Fate == SettingFate.NeedsPerson);

    /// <summary>Whether an input that could start the motor is omitted from <see cref="Settings"/> until the user has decided.</summary>
    public bool InputHeldBack { get; init; }
}
