using System.Runtime.InteropServices;

namespace VescUartBoot.Simulator.Flash;

/// <summary>One of the 12 sectors of an STM32F405's flash.</summary>
/// <param name="Index">Index from 0 to 11.</param>
/// <param name="Offset">Offset from the start of flash (0x08000000) in bytes.</param>
/// <param name="Size">Size in bytes: 16, 64 or 128 KiB.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FlashSector(int Index, int Offset, int Size)
{
    /// <summary>Offset of the first byte after the sector.</summary>
    public int End => Offset + Size;
}
