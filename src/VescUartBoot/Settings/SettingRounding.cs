namespace VescUartBoot.Settings;

/// <summary>How a number becomes the integer of a wire form.</summary>
internal enum SettingRounding
{
    /// <summary>Cut towards zero in single precision, as the firmware serialises.</summary>
    AsFirmware,

    /// <summary>The nearest value that the wire carries.</summary>
    Nearest,

    /// <summary>The next lower one: the safe side of an upper limit.</summary>
    Down,

    /// <summary>The next higher one: the safe side of a lower limit.</summary>
    Up,
}
