using VescUartBoot.Images;

namespace VescUartBoot.Jobs.Bootloader;

/// <summary>A bootloader, and why it is this one.</summary>
internal sealed record ResolvedBootloader(BootloaderImage Image, string Why);
