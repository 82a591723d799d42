using System.Globalization;

namespace VescUartBoot.Settings;

/// <summary>A setting on its way from one firmware to another.</summary>
internal sealed class CarriedSetting
{
    /// <summary>A setting of the old firmware.</summary>
    public CarriedSetting(SettingValue value, bool? ownerSet, bool isCarried)
    {
        (Name, OwnerSet, IsCarried) = (value.Field.Name, ownerSet, isCarried);
        Sources = [value];
        Number = value.Number;
        IsNumeric = value.Field.Type is SettingType.Double or SettingType.Int;
        if (value.Field.Type == SettingType.Enum)
        {
            Text = value.Label ?? "";
        }
        else if (value.Field.Type == SettingType.Bitfield)
        {
            Bits = value.Bits;
        }
    }

    /// <summary>A setting that a rule adds because of another.</summary>
    public CarriedSetting(string name, string text, CarriedSetting? because, string why)
    {
        (Name, OwnerSet, IsCarried, Converted) = (name, because?.OwnerSet, true, why);
        Sources = [];
        SetText(text);
    }

    /// <summary>Its name at this step.</summary>
    public string Name { get; set; }

    /// <summary>The old values that it is made of.</summary>
    public IReadOnlyList<SettingValue> Sources { get; set; }

    /// <summary>Whether the user had changed it; <see langword="null"/> if not known.</summary>
    public bool? OwnerSet { get; set; }

    /// <summary>Whether its value is carried over, instead of a new default.</summary>
    public bool IsCarried { get; set; }

    /// <summary>The value as a number; of a label or bits the index or the integer.</summary>
    public double Number { get; private set; }

    /// <summary>Whether the number is the value, rather than an index or bits.</summary>
    public bool IsNumeric { get; private set; }

    /// <summary>The value as a label or as text that a rule gave; empty: an index without a label.</summary>
    public string? Text { get; private set; }

    /// <summary>The labels of the bits that are set.</summary>
    public IReadOnlyList<string>? Bits { get; private set; }

    /// <summary>Why the value is another one than before; <see langword="null"/>: it is the same.</summary>
    public string? Converted { get; set; }

    /// <summary>Why the new default holds instead.</summary>
    public string? Reset { get; set; }

    /// <summary>The rule that requires a decision of the user.</summary>
    public CarryRule? Ask { get; set; }

    /// <summary>Whether it has the name, the value and the form that the old firmware gave it.</summary>
    public bool IsUntouched => Converted is null && Sources.Count == 1 && Sources[0].Field.Name == Name;

    /// <summary>The value as the key of a map: the label, or the number.</summary>
    public string Key => Text ?? Number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The old value in words.</summary>
    public string? Before => Sources.Count switch
    {
        0 => null,
        1 => Sources[0].ToString(),
        _ => string.Join(", ", Sources.Select(s => $"{s.Field.Name} {s}")),
    };

    /// <summary>The old names, if they differ from the new one.</summary>
    public IReadOnlyList<string> FormerNames => [.. Sources.Select(s => s.Field.Name).Where(n => n != Name)];

    /// <summary>Gives it another number.</summary>
    public void SetNumber(double number, string? why)
    {
        (Number, Text, Bits, IsNumeric) = (number, null, null, true);
        Converted = why ?? Converted;
    }

    /// <summary>Gives it a label or a number of the new firmware.</summary>
    public void SetText(string text)
    {
        (Text, Bits, IsNumeric) = (text, null, false);
        Number = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : 1;
    }
}
