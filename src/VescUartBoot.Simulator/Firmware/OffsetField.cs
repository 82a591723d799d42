using System.Buffers.Binary;

namespace VescUartBoot.Simulator.Firmware;

/// <summary>Position of a current or voltage offset in a motor configuration.</summary>
/// <param name="At">Offset from the start of the signature.</param>
/// <param name="Length">4: a float; 2: a scaled integer.</param>
/// <param name="Scale">Scale of a scaled integer.</param>
internal readonly record struct OffsetField(int At, int Length, float Scale)
{
    /// <summary>Copies the value from one configuration to another.</summary>
    public void Copy(ReadOnlySpan<byte> from, Span<byte> to) => from.Slice(At, Length).CopyTo(to[At..]);

    /// <summary>Writes a measured value.</summary>
    public void Write(Span<byte> configuration, float value)
    {
        if (Length == sizeof(float))
        {
            BinaryPrimitives.WriteSingleBigEndian(configuration[At..], value);
        }
        else
        {
            BinaryPrimitives.WriteInt16BigEndian(configuration[At..], (short)(value * Scale));
        }
    }
}
