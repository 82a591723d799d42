using System.Buffers.Binary;

namespace VescUartBoot.Chip;

/// <summary>The state of erased flash.</summary>
internal static class ErasedFlash
{
    public const byte Value = 0xFF;

    public static bool Is(ReadOnlySpan<byte> content) => !content.ContainsAnyExcept(Value);

    /// <summary>Length of <paramref name="content"/> without the blank bytes at its end.</summary>
    public static int LengthWithout(ReadOnlySpan<byte> content) => content.LastIndexOfAnyExcept(Value) + 1;
}
