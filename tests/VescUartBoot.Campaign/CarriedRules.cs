namespace VescUartBoot.Campaign;

/// <summary>What becomes of a value where its number or its name changes, by a table of the campaign's own.</summary>
internal static class CarriedRules
{
    private static readonly Version _v500 = new(5, 0);
    private static readonly Version _v503 = new(5, 3);
    private static readonly Version _v600 = new(6, 0);
    private static readonly Version _v605 = new(6, 5);
    private static readonly Version _v606 = new(6, 6);

    // Of "no status" to "status 1 to 5", the bits.
    private static readonly int[] _statusMessages = [0x00, 0x01, 0x03, 0x07, 0x0F, 0x1F];

    /// <summary>The name and the value that a setting must have; <see langword="null"/>: no rule is about it, or it needs more than
    /// one.</summary>
    public static (string Name, string Text, double Number)? Expected(PlainDecoder owner, string name, string from, string to)
    {
        var (old, now) = (Version.Parse(from), Version.Parse(to));
        bool Enters(Version at) => old < at && now >= at;
        bool Leaves(Version at) => old >= at && now < at;
        double value = owner.Number(name);
        return name switch
        {
            "foc_motor_r" or "foc_motor_l" when Enters(_v503) => Number(name, value * 1.5),
            "foc_motor_r" or "foc_motor_l" when Leaves(_v503) => Number(name, value / 1.5),
            "foc_f_sw" when Enters(_v503) => Number("foc_f_zv", value),
            "foc_encoder_sin_gain" when Enters(_v600) => Number("m_encoder_sin_amp", 1 / value),
            "foc_encoder_cos_gain" when Enters(_v600) => Number("m_encoder_cos_amp", 1 / value),
            "m_encoder_sin_amp" when Leaves(_v600) => Number("foc_encoder_sin_gain", 1 / value),
            "m_encoder_cos_amp" when Leaves(_v600) => Number("foc_encoder_cos_gain", 1 / value),
            "foc_encoder_sin_offset" when Enters(_v600) =>
                Number("m_encoder_sin_offset", value / owner.Number("foc_encoder_sin_gain")),
            "foc_encoder_cos_offset" when Enters(_v600) =>
                Number("m_encoder_cos_offset", value / owner.Number("foc_encoder_cos_gain")),
            "foc_encoder_sincos_filter_constant" when Enters(_v600) => Number("m_encoder_sincos_filter_constant", value),
            "app_ppm_conf.safe_start" or "app_adc_conf.safe_start" when Enters(_v503) =>
                (name, value == 0 ? "Disabled" : "Regular", value),
            "send_can_status" when Enters(_v600) => Number("can_status_msgs_r1", _statusMessages[(int)value]),
            "app_adc_conf.cc_button_inverted" or "app_adc_conf.rev_button_inverted" when Enters(_v600) => Number(
                "app_adc_conf.buttons",
                1 + (2 * owner.Number("app_adc_conf.cc_button_inverted")) + (4 * owner.Number("app_adc_conf.rev_button_inverted"))),
            "foc_offsets_cal_on_boot" when Enters(_v606) => Number("foc_offsets_cal_mode", value),
            "send_can_status_rate_hz" when Enters(_v600) => Number("can_status_rate_1", value),
            "foc_sample_v0_v7" when Enters(_v605) => ("foc_control_sample_mode", value == 0 ? "V0 Only" : "V0 and V7", value),
            "foc_sample_high_current" when Enters(_v605) =>
                ("foc_current_sample_mode", value == 0 ? "Longest Zero Time" : "High Current", value),
            "uavcan_enable" when Enters(new Version(4, 0)) => ("can_mode", value == 0 ? "VESC" : "UAVCAN", value),
            "foc_observer_gain" when old >= new Version(3, 63) && Enters(_v500) =>
                Number(name, 1000 / Math.Pow(owner.Number("foc_motor_flux_linkage"), 2)),
            _ => null,
        };
    }

    private static (string Name, string Text, double Number) Number(string name, double number) =>
        (name, number.ToString("R", System.Globalization.CultureInfo.InvariantCulture), number);
}
