using System.Buffers.Binary;
using System.Globalization;

namespace VescUartBoot.Settings;

/// <summary>The value of one field, as it is on the wire.</summary>
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

    /// <summary>The label of an enum; <see langword="null"/> for other types, and for an index without a label.</summary>
    public string? Label => Field.Type == SettingType.Enum ? Field.LabelOf(Raw) : null;

    /// <summary>The labels of the bits that are set. Bits without a label are not among them.</summary>
    public IReadOnlyList<string> Bits => Field.Type == SettingType.Bitfield ? BitsOf(Field, Raw) : [];

    /// <summary>Reads the value of a field out of a configuration of its layout.</summary>
    internal static SettingValue Read(SettingField field, ReadOnlySpan<byte> configuration)
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

    /// <summary>Writes the value into a configuration of its layout.</summary>
    internal void Write(Span<byte> configuration)
    {
        var bytes = configuration.Slice(Field.Offset, Field.Length);
        switch (Field.Length)
        {
            case 1: bytes[0] = unchecked((byte)Raw); break;
            case 2: BinaryPrimitives.WriteUInt16BigEndian(bytes, unchecked((ushort)Raw)); break;
            default: BinaryPrimitives.WriteUInt32BigEndian(bytes, unchecked((uint)Raw)); break;
        }
    }

    /// <summary>The value of a number in the form of the wire; <see langword="null"/>: the wire cannot carry it.</summary>
    internal static SettingValue? Of(SettingField field, double number, SettingRounding rounding)
    {
        if (!double.IsFinite(number))
        {
            return null;
        }

        if (field.Wire == WireForm.Float32Auto)
        {
            float single = (float)number;
            bool isZero = single == 0 || float.IsSubnormal(single);
            return float.IsFinite(single)
                ? new SettingValue(field, isZero ? 0 : BitConverter.SingleToInt32Bits(Toward(single, number, rounding)))
                : null;
        }

        // A number that the wire held before gives the same integer again, whatever single precision did to it.
        double scaled = field.Wire == WireForm.Float16 ? number * field.Scale : number;
        double nearest = Math.Round(scaled);
        bool exact = (float)(nearest / field.Scale) == (float)number;
        double raw = rounding switch
        {
            SettingRounding.AsFirmware => Math.Truncate((float)((float)number * field.Scale)),
            SettingRounding.Nearest => nearest,
            _ when exact => nearest,
            SettingRounding.Down => Math.Floor(scaled),
            _ => Math.Ceiling(scaled),
        };
        var (low, high) = WireRange(field.Wire);
        return raw >= low && raw <= high ? new SettingValue(field, (long)raw) : null;
    }

    /// <summary>Parses a value as the user writes it: a label, labels of bits, yes or no, or a number with or without its unit; or returns
    /// the problem.</summary>
    internal static (SettingValue? Value, SettingProblem Problem) Parse(SettingField field, string text)
    {
        text = WithoutUnit(field, text.Trim());
        if (field.Type == SettingType.Bitfield && !IsNumber(text, out _))
        {
            int[] bits = [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(field.IndexOf)];
            return bits.Contains(-1)
                ? (null, SettingProblem.NotALabel)
                : (new SettingValue(field, bits.Aggregate(0L, (all, bit) => all | (1L << bit))), SettingProblem.None);
        }

        if (field.Type == SettingType.Enum && field.IndexOf(text) is >= 0 and var index)
        {
            return (new SettingValue(field, index), SettingProblem.None);
        }

        if (field.Type == SettingType.Bool && text.ToLowerInvariant() is ("yes" or "no" or "true" or "false" or "on" or "off") and var word)
        {
            return (new SettingValue(field, word is "yes" or "true" or "on" ? 1 : 0), SettingProblem.None);
        }

        if (!IsNumber(text, out double number))
        {
            return (null, field.Labels.Count > 0 ? SettingProblem.NotALabel : SettingProblem.NotANumber);
        }

        return field.Type switch
        {
            SettingType.Enum when number != Math.Truncate(number) || field.LabelOf((long)number) is null =>
                (null, SettingProblem.NotALabel),
            SettingType.Bool when number is not (0 or 1) => (null, SettingProblem.OutOfRange),
            SettingType.Int or SettingType.Bitfield when number != Math.Truncate(number) => (null, SettingProblem.NotANumber),
            _ when !field.Allows(number) || Of(field, number, SettingRounding.Nearest) is null => (null, SettingProblem.OutOfRange),
            _ => (Of(field, number, SettingRounding.Nearest), SettingProblem.None),
        };
    }

    /// <summary>The value in words: the label of an enum, the labels of bits, otherwise the number.</summary>
    public override string ToString() => Field.Type switch
    {
        SettingType.Enum when Label is { } label => label,
        SettingType.Bitfield when Raw != 0 && Bits.Count == System.Numerics.BitOperations.PopCount((ulong)Raw) => string.Join(", ", Bits),
        _ when Field.Wire is WireForm.Float16 or WireForm.Float32Auto => ((float)Number).ToString(CultureInfo.InvariantCulture),
        _ => Raw.ToString(CultureInfo.InvariantCulture),
    };

    // Degrees need no sign that is not on the keyboard.
    private static string WithoutUnit(SettingField field, string text)
    {
        foreach (string unit in field.Unit is { } known ? (string[])[known, known.TrimStart('°')] : [])
        {
            if (unit.Length > 0 && text.EndsWith(unit, StringComparison.OrdinalIgnoreCase))
            {
                return text[..^unit.Length].TrimEnd();
            }
        }

        return text;
    }

    private static bool IsNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    private static string[] BitsOf(SettingField field, long raw) =>
        [.. Enumerable.Range(0, field.Labels.Count).Where(b => (raw & (1L << b)) != 0).Select(b => field.LabelOf(b)).OfType<string>()];

    private static float Toward(float single, double number, SettingRounding rounding) => rounding switch
    {
        SettingRounding.Down when single > number => MathF.BitDecrement(single),
        SettingRounding.Up when single < number => MathF.BitIncrement(single),
        _ => single,
    };

    private static (long Low, long High) WireRange(WireForm wire) => wire switch
    {
        WireForm.U8 => (byte.MinValue, byte.MaxValue),
        WireForm.I8 => (sbyte.MinValue, sbyte.MaxValue),
        WireForm.U16 => (ushort.MinValue, ushort.MaxValue),
        WireForm.I16 or WireForm.Float16 => (short.MinValue, short.MaxValue),
        WireForm.U32 => (uint.MinValue, uint.MaxValue),
        _ => (int.MinValue, int.MaxValue),
    };
}
