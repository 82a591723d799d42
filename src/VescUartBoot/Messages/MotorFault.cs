using System.Buffers.Binary;

namespace VescUartBoot.Messages;

/// <summary>Fault codes of the firmware that matter to a job. Other codes are kept as numbers.</summary>
internal enum MotorFault : byte
{
    /// <summary>No fault.</summary>
    None = 0,

    /// <summary>Input above the configured maximum.</summary>
    OverVoltage = 1,

    /// <summary>Input below the configured minimum: a board on USB power alone raises it all the time.</summary>
    UnderVoltage = 2,

    /// <summary>The supply of the microcontroller itself sagged.</summary>
    McuUnderVoltage = 9,

    /// <summary>The watchdog has restarted the board.</summary>
    BootingFromWatchdogReset = 10,

    /// <summary>The firmware found its own code changed.</summary>
    FlashCorruption = 14,

    /// <summary>The stored app configuration is damaged.</summary>
    FlashCorruptionAppConfig = 23,

    /// <summary>The stored motor configuration is damaged.</summary>
    FlashCorruptionMotorConfig = 24,
}
