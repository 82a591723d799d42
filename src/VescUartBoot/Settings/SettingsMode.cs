namespace VescUartBoot.Settings;

/// <summary>Selects the old settings to carry over to new firmware.</summary>
public enum SettingsMode
{
    /// <summary>Settings that the user has changed; all others take the default of the new firmware.</summary>
    Merge,

    /// <summary>All settings that are still valid and have the same meaning.</summary>
    Keep,

    /// <summary>No settings: all take the default of the new firmware.</summary>
    Defaults,
}
