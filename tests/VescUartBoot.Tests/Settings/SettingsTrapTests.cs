using VescUartBoot.Messages;
using VescUartBoot.Settings;

namespace VescUartBoot.Tests.Settings;

/// <summary>The places where copying a setting by its name or its number makes a board drive otherwise than before.</summary>
public sealed class SettingsTrapTests
{
    [Theory]
    [InlineData("3.66", "6.05")]
    [InlineData("5.02", "5.03")]
    [InlineData("5.02", "6.05")]
    [InlineData("5.02", "7.00")]
    public void Resistance_and_inductance_are_multiplied_by_three_halves_crossing_5_03(string from, string to)
    {
        var result = Upgrade(from, to, "motor", old => old.Set("foc_motor_r", 0.02).Set("foc_motor_l", 1.2e-5));

        Assert.Equal(0.03, Read(result).Number("foc_motor_r"), 1e-8);
        Assert.Equal(1.8e-5, Read(result).Number("foc_motor_l"), 1e-11);
        Assert.Equal(SettingFate.Converted, Of(result, "foc_motor_r").Fate);
        Assert.Contains("1.5", Of(result, "foc_motor_r").Reason!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SettingsMode.Merge, true)]
    [InlineData(SettingsMode.Keep, true)]
    [InlineData(SettingsMode.Keep, false)]
    [InlineData(SettingsMode.Merge, false)]
    public void Resistance_that_still_is_the_old_default_is_not_scaled(SettingsMode mode, bool defaultsAreKnown)
    {
        var result = Upgrade(
            "5.02", "6.05", "motor", _ => { }, r => r with { Mode = mode, OldDefaults = defaultsAreKnown ? r.OldDefaults : null });

        Assert.Equal(Default("6.05", "motor").Number("foc_motor_r"), Read(result).Number("foc_motor_r"));
        Assert.Equal(Default("6.05", "motor").Number("foc_motor_l"), Read(result).Number("foc_motor_l"));
    }

    [Theory]
    [InlineData("5.02", "6.05")]
    [InlineData("6.02", "7.00")]
    [InlineData("4.02", "6.06")]
    public void Balance_becomes_no_other_input_and_a_person_is_asked(string from, string to)
    {
        var result = Upgrade(from, to, "app", old => old.Set("app_to_use", "Balance"));

        Assert.Contains(Read(result).Text("app_to_use"), new[] { "UART", "No App" });
        Assert.Equal(SettingFate.NeedsPerson, Of(result, "app_to_use").Fate);
    }

    [Fact]
    public void Balance_that_a_person_accepted_becomes_no_other_input_either()
    {
        var result = Upgrade(
            "6.02",
            "6.05",
            "app",
            old => old.Set("app_to_use", "Balance"),
            r => r with
            {
                Accepted = new HashSet<string> { "app_to_use" },
                NewDefaults = Decode(Default("6.05", "app").Set("app_to_use", "ADC").Bytes, "app"),
            });

        Assert.Equal("UART", Read(result).Text("app_to_use"));
        Assert.Empty(result.NeedsPerson);
    }

    [Theory]
    [InlineData("PAS", 10, 9)]
    [InlineData("ADC and PAS", 11, 10)]
    public void Inputs_go_by_label_not_by_number(string label, int before, int after)
    {
        var result = Upgrade("6.02", "6.05", "app", old => old.Set("app_to_use", before));

        Assert.Equal((label, after), (Read(result).Text("app_to_use"), (int)Read(result).Number("app_to_use")));
        Assert.Equal(SettingFate.Kept, Of(result, "app_to_use").Fate);
    }

    [Theory]
    [InlineData("CAN_STATUS_1", 0x01)]
    [InlineData("CAN_STATUS_1_2", 0x03)]
    [InlineData("CAN_STATUS_1_2_3", 0x07)]
    [InlineData("CAN_STATUS_1_2_3_4", 0x0F)]
    [InlineData("CAN_STATUS_1_2_3_4_5", 0x1F)]
    public void Status_messages_on_the_bus_become_bits(string label, int bits)
    {
        var result = Upgrade("5.03", "6.05", "app", old => old.Set("send_can_status", label).Set("send_can_status_rate_hz", 77));

        Assert.Equal(bits, (int)Read(result).Number("can_status_msgs_r1"));
        Assert.Equal(77, Read(result).Number("can_status_rate_1"));
        Assert.Equal(0, Read(result).Number("can_status_msgs_r2"));
        Assert.Equal(["send_can_status"], Of(result, "can_status_msgs_r1").FormerNames);
    }

    [Fact]
    public void Gains_of_a_sine_encoder_become_amplitudes()
    {
        var result = Upgrade("5.03", "6.05", "motor", old => old
            .Set("foc_encoder_sin_gain", 1.25).Set("foc_encoder_sin_offset", 2)
            .Set("foc_encoder_cos_gain", 0.8).Set("foc_encoder_cos_offset", 1.2));

        Assert.Equal(0.8, Read(result).Number("m_encoder_sin_amp"), 1e-3);
        Assert.Equal(1.25, Read(result).Number("m_encoder_cos_amp"), 1e-3);
        Assert.Equal(1.6, Read(result).Number("m_encoder_sin_offset"), 1e-3);
        Assert.Equal(1.5, Read(result).Number("m_encoder_cos_offset"), 1e-3);
    }

