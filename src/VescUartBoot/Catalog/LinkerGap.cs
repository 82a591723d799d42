namespace VescUartBoot.Catalog;

/// <summary>Bytes that the linker leaves out.</summary>
/// <param name="Offset">From the start of the bootloader's sector.</param>
/// <param name="Length">In bytes.</param>
internal sealed record LinkerGap(int Offset, int Length);
