using System.Buffers.Binary;

namespace VescUartBoot.Simulator.Firmware;

/// <summary>A field of a configuration that the firmware acts on.</summary>
/// <param name="At">From the signature's start.</param>
/// <param name="Length">1: an unsigned byte; 2: a scaled integer; 4: a float.</param>
/// <param name="Scale">Of a scaled integer.</param>
internal readonly record struct FormField(int At, int Length, float Scale)
{
    /// <summary>Its value.</summary>
    public float Read(ReadOnlySpan<byte> configuration) => Length switch
    {
        1 => configuration[At],
        2 => BinaryPrimitives.ReadInt16BigEndian(configuration[At..]) / Scale,
        _ => BinaryPrimitives.ReadSingleBigEndian(configuration[At..]),
    };

    /// <summary>Writes a value, cut towards zero where the form is coarser.</summary>
    public void Write(Span<byte> configuration, float value)
    {
        switch (Length)
        {
            case 1:
                configuration[At] = (byte)value;
                break;
            case 2:
                BinaryPrimitives.WriteInt16BigEndian(configuration[At..], (short)(value * Scale));
                break;
            default:
                BinaryPrimitives.WriteSingleBigEndian(configuration[At..], value);
                break;
        }
    }

    /// <summary>Moves a value outside of a range to its nearer end. What is no number stays.</summary>
    public void Limit(Span<byte> configuration, (float Low, float High) range)
    {
        float value = Read(configuration);
        if (value < range.Low || value > range.High)
        {
            Write(configuration, value < range.Low ? range.Low : range.High);
        }
    }
}
