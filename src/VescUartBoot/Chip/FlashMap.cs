namespace VescUartBoot.Chip;

/// <summary>Memory map of the flash of an STM32F405RG: one bank of 12 sectors.</summary>
internal static class FlashMap
{
    /// <summary>Length in bytes of sectors 5 to 11.</summary>
    public const int LargeSector = 0x20000;

    /// <summary>Length in bytes of sectors 0 to 3.</summary>
    internal const int SmallSector = 0x4000;

    /// <summary>The largest image that the bootloader accepts from staging, in stored bytes.</summary>
    public const int MaxStagedLength = 393208;

    /// <summary>The largest application of firmware 6.00 and later, in bytes: sectors 0 to 7 without the last 8 bytes. Staging follows
    /// directly.</summary>
    public const int MaxApplicationLength = 524280;

    /// <summary>Whether this is the length of a release: up to 5.03 the capacity of staging, from 6.00 on that of the
    /// application.</summary>
    public static bool IsReleaseLength(int length) => length is MaxStagedLength or MaxApplicationLength;

    /// <summary>The vectors of the application: sector 0.</summary>
    public static readonly FlashRange Vectors = FlashRange.From(FlashAddress.At(0x08000000), 0x4000);

    /// <summary>Sectors 0 to 7: the application, with the settings in between. Firmware up to 5.03 ends before sector 7.</summary>
    public static readonly FlashRange Application = FlashRange.From(FlashAddress.At(0x08000000), 0x80000);

    /// <summary>Sectors 1 and 2: motor and app configuration and odometer, in the record format of the firmware. Every upgrade erases
    /// them.</summary>
    public static readonly FlashRange Settings = FlashRange.From(FlashAddress.At(0x08004000), 0x8000);

    /// <summary>Sector 7: the QML app of firmware 5.03; application from 6.00 on.</summary>
    public static readonly FlashRange Sector7 = FlashRange.From(FlashAddress.At(0x08060000), LargeSector);

    /// <summary>Sectors 8 to 10: staging of a new firmware for the bootloader; from 6.00 on also QML (9) and Lisp (10).</summary>
    public static readonly FlashRange Staging = FlashRange.From(FlashAddress.At(0x08080000), 3 * LargeSector);

    /// <summary>Sector 9: the QML app of firmware 6.00 and later.</summary>
    public static readonly FlashRange Sector9 = FlashRange.From(FlashAddress.At(0x080A0000), LargeSector);

    /// <summary>Sector 10: Lisp code of firmware 6.00 and later.</summary>
    public static readonly FlashRange Sector10 = FlashRange.From(FlashAddress.At(0x080C0000), LargeSector);

    /// <summary>Sector 11: the bootloader; from 6.06 on also package storage.</summary>
    public static readonly FlashRange Bootloader = FlashRange.From(FlashAddress.At(0x080E0000), LargeSector);
}
