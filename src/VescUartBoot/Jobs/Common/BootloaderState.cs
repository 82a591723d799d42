namespace VescUartBoot.Jobs.Common;

/// <summary>Whether a board has a bootloader.</summary>
public enum BootloaderState
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>The whole sector is blank.</summary>
    Absent,

    /// <summary>A bootloader is present: one of the catalogue, or an unknown one with valid vectors.</summary>
    Present,

    /// <summary>The content is not a bootloader, or a damaged one.</summary>
    Damaged,
}
