namespace VescUartBoot.Jobs.Upgrade;

/// <summary>How an image is stored in staging.</summary>
public enum ImageCompression
{
    /// <summary>Compressed if it does not fit otherwise, or on a slow link if the bootloader is known to unpack it; otherwise uncompressed,
    /// which keeps the copy short.</summary>
    Auto,

    /// <summary>Compressed; requires a bootloader of 2022-01-18 or later.</summary>
    Always,

    /// <summary>Uncompressed: images up to 393208 bytes, for any bootloader.</summary>
    Never,
}
