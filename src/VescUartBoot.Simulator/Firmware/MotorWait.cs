namespace VescUartBoot.Simulator.Firmware;

/// <summary>Motors that a firmware waits for, 3 s each, before it changes flash.</summary>
public enum MotorWait
{
    /// <summary>None: the firmware releases the motors and begins (up to 5.02).</summary>
    None,

    /// <summary>The first (5.03).</summary>
    First,

    /// <summary>Both, one after the other (6.00 and later).</summary>
    Both,
}
