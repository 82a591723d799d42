namespace VescUartBoot.Jobs.Common;

/// <summary>Methods that a job may use to check the bootloader sector.</summary>
public enum CheckMethod
{
    /// <summary>First <see cref="Passive"/>, then <see cref="Readback"/> if the user agrees.</summary>
    Auto,

    /// <summary>Only reads that need no change of the board.</summary>
    Passive,

    /// <summary>If no code is stored, writes 8 zero bytes into the QML sector, reads, and erases them.</summary>
    Readback,

    /// <summary>Restarts the board through its bootloader sector and measures the time until it answers. Never part of <see cref="Auto"/>;
    /// only for a check.</summary>
    Jump,
}
