namespace VescUartBoot.Recognition;

/// <summary>Content of the bootloader sector, determined from all of its bytes.</summary>
internal enum SectorContentKind
{
    /// <summary>All blank.</summary>
    Blank,

    /// <summary>A known image, blank after it.</summary>
    Known,

    /// <summary>A known image, with other content after it.</summary>
    KnownWithDataBehind,

    /// <summary>No known image, but its vectors are a bootloader's.</summary>
    Unrecognised,

    /// <summary>A known image with bits changed, or with its end missing.</summary>
    Damaged,

    /// <summary>No bootloader: its vectors point nowhere.</summary>
    NoBootloader,
}
