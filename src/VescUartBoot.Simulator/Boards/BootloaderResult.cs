namespace VescUartBoot.Simulator.Boards;

/// <summary>What a bootloader reported with its LEDs.</summary>
public enum BootloaderResult
{
    /// <summary>-1: the length in front of the staged image is too large, or the sector is blank, or it is packed and this build does not
    /// know that. Red three times.</summary>
    BadLength,

    /// <summary>-2: length 0. Red four times.</summary>
    NoLength,

    /// <summary>-3: the CRC does not fit. Red five times.</summary>
    BadCrc,

    /// <summary>9: written. Green three times.</summary>
    Written,

    /// <summary>An erase or a write failed. Red once, and again from the start; after five times red eight times.</summary>
    FlashError,

    /// <summary>The power, the watchdog or the reset pin ended it half-way.</summary>
    Interrupted,
}
