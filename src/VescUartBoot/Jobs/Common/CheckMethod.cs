namespace VescUartBoot.Jobs.Common;

/// <summary>By which ways a job may look into the bootloader sector.</summary>
public enum CheckMethod
{
    /// <summary>First <see cref="Passive"/>, then <see cref="Readback"/> if the owner agrees.</summary>
    Auto,

    /// <summary>Read only what is readable without a change.</summary>
    Passive,

    /// <summary>Where nothing is stored, write 8 zero bytes into the QML sector, read, and undo it.</summary>
    Readback,

    /// <summary>Restart the board through its bootloader sector and time its return: never part of <see cref="Auto"/>, and only for a
    /// check.</summary>
    Jump,
}
