using System.Buffers.Binary;

namespace VescUartBoot.Simulator.Firmware;

/// <summary>Where a current or voltage offset of a motor stands in its configuration.</summary>
/// <param name="At">From the signature's start.</param>
/// <param name="Length">4: a float; 2: a scaled integer.</param>
/// <param name="Scale">Of a scaled integer.</param>
internal readonly record struct OffsetField(int At, int Length, float Scale)
{
    /// <summary>Copies it from one configuration to another.</summary>
    public void Copy(ReadOnlySpan<byte> from, Span<byte> to) => from.Slice(At, Length).CopyTo(to[At..]);

    /// <summary>Writes what was measured.</summary>
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
