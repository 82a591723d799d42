namespace VescUartBoot.Simulator.Swd;

/// <summary>Result of a probe's read of protected flash. Which of the two occurs on a device is unknown.</summary>
public enum ReadProtection
{
    /// <summary>Flash is not protected.</summary>
    None,

    /// <summary>The read fails.</summary>
    Fails,

    /// <summary>The read returns zeros.</summary>
    Zeros,
}
