namespace VescUartBoot.Jobs.Upgrade;

/// <summary>Reason why a firmware was not, or probably not, applied, as far as the evidence shows.</summary>
public enum NotAppliedCause
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>No working bootloader: the watchdog restarted the board.</summary>
    BootloaderMissing,

    /// <summary>The bootloader cannot unpack the image.</summary>
    TooOldToUnpack,

    /// <summary>The bootloader accepts such images, so the staged image was incomplete or damaged.</summary>
    ImageDamaged,
}
