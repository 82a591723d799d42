namespace VescUartBoot.Settings;

/// <summary>Problem of a value for a setting.</summary>
internal enum SettingProblem
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The firmware has no setting of that name.</summary>
    NoSuchSetting,

    /// <summary>It is neither a label of the setting nor the number of one.</summary>
    NotALabel,

    /// <summary>It is not a number, or has a fraction although the setting is an integer.</summary>
    NotANumber,

    /// <summary>It is outside the range of the setting.</summary>
    OutOfRange,
}
