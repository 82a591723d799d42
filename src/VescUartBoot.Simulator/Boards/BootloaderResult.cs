namespace VescUartBoot.Simulator.Boards;

/// <summary>Result of a bootloader run, as its LEDs report it.</summary>
public enum BootloaderResult
{
    /// <summary>-1: the length of the staged image is too large, the sector is blank, or the image is packed and this build cannot unpack.
    /// Three red blinks.</summary>
    BadLength,

    /// <summary>-2: length 0. Four red blinks.</summary>
    NoLength,

    /// <summary>-3: the CRC does not match. Five red blinks.</summary>
    BadCrc,

    /// <summary>9: written. Three green blinks.</summary>
    Written,

    /// <summary>An erase or a write failed. One red blink, then a retry from the start; eight red blinks after five failures.</summary>
    FlashError,

    /// <summary>A power loss, the watchdog or the reset pin interrupted the run.</summary>
    Interrupted,
}
