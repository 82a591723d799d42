namespace VescUartBoot.Jobs.Common;

/// <summary>How a finding was determined.</summary>
public enum DetectionMethod
{
    /// <summary>Not determined.</summary>
    None,

    /// <summary>The complete sector was read.</summary>
    Readback,

    /// <summary>The board was restarted through its bootloader, and the time until it answered was measured.</summary>
    Jump,

    /// <summary>The sector was read through the SWD pins, by another board.</summary>
    Swd,
}
