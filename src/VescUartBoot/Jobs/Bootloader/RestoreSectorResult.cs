using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Jobs.Bootloader;

/// <summary>Result of <see cref="RestoreSector"/>.</summary>
public sealed record RestoreSectorResult : BootloaderJobResult;
