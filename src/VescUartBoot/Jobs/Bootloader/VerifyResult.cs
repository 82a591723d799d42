using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Jobs.Bootloader;

/// <summary>Result of <see cref="VerifyBootloader"/>.</summary>
public sealed record VerifyResult : BootloaderJobResult;
