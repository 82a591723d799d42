namespace VescUartBoot.Settings;

/// <summary>The words for the outcome of a setting.</summary>
internal static class SettingFateText
{
    private static readonly (SettingFate Fate, string Word, string Counted)[] _words =
    [
        (SettingFate.Kept, "kept", "kept"),
        (SettingFate.Converted, "converted", "converted"),
        (SettingFate.NewDefault, "default", "at the default"),
        (SettingFate.Dropped, "dropped", "not in this firmware"),
        (SettingFate.NeedsPerson, "undecided", "undecided"),
    ];

    /// <summary>Returns the word for one setting, at most 9 characters.</summary>
    public static string Word(SettingFate fate) => Array.Find(_words, w => w.Fate == fate).Word;

    /// <summary>Returns how many settings had each outcome: "176 kept, 26 at the default".</summary>
    public static string Count(IReadOnlyCollection<SettingOutcome> settings) => string.Join(", ", _words
        .Select(w => (Count: settings.Count(s => s.Fate == w.Fate), w.Counted))
        .Where(w => w.Count > 0)
        .Select(w => $"{w.Count} {w.Counted}"));
}
