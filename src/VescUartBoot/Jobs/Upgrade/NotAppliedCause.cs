namespace VescUartBoot.Jobs.Upgrade;

/// <summary>Why a firmware was not applied, or most likely was not, as far as the evidence tells.</summary>
public enum NotAppliedCause
{
    /// <summary>The evidence does not tell.</summary>
    Unknown,

    /// <summary>No working bootloader: the watchdog brought the board back.</summary>
    BootloaderMissing,

    /// <summary>A bootloader is there, and does not unpack.</summary>
    TooOldToUnpack,

    /// <summary>A bootloader is there that takes such images, so what waited in staging was not whole.</summary>
    ImageDamaged,
}
