using System.Buffers.Binary;
using System.Globalization;

namespace VescUartBoot.Settings;

/// <summary>The value of one field, as it was on the wire.</summary>
/// <param name="Field">The field.</param>
/// <param name="Raw">The integer of the wire; for <see cref="WireForm.Float32Auto"/> the bits of the number.</param>
internal readonly record struct SettingValue(SettingField Field, long Raw)
{
    /// <summary>The value in its own unit.</summary>
    public double Number => Field.Wire switch
    {
        WireForm.Float16 => (float)Raw / Field.Scale,
        WireForm.Float32Auto => BitConverter.Int32BitsToSingle(unchecked((int)Raw)),
        _ => Raw,
    };

    /// <summary>Reads the value of a field out of a configuration of its layout.</summary>
    public static SettingValue Read(SettingField field, ReadOnlySpan<byte> configuration)
    {
        var bytes = configuration.Slice(field.Offset, field.Length);
        return new SettingValue(field, field.Wire switch
        {
            WireForm.U8 => bytes[0],
            WireForm.I8 => (sbyte)bytes[0],
            WireForm.U16 => BinaryPrimitives.ReadUInt16BigEndian(bytes),
            WireForm.I16 or WireForm.Float16 => BinaryPrimitives.ReadInt16BigEndian(bytes),
            WireForm.U32 => BinaryPrimitives.ReadUInt32BigEndian(bytes),
            _ => BinaryPrimitives.ReadInt32BigEndian(bytes),
        });
    }

    /// <summary>The value as a person reads it: the label of an enum, else the number.</summary>
    public override string ToString() => Field.Type == SettingType.Enum && Raw >= 0 && Raw < Field.Labels.Count
        ? Field.Labels[(int)Raw]
        : Field.Wire is WireForm.Float16 or WireForm.Float32Auto ? ((float)Number).ToString(CultureInfo.InvariantCulture) : Raw.ToString(CultureInfo.InvariantCulture);
}
