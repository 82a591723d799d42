using VescUartBoot.Messages;

namespace VescUartBoot.Settings;

/// <summary>Compares configurations as stored by the firmware, field by field; byte by byte if the layout is not known.</summary>
internal static class SettingsComparer
{
    private const string CalibrationMode = "foc_offsets_cal_mode";
    private const string CalibrationOnBoot = "foc_offsets_cal_on_boot";
    private const long AtEachStart = 1;
    private const long WriteEnabled = 2;

    /// <summary>Whether a board that reports <paramref name="now"/> has the settings <paramref name="wanted"/>.</summary>
    public static SettingsComparison Compare(SerialisedConfiguration wanted, SerialisedConfiguration now)
    {
        if (!wanted.HasLayoutOf(now) || SettingsLayouts.Find(wanted) is not { } layout)
        {
            return new SettingsComparison(wanted.IsSameAs(now) ? [] : [default], [], []);
        }

        List<SettingMismatch> different = [];
        List<SettingMismatch> cut = [];
        List<SettingMismatch> own = [];
        bool offsetsCount = OffsetsAreSettings(layout, wanted) && OffsetsAreSettings(layout, now);
        foreach (var field in layout.Fields)
        {
            var (one, other) = (SettingValue.Read(field, wanted.Bytes.Span), SettingValue.Read(field, now.Bytes.Span));
            if (IsSame(one, other))
            {
                continue;
            }

            if (IsOffset(field))
            {
                (offsetsCount ? different : own).Add(new SettingMismatch(one, other));
            }
            else
            {
                (IsCut(one, other) ? cut : different).Add(new SettingMismatch(one, other));
            }
        }

        return new SettingsComparison(different, cut, own);
    }

    /// <summary>Whether a configuration is the default, CAN id and rate aside: from 6.06 they outlive an upgrade.</summary>
    public static bool IsDefault(SerialisedConfiguration defaults, SerialisedConfiguration now) =>
        Compare(defaults, now).Different.All(d => d.Name is "controller_id" or "can_baud_rate");

    /// <summary>The configuration to set before <paramref name="wanted"/> so that the board accepts its offsets; <see langword="null"/> if
    /// none is needed.</summary>
    /// <remarks>
    /// From 6.06 on the board keeps its own offsets unless writing them is enabled. If it does not measure them at a start, nothing else
    /// restores them.
    /// </remarks>
    public static SerialisedConfiguration? OffsetsFirst(SerialisedConfiguration wanted)
    {
        if (SettingsLayouts.Find(wanted) is not { } layout || layout.Find(CalibrationMode) is not { } mode
            || (SettingValue.Read(mode, wanted.Bytes.Span).Raw & (AtEachStart | WriteEnabled)) != 0)
        {
            return null;
        }

        byte[] enabled = wanted.Bytes.ToArray();
        enabled[mode.Offset] |= (byte)WriteEnabled;
        return SerialisedConfiguration.From(wanted.Kind, enabled);
    }

    /// <summary>The configuration with some fields as limited by the hardware of the board.</summary>
    public static SerialisedConfiguration WithinLimits(SerialisedConfiguration wanted, SettingsComparison comparison)
    {
        byte[] bytes = wanted.Bytes.ToArray();
        foreach (var field in comparison.Different)
        {
            field.Now!.Value.Write(bytes);
        }

        return SerialisedConfiguration.From(wanted.Kind, bytes);
    }

    /// <summary>The value that a field reads back as: the firmware divides by the scale and truncates the product.</summary>
    internal static long ReadBack(SettingValue value) => value.Field.Wire switch
    {
        WireForm.Float16 => (long)((float)value.Raw / value.Field.Scale * value.Field.Scale),
        WireForm.Float32Auto when value.Number == 0 || float.IsSubnormal((float)value.Number) => 0,
        _ => value.Raw,
    };

    // A zero may be written in several ways.
    private static bool IsSame(SettingValue one, SettingValue other) =>
        one.Raw == other.Raw || (one.Field.Wire == WireForm.Float32Auto && ReadBack(one) == ReadBack(other));

    private static bool IsCut(SettingValue wanted, SettingValue now) =>
        wanted.Field.Wire == WireForm.Float16 && now.Raw == ReadBack(wanted);

    /// <summary>Whether a field is an offset, which the board usually measures itself.</summary>
    internal static bool IsOffset(SettingField field) =>
        field.Name.StartsWith("foc_offsets_", StringComparison.Ordinal) && field.Name is not (CalibrationMode or CalibrationOnBoot);

    // Offsets that are measured at each start are not settings; otherwise the board of the user needs them.
    private static bool OffsetsAreSettings(SettingsLayout layout, SerialisedConfiguration configuration) =>
        (layout.Find(CalibrationMode) ?? layout.Find(CalibrationOnBoot)) is { } mode
        && (SettingValue.Read(mode, configuration.Bytes.Span).Raw & AtEachStart) == 0;
}
