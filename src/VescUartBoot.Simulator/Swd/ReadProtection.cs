namespace VescUartBoot.Simulator.Swd;

/// <summary>What a read of protected flash through a probe gives. No fact tells which of the two a device shows.</summary>
public enum ReadProtection
{
    /// <summary>Flash is not protected.</summary>
    None,

    /// <summary>The read fails.</summary>
    Fails,

    /// <summary>The read gives zeros.</summary>
    Zeros,
}
