using VescUartBoot.Settings;
using static VescUartBoot.Tests.Settings.SettingsTrapTests;

namespace VescUartBoot.Tests.Settings;

/// <summary>No limit is looser than before, nothing is clamped silently, no input starts the motor while a person has to decide.</summary>
public sealed class SettingsSafetyTests
{
    [Theory]
    [InlineData(55, 60, 55, SettingFate.Kept)]
    [InlineData(70, 60, 60, SettingFate.NewDefault)]
    public void A_limit_that_the_owner_never_changed_takes_the_tighter_of_both_defaults(
        double before, double standard, double after, SettingFate fate)
    {
        var result = Upgrade("6.02", "7.00", "motor", _ => { }, r => r with
        {
            Old = Decode(Default("6.02", "motor").Set("l_current_max", before).Bytes, "motor"),
            OldDefaults = Decode(Default("6.02", "motor").Set("l_current_max", before).Bytes, "motor"),
            NewDefaults = Decode(Default("7.00", "motor").Set("l_current_max", standard).Bytes, "motor"),
        });

        Assert.Equal((after, fate), (Read(result).Number("l_current_max"), Of(result, "l_current_max").Fate));
        Assert.Equal(after == before, Of(result, "l_current_max").Reason is not null);
    }

    [Theory]
    [InlineData(SettingsMode.Merge)]
    [InlineData(SettingsMode.Keep)]
    public void A_limit_that_the_owner_set_stays_as_it_was(SettingsMode mode)
    {
        var result = Upgrade(
            "6.02", "7.00", "motor", old => old.Set("l_current_max", 93).Set("l_current_min", -20), r => r with { Mode = mode });

        Assert.Equal((93, -20), (Read(result).Number("l_current_max"), Read(result).Number("l_current_min")));
    }

    [Fact]
    public void Limits_are_rounded_to_the_safe_side_of_the_wire()
    {
        var result = Upgrade("5.02", "6.05", "motor", old => old
            .Set("l_min_vin", 8.12).Set("l_max_vin", 56.78).Set("l_battery_cut_start", 40.01).Set("l_battery_cut_end", 34.55)
            .Set("l_temp_fet_start", 79.9).Set("l_temp_motor_end", 90.2));
        var now = Read(result);

        Assert.Equal((8.2, 56.7), (now.Number("l_min_vin"), now.Number("l_max_vin")));
        Assert.Equal((40.1, 34.6), (now.Number("l_battery_cut_start"), now.Number("l_battery_cut_end")));
        Assert.Equal((79, 90), (now.Number("l_temp_fet_start"), now.Number("l_temp_motor_end")));
        Assert.All(new[] { "l_min_vin", "l_max_vin", "l_temp_fet_start" }, n => Assert.Equal(SettingFate.Converted, Of(result, n).Fate));
    }

    [Fact]
    public void A_value_that_the_new_range_forbids_is_not_clamped_silently()
    {
        static void Change(PlainDecoder old) => old.Set("sl_cycle_int_limit", 4000);
        var result = Upgrade("5.02", "6.05", "motor", Change);
        var outcome = Of(result, "sl_cycle_int_limit");

        Assert.Equal((SettingFate.NeedsPerson, "4000", "3000"), (outcome.Fate, outcome.Before, outcome.Offered));
        Assert.Equal(Default("6.05", "motor").Number("sl_cycle_int_limit"), Read(result).Number("sl_cycle_int_limit"));
        var accepted = Upgrade("5.02", "6.05", "motor", Change, r => r with { Accepted = new HashSet<string> { "sl_cycle_int_limit" } });
        Assert.Equal(3000, Read(accepted).Number("sl_cycle_int_limit"));
        Assert.True(Of(accepted, "sl_cycle_int_limit").Accepted);
    }

    [Fact]
    public void A_value_that_is_not_a_number_is_left_to_a_person()
    {
        var result = Upgrade("6.02", "6.05", "motor", old => old.Set("l_current_max", double.NaN).Set("foc_sensor_mode", 77));

        Assert.Equal(["l_current_max", "foc_sensor_mode"], result.NeedsPerson.Select(o => o.Name));
        Assert.Equal(Default("6.05", "motor").Number("l_current_max"), Read(result).Number("l_current_max"));
    }

