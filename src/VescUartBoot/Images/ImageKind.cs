using System.Security.Cryptography;

namespace VescUartBoot.Images;

/// <summary>What an image is for.</summary>
internal enum ImageKind
{
    /// <summary>Neither of the others.</summary>
    Neither,

    /// <summary>A bootloader.</summary>
    Bootloader,

    /// <summary>A firmware.</summary>
    Firmware,
}
