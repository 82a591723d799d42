namespace VescUartBoot.Images.Formats;

/// <summary>How the bytes of an image stand in its file.</summary>
internal enum ImageFormat
{
    /// <summary>As they stand in flash.</summary>
    Raw,

    /// <summary>Behind the 6-byte header of a staged image.</summary>
    Staged,

    /// <summary>Behind the header of a staged image, packed with heatshrink.</summary>
    StagedCompressed,

    /// <summary>Intel HEX.</summary>
    IntelHex,

    /// <summary>The loaded segments of a 32-bit ELF program for ARM.</summary>
    Elf,
}