    [Fact]
    public void An_input_that_could_start_the_motor_is_held_back_while_anything_needs_a_person()
    {
        static void Change(PlainDecoder old) => old.Set("app_to_use", "PPM").Set("app_ppm_conf.max_erpm_for_dir", 40000);

        var result = Upgrade("5.02", "6.05", "app", Change);
        var names = new HashSet<string> { "app_ppm_conf.max_erpm_for_dir" };
        var accepted = Upgrade("5.02", "6.05", "app", Change, r => r with { Accepted = names });

        Assert.True(result.InputHeldBack);
        Assert.Contains(Read(result).Text("app_to_use"), new[] { "No App", "UART" });
        Assert.Equal((SettingFate.NeedsPerson, "PPM"), (Of(result, "app_to_use").Fate, Of(result, "app_to_use").Offered));
        Assert.False(accepted.InputHeldBack);
        Assert.Equal("PPM", Read(accepted).Text("app_to_use"));
        Assert.True(Upgrade("6.02", "6.05", "app", old => old.Set("app_to_use", "PPM"), r => r with { HoldInput = true }).InputHeldBack);
        Assert.False(Upgrade("6.02", "6.05", "app", old => old.Set("app_to_use", "PPM")).InputHeldBack);
    }

    [Theory]
    [InlineData(0, SettingFate.Kept)]
    [InlineData(1, SettingFate.NewDefault)]
    public void Offsets_of_the_motor_are_carried_only_where_the_board_does_not_measure_them(int onBoot, SettingFate fate)
    {
        const string Offset = "foc_offsets_current__1";
        var result = Upgrade("6.05", "6.06", "motor", old => old.Set("foc_offsets_cal_on_boot", onBoot).Set(Offset, 2011.5), r => r with
        {
            NewDefaults = Decode(Default("6.06", "motor").Set(Offset, 2051).Bytes, "motor"),
        });

        Assert.Equal((fate, onBoot == 0 ? 2011.5 : 2051), (Of(result, Offset).Fate, Read(result).Number(Offset)));
    }

    [Fact]
    public void Id_and_rate_on_the_bus_stay_though_the_defaults_differ()
    {
        var result = Upgrade("6.02", "7.00", "app", _ => { }, r => r with
        {
            NewDefaults = Decode(Default("7.00", "app").Set("controller_id", 7).Set("can_baud_rate", "CAN_BAUD_1M").Bytes, "app"),
        });

        Assert.Equal((42, "CAN_BAUD_500K"), (Read(result).Number("controller_id"), Read(result).Text("can_baud_rate")));
    }

    [Fact]
    public void A_protection_is_not_turned_off_by_a_new_default()
    {
        var result = Upgrade("6.02", "7.00", "app", _ => { }, r => r with
        {
            NewDefaults = Decode(Default("7.00", "app").Set("app_ppm_conf.safe_start", 0).Bytes, "app"),
        });

        Assert.Equal("Regular", Read(result).Text("app_ppm_conf.safe_start"));
    }

    [Fact]
    public void A_kill_switch_stays_and_a_board_is_not_switched_off_by_its_own_upgrade()
    {
        var result = Upgrade("6.02", "7.00", "app", old => old.Set("kill_sw_mode", "PPM Low").Set("shutdown_mode", "ALWAYS_OFF"));

        Assert.Equal("PPM Low", Read(result).Text("kill_sw_mode"));
        Assert.Equal(SettingFate.Kept, Of(result, "kill_sw_mode").Fate);
        Assert.Equal(Default("7.00", "app").Text("shutdown_mode"), Read(result).Text("shutdown_mode"));
        Assert.Equal((SettingFate.NeedsPerson, "ALWAYS_OFF"), (Of(result, "shutdown_mode").Fate, Of(result, "shutdown_mode").Offered));
    }