    [Theory]
    [InlineData("3.66", "7.00")]
    [InlineData("5.02", "6.05")]
    [InlineData("5.02", "6.00")]
    public void The_iterative_observer_becomes_the_new_default(string from, string to)
    {
        var result = Upgrade(from, to, "motor", old => old.Set("foc_observer_type", "FOC_OBSERVER_ORTEGA_ITERATIVE"));

        Assert.Equal(Default(to, "motor").Text("foc_observer_type"), Read(result).Text("foc_observer_type"));
        Assert.Equal(SettingFate.NewDefault, Of(result, "foc_observer_type").Fate);
        Assert.NotNull(Of(result, "foc_observer_type").Reason);
    }

    [Theory]
    [InlineData("3.63", "5.00", true)]
    [InlineData("4.02", "7.00", true)]
    [InlineData("3.62", "7.00", false)]
    [InlineData("5.01", "7.00", false)]
    public void The_observer_gain_of_3_63_to_4_02_is_computed_again(string from, string to, bool computed)
    {
        var result = Upgrade(from, to, "motor", old => old.Set("foc_observer_gain", 3e6).Set("foc_motor_flux_linkage", 0.005));

        Assert.Equal(computed ? 1000 / (0.005 * 0.005) : 3e6, Read(result).Number("foc_observer_gain"), 20.0);
    }

    [Fact]
    public void A_derivative_gain_that_is_carried_over_is_not_doubled_by_a_new_one()
    {
        Assert.Equal(0, Read(Upgrade("5.02", "6.05", "motor", old => old.Set("p_pid_kd", 0.0009))).Number("p_pid_kd_proc"));
        Assert.NotEqual(0, Read(Upgrade("5.02", "6.05", "motor", _ => { })).Number("p_pid_kd_proc"));
    }

    [Fact]
    public void The_difference_of_inductances_is_left_to_a_person_and_torque_control_stays()
    {
        var result = Upgrade("5.02", "6.05", "motor", old => old.Set("foc_motor_ld_lq_diff", 2e-6));

        Assert.Equal(SettingFate.NeedsPerson, Of(result, "foc_motor_ld_lq_diff").Fate);
        Assert.Equal(Default("6.05", "motor").Number("foc_motor_ld_lq_diff"), Read(result).Number("foc_motor_ld_lq_diff"));
        Assert.Equal("IQ Target", Read(result).Text("foc_mtpa_mode"));
        Assert.Equal("Disabled", Read(Upgrade("4.02", "6.05", "motor", _ => { })).Text("foc_mtpa_mode"));
    }

    [Fact]
    public void Other_renamed_settings_arrive()
    {
        var motor = Read(Upgrade("5.02", "6.06", "motor", old => old
            .Set("foc_f_sw", 35000).Set("foc_sample_v0_v7", 1).Set("foc_sample_high_current", 1).Set("foc_sat_comp", 0.2)));
        var app = Read(Upgrade("5.02", "7.00", "app", old => old
            .Set("app_adc_conf.cc_button_inverted", 1).Set("app_adc_conf.rev_button_inverted", 1).Set("app_ppm_conf.safe_start", 0)));

        Assert.Equal(35000, motor.Number("foc_f_zv"));
        Assert.Equal(("V0 and V7", "High Current"), (motor.Text("foc_control_sample_mode"), motor.Text("foc_current_sample_mode")));
        Assert.Equal("Factor", motor.Text("foc_sat_comp_mode"));
        Assert.Equal(7, app.Number("app_adc_conf.buttons"));
        Assert.Equal("Disabled", app.Text("app_ppm_conf.safe_start"));
        Assert.Equal("Calibrate on Boot", motor.Text("foc_offsets_cal_mode"));
        Assert.Equal("UAVCAN", Read(Upgrade("3.66", "7.00", "app", old => old.Set("uavcan_enable", 1))).Text("can_mode"));
    }

    internal static PlainDecoder Default(string version, string kind, string hardware = "60") =>
        new(SettingsLayoutTests.Vector($"{version}-{kind}-default-hw{hardware}").Bytes.ToArray());

    internal static SettingsTranslation Upgrade(
        string from,
        string to,
        string kind,
        Action<PlainDecoder> change,
        Func<SettingsCarryOverRequest, SettingsCarryOverRequest>? adapt = null)
    {
        var old = Default(from, kind);
        var request = new SettingsCarryOverRequest(Decode(old.Bytes, kind), Decode(old.Bytes, kind), Decode(Default(to, kind).Bytes, kind));
        change(old);
        request = request with { Old = Decode(old.Bytes, kind) };
        return SettingsCarryOver.Translate(adapt?.Invoke(request) ?? request);
    }

    internal static BoardSettings Decode(byte[] bytes, string kind) =>
        BoardSettings.Decode(SerialisedConfiguration.From(kind == "motor" ? ConfigurationKind.Motor : ConfigurationKind.App, bytes));

    internal static PlainDecoder Read(SettingsTranslation result) => new(result.Settings.Encode().Bytes.ToArray());

    internal static SettingOutcome Of(SettingsTranslation result, string name) => result.Outcomes.Single(o => o.Name == name);
}
