using System.Buffers.Binary;

namespace VescUartBoot.Simulator.Firmware;

/// <summary>A configuration field that the firmware uses.</summary>
/// <param name="At">Offset from the start of the signature.</param>
/// <param name="Length">1: an unsigned byte; 2: a scaled integer; 4: a float.</param>
/// <param name="Scale">Scale of a scaled integer.</param>
internal readonly record struct FormField(int At, int Length, float Scale)
{
    /// <summary>Returns the value.</summary>
    public float Read(ReadOnlySpan<byte> configuration) => Length switch
    {
        1 => configuration[At],
        2 => BinaryPrimitives.ReadInt16BigEndian(configuration[At..]) / Scale,
        _ => BinaryPrimitives.ReadSingleBigEndian(configuration[At..]),
    };

    /// <summary>Writes a value, truncated towards zero where the format is coarser.</summary>
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

    /// <summary>Clamps a value to a range. NaN stays unchanged.</summary>
    public void Limit(Span<byte> configuration, (float Low, float High) range)
    {
        float value = Read(configuration);
        if (value < range.Low || value > range.High)
        {
            Write(configuration, value < range.Low ? range.Low : range.High);
        }
    }
}
