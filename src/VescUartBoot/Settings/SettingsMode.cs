namespace VescUartBoot.Settings;

/// <summary>Which old settings go on under new firmware.</summary>
public enum SettingsMode
{
    /// <summary>Those that the owner changed; what they never changed takes the default of the new firmware.</summary>
    Merge,

    /// <summary>All that are still legal and mean the same.</summary>
    Keep,

    /// <summary>None: the defaults of the new firmware hold.</summary>
    Defaults,
}
