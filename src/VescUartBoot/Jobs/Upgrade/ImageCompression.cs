namespace VescUartBoot.Jobs.Upgrade;

/// <summary>How an image is stored for the bootloader.</summary>
public enum ImageCompression
{
    /// <summary>Packed if it does not fit otherwise, and on a slow link if the bootloader is known to unpack it; plain keeps the copy
    /// short.</summary>
    Auto,

    /// <summary>Packed: for a bootloader of 2022-01-18 or later.</summary>
    Always,

    /// <summary>Plain: images up to 393208 bytes, for any bootloader.</summary>
    Never,
}
