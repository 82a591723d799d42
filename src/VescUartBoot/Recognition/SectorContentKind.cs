namespace VescUartBoot.Recognition;

/// <summary>What the bootloader's sector holds, judged from all of its bytes.</summary>
internal enum SectorContentKind
{
    /// <summary>All blank.</summary>
    Blank,

    /// <summary>A known image, blank behind it.</summary>
    Known,

    /// <summary>A known image, and something else behind it.</summary>
    KnownWithDataBehind,

    /// <summary>No known image, but its vectors are a bootloader's.</summary>
    Unrecognised,

    /// <summary>A known image with bits changed, or with its end missing.</summary>
    Damaged,

    /// <summary>No bootloader: its vectors point nowhere.</summary>
    NoBootloader,
}
