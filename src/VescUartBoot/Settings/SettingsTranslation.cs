namespace VescUartBoot.Settings;

/// <summary>Settings of one firmware as settings of another, and what became of each.</summary>
/// <param name="Settings">The settings to write.</param>
/// <param name="Outcomes">One entry for each setting of the new firmware, in its order, then those that it does not have.</param>
/// <param name="Mode">The mode: <see cref="SettingsMode.Merge"/> without the old defaults is <see cref="SettingsMode.Keep"/>.</param>
internal sealed record SettingsTranslation(BoardSettings Settings, IReadOnlyList<SettingOutcome> Outcomes, SettingsMode Mode)
{
    /// <summary>The settings that a person must decide on.</summary>
    public IEnumerable<SettingOutcome> NeedsPerson => Outcomes.Where(o => o.Fate == SettingFate.NeedsPerson);

    /// <summary>Whether an input that could start the motor is left out of <see cref="Settings"/> until a person has decided.</summary>
    public bool InputHeldBack { get; init; }

    /// <summary>How many settings have a fate.</summary>
    public int Count(SettingFate fate) => Outcomes.Count(o => o.Fate == fate);
}
