using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Jobs.Bootloader;

/// <summary>Result of <see cref="CheckBootloader"/>.</summary>
public sealed record CheckResult : BootloaderJobResult;
