namespace VescUartBoot.Jobs.Common;

/// <summary>How something was found out.</summary>
public enum DetectionMethod
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>The sector was read, all of it.</summary>
    Readback,

    /// <summary>The board was restarted through its bootloader and its return was timed.</summary>
    Jump,

    /// <summary>The sector was read over its SWD pins, by another board.</summary>
    Swd,
}
