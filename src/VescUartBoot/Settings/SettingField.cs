using System.Globalization;

namespace VescUartBoot.Settings;

/// <summary>One field of a layout.</summary>
/// <param name="Name">Name in the firmware, for example <c>l_current_max</c>.</param>
/// <param name="Type">Type of the value.</param>
/// <param name="Wire">Serialised form.</param>
/// <param name="Scale">Factor of a <see cref="WireForm.Float16"/>; 1 for the other forms.</param>
/// <param name="Labels">The labels of an enum or a bit field, by index; otherwise empty.</param>
/// <param name="Offset">Offset in bytes from the start of the signature.</param>
internal sealed record SettingField(string Name, SettingType Type, WireForm Wire, float Scale, IReadOnlyList<string> Labels, int Offset)
{
    private const string UnusedLabel = "Unused";

    /// <summary>The lowest value that VESC Tool allows; <see langword="null"/> if only the type limits it.</summary>
    public double? Minimum { get; init; }

    /// <summary>The highest value that VESC Tool allows; <see langword="null"/> if only the type limits it.</summary>
    public double? Maximum { get; init; }

    /// <summary>The unit, for example <c>A</c>; <see langword="null"/> if there is none or it is not known.</summary>
    public string? Unit { get; init; }

    /// <summary>Its length in bytes.</summary>
    public int Length => Wire switch
    {
        WireForm.U8 or WireForm.I8 => 1,
        WireForm.U16 or WireForm.I16 or WireForm.Float16 => 2,
        _ => 4,
    };

    /// <summary>The label of an index or a bit; <see langword="null"/>: there is none, or it is not in use.</summary>
    internal string? LabelOf(long index) => index >= 0 && index < Labels.Count && IsInUse(Labels[(int)index]) ? Labels[(int)index] : null;

    /// <summary>The labels that mean something.</summary>
    internal IReadOnlyList<string> LabelsInUse => [.. Labels.Where(IsInUse)];

    /// <summary>The index of a label; -1: the layout does not have it.</summary>
    internal int IndexOf(string label)
    {
        for (int i = 0; i < Labels.Count; i++)
        {
            if (IsInUse(label) && Labels[i].Equals(label, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Whether a number is in the range that VESC Tool allows.</summary>
    internal bool Allows(double number) =>
        (Minimum is not { } low || number >= low - Slack(low)) && (Maximum is not { } high || number <= high + Slack(high));

    /// <summary>The range in words, such as <c>0 to 190 °C</c>.</summary>
    internal string RangeText => string.Create(CultureInfo.InvariantCulture, $"{Minimum} to {Maximum}{(Unit is null ? "" : " ")}{Unit}");

    private bool IsInUse(string label) => Type != SettingType.Bitfield || label != UnusedLabel;

    // The limits are decimal, the values of single precision.
    private static double Slack(double limit) => Math.Abs(limit) * 1e-6;
}
