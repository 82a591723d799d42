using System.Runtime.InteropServices;

namespace VescUartBoot.Simulator.Flash;

/// <summary>One of the 12 sectors of an STM32F405's flash.</summary>
/// <param name="Index">0 to 11.</param>
/// <param name="Offset">Bytes from the start of flash (0x08000000).</param>
/// <param name="Size">16, 64 or 128 KiB.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FlashSector(int Index, int Offset, int Size)
{
    /// <summary>The first offset behind it.</summary>
    public int End => Offset + Size;
}
