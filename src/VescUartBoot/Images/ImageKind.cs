using System.Security.Cryptography;

namespace VescUartBoot.Images;

/// <summary>Purpose of an image.</summary>
internal enum ImageKind
{
    /// <summary>Neither a bootloader nor a firmware.</summary>
    Neither,

    /// <summary>A bootloader.</summary>
    Bootloader,

    /// <summary>A firmware.</summary>
    Firmware,
}
