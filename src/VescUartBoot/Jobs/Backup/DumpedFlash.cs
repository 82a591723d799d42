using System.Globalization;
using System.Security.Cryptography;
using VescUartBoot.Chip;

namespace VescUartBoot.Jobs.Backup;

/// <summary>A region of flash that was read.</summary>
/// <param name="Range">The region.</param>
/// <param name="Sha256">SHA-256 of its bytes, 64 lower-case hexadecimal digits.</param>
public sealed record DumpedFlash(FlashRange Range, string Sha256);
