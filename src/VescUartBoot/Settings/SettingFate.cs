namespace VescUartBoot.Settings;

/// <summary>What became of a setting under new firmware.</summary>
public enum SettingFate
{
    /// <summary>It has the value that it had.</summary>
    Kept,

    /// <summary>It has the old value in another form: under another name, in another unit, rounded to the safe side.</summary>
    Converted,

    /// <summary>It has the default of the new firmware.</summary>
    NewDefault,

    /// <summary>The new firmware has no equal.</summary>
    Dropped,

    /// <summary>A person must decide. Until then it has the default of the new firmware, or what it has on the board.</summary>
    NeedsPerson,
}