    [Fact]
    public void A_connection_over_the_uart_is_not_cut()
    {
        static void Change(PlainDecoder old) =>
            old.Set("app_to_use", "PPM").Set("app_uart_baudrate", 250000).Set("permanent_uart_enabled", 0);
        static SettingsTranslation Run(SettingsLink link) => Upgrade("6.02", "7.00", "app", Change, r => r with
        {
            Link = link,
            NewDefaults = Decode(Default("7.00", "app").Set("app_to_use", "UART").Bytes, "app"),
        });

        var (cut, free) = (Run(SettingsLink.Uart), Run(SettingsLink.Usb));

        Assert.Equal(["permanent_uart_enabled", "app_to_use", "app_uart_baudrate"], cut.NeedsPerson.Select(o => o.Name));
        Assert.Equal(("UART", 115200), (Read(cut).Text("app_to_use"), Read(cut).Number("app_uart_baudrate")));
        Assert.Equal(1, Read(cut).Number("permanent_uart_enabled"));
        Assert.Equal("PPM", Of(cut, "app_to_use").Offered);
        Assert.Empty(free.NeedsPerson);
        Assert.Equal(("PPM", 250000), (Read(free).Text("app_to_use"), Read(free).Number("app_uart_baudrate")));
    }

    [Fact]
    public void A_connection_over_the_bus_is_not_cut()
    {
        var result = Upgrade(
            "6.02", "7.00", "app", old => old.Set("can_baud_rate", "CAN_BAUD_1M"), r => r with { Link = SettingsLink.Can });

        Assert.Equal((SettingFate.NeedsPerson, "CAN_BAUD_1M"), (Of(result, "can_baud_rate").Fate, Of(result, "can_baud_rate").Offered));
        Assert.Equal("CAN_BAUD_500K", Read(result).Text("can_baud_rate"));
    }

    [Fact]
    public void The_defaults_are_taken_where_that_is_asked_for()
    {
        var result = Upgrade(
            "5.02",
            "6.05",
            "app",
            old => old.Set("app_to_use", "Balance").Set("controller_id", 3),
            r => r with { Mode = SettingsMode.Defaults });

        Assert.Equal(Default("6.05", "app").Bytes, Read(result).Bytes);
        Assert.Empty(result.NeedsPerson);
    }

    [Fact]
    public void Without_the_old_defaults_everything_is_kept_and_that_is_told()
    {
        var result = Upgrade("6.02", "7.00", "motor", old => old.Set("foc_pll_kp", 1800), r => r with { OldDefaults = null });

        Assert.Equal(SettingsMode.Keep, result.Mode);
        Assert.Equal(50, Read(result).Number("foc_duty_dowmramp_kp"));
        Assert.Equal(20, Read(Upgrade("6.02", "7.00", "motor", _ => { })).Number("foc_duty_dowmramp_kp"));
        Assert.Null(Of(result, "foc_pll_kp").OwnerSet);
    }

    [Fact]
    public void Field_weakening_in_use_is_left_to_a_person_at_7_00()
    {
        var result = Upgrade("6.02", "7.00", "motor", old => old.Set("foc_fw_current_max", 20));

        Assert.Equal((SettingFate.NeedsPerson, "20"), (Of(result, "foc_fw_current_max").Fate, Of(result, "foc_fw_current_max").Offered));
        Assert.Empty(Upgrade("6.02", "7.00", "motor", old => old.Set("l_current_max", 44)).NeedsPerson);
    }

    [Fact]
    public void Values_that_a_write_has_cut_by_a_step_count_as_never_changed()
    {
        var result = Upgrade("6.05", "7.00", "motor", old => old.Set("foc_fw_duty_start", 0.8999));

        Assert.Equal(false, Of(Upgrade("6.05", "7.00", "motor", _ => { }), "foc_fw_duty_start").OwnerSet);
        Assert.Equal(true, Of(result, "foc_fw_duty_start").OwnerSet);
    }

    [Fact]
    public void The_old_defaults_must_be_those_of_the_old_firmware() =>
        Assert.Throws<ArgumentException>(() => Upgrade("6.02", "7.00", "motor", _ => { }, r => r with { OldDefaults = r.NewDefaults }));
}
