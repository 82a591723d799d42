using VescUartBoot.Settings;
using static VescUartBoot.Tests.Settings.SettingsTrapTests;

namespace VescUartBoot.Tests.Settings;

/// <summary>Two configurations of any two versions, compared by name and meaning.</summary>
public sealed class SettingDifferenceTests
{
    [Fact]
    public void Settings_of_one_version_differ_by_their_values()
    {
        var first = Decode(Default("6.05", "motor").Bytes, "motor");
        var second = Decode(Default("6.05", "motor").Set("l_current_max", 33).Set("motor_type", "DC").Bytes, "motor");

        Assert.Empty(SettingDifference.Between(first, first));
        Assert.Equal(
            [("motor_type", "FOC", "DC", null), ("l_current_max", "60", "33", "A")],
            SettingDifference.Between(first, second).Select(d => (d.Name, d.First, d.Second, d.Unit)));
    }

    [Fact]
    public void Another_unit_another_name_and_another_number_of_a_label_are_no_difference()
    {
        var motor = SettingDifference.Between(
            Decode(Default("5.02", "motor").Set("foc_motor_r", 0.02).Set("foc_f_sw", 31000).Bytes, "motor"),
            Decode(Default("6.05", "motor").Set("foc_motor_r", 0.03).Set("foc_f_zv", 31000).Bytes, "motor"));
        var app = SettingDifference.Between(
            Decode(Default("6.02", "app").Set("app_to_use", "PAS").Bytes, "app"),
            Decode(Default("6.05", "app").Set("app_to_use", "PAS").Bytes, "app"));

        Assert.DoesNotContain(motor, d => d.Name is "foc_motor_r" or "foc_f_zv" or "foc_f_sw");
        Assert.DoesNotContain(app, d => d.Name == "app_to_use");
    }

    [Fact]
    public void What_one_of_them_does_not_have_is_named()
    {
        var old = Decode(Default("5.02", "motor").Set("foc_motor_r", 0.02).Bytes, "motor");
        var differences = SettingDifference.Between(old, Decode(Default("6.05", "motor").Bytes, "motor"));
        var resistance = differences.Single(d => d.Name == "foc_motor_r");

        Assert.Null(differences.Single(d => d.Name == "l_in_current_map_start").First);
        Assert.Null(differences.Single(d => d.Name == "gpd_current_kp").Second);
        Assert.Equal(("0.02", "0.03"), (resistance.First, resistance.FirstConverted));
        Assert.Throws<ArgumentException>(() => SettingDifference.Between(Decode(Default("5.02", "app").Bytes, "app"), old));
    }
}
