using System.Buffers.Binary;

namespace VescUartBoot.Images;

/// <summary>The first words of an image for a Cortex-M: initial stack pointer, reset vector, and the vectors of the other
/// exceptions.</summary>
internal readonly record struct VectorTable(uint InitialStack, uint Reset, bool OthersFit)
{
    /// <summary>Length in bytes of the part that is checked: the 16 entries of the core.</summary>
    public const int Length = 64;

    /// <summary>Length in bytes of the complete table of an STM32F405: 16 entries of the core, 82 of its peripherals.</summary>
    public const int WholeLength = 4 * (16 + 82);

    /// <summary>Length in bytes of the stack pointer and the reset vector.</summary>
    public const int FirstWords = 8;

    private const int FirstOther = 2;

    /// <summary>Reads the vectors of an image at <paramref name="start"/> that may use <paramref name="length"/> bytes.</summary>
    /// <param name="image">The image.</param>
    /// <param name="start">Start address of the image.</param>
    /// <param name="length">Number of bytes within which its vectors must stay.</param>
    /// <param name="table">Number of bytes of the table to check.</param>
    public static VectorTable Read(ReadOnlySpan<byte> image, uint start, int length, int table = Length)
    {
        bool fit = true;
        for (int i = FirstOther; i < table / 4; i++)
        {
            // Unused entries of the core are 0 in some builds.
            uint vector = Word(image, i);
            fit &= vector == 0 || IsCode(vector, start, length);
        }

        return new VectorTable(Word(image, 0), Word(image, 1), fit);
    }

    /// <summary>An odd address (Thumb) inside the range of the image, after its first two words.</summary>
    public static bool IsCode(uint vector, uint start, int length) =>
        (vector & 1) == 1 && vector >= start + FirstWords && vector < start + (uint)length;

    /// <summary>Whether the first two words are those of a Cortex-M program: a stack in RAM, an odd reset vector in flash.</summary>
    public static bool LookLikeCode(ReadOnlySpan<byte> image) =>
        image.Length >= FirstWords
        && Word(image, 0) is var stack && stack >> 24 is 0x20 or 0x10 && stack % 4 == 0
        && Word(image, 1) is var reset && (reset & 1) == 1 && reset >> 24 is 0x00 or 0x08;

    /// <summary>The end of a stack in one of the two RAMs of an STM32F405: 128 KB at 0x20000000, 64 KB at 0x10000000.</summary>
    public bool StackFits => InitialStack % 4 == 0 && InitialStack is (> 0x20000000 and <= 0x20020000) or (> 0x10000000 and <= 0x10010000);

    private static uint Word(ReadOnlySpan<byte> image, int index) => BinaryPrimitives.ReadUInt32LittleEndian(image[(4 * index)..]);
}
