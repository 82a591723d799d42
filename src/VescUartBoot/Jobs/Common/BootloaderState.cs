namespace VescUartBoot.Jobs.Common;

/// <summary>Whether a board has a bootloader.</summary>
public enum BootloaderState
{
    /// <summary>It could not be told.</summary>
    Unknown,

    /// <summary>The whole sector is blank.</summary>
    Absent,

    /// <summary>One is there: of the catalogue, or unrecognised with vectors that fit.</summary>
    Present,

    /// <summary>Something is there that is no bootloader, or no longer one.</summary>
    Damaged,
}
