namespace VescUartBoot.Images.Formats;

/// <summary>Format of an image file.</summary>
internal enum ImageFormat
{
    /// <summary>Raw: as in flash.</summary>
    Raw,

    /// <summary>After the 6-byte header of a staged image.</summary>
    Staged,

    /// <summary>After the header of a staged image, compressed with heatshrink.</summary>
    StagedCompressed,

    /// <summary>Intel HEX.</summary>
    IntelHex,

    /// <summary>The loaded segments of a 32-bit ELF program for ARM.</summary>
    Elf,
}
