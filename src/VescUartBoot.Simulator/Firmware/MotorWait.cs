namespace VescUartBoot.Simulator.Firmware;

/// <summary>Which motors a firmware waits for, 3 s each, before it touches flash.</summary>
public enum MotorWait
{
    /// <summary>None: it lets go and begins (up to 5.02).</summary>
    None,

    /// <summary>The first (5.03).</summary>
    First,

    /// <summary>Both, one after the other (6.00 and later).</summary>
    Both,
}
