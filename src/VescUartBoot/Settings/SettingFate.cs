namespace VescUartBoot.Settings;

/// <summary>Outcome of a setting under new firmware.</summary>
public enum SettingFate
{
    /// <summary>The setting has its old value.</summary>
    Kept,

    /// <summary>The setting has its old value in another form: another name, another unit, or rounded to the safe side.</summary>
    Converted,

    /// <summary>The setting has the default of the new firmware.</summary>
    NewDefault,

    /// <summary>The new firmware has no equivalent setting.</summary>
    Dropped,

    /// <summary>The user must decide. Until then the setting has the default of the new firmware, or the present value of the
    /// board.</summary>
    NeedsPerson,
}
