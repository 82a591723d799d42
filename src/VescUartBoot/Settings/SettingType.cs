namespace VescUartBoot.Settings;

/// <summary>Type of a configuration field.</summary>
internal enum SettingType
{
    /// <summary>A number with a fraction.</summary>
    Double,

    /// <summary>A whole number.</summary>
    Int,

    /// <summary>One of several labels, by its index.</summary>
    Enum,

    /// <summary>Yes (1) or no (0).</summary>
    Bool,

    /// <summary>Bits, each with a label.</summary>
    Bitfield,
}
