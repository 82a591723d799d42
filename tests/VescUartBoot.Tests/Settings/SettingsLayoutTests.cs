using System.Text.Json;
using VescUartBoot.Messages;
using VescUartBoot.Settings;

namespace VescUartBoot.Tests.Settings;

/// <summary>The packed layouts against the parameter lists that they are made of, and against what firmware serialises.</summary>
public sealed class SettingsLayoutTests
{
    public static TheoryData<string> Vectors => Files("*.hex");

    public static TheoryData<string> Distinct => Files("*-distinct.json");

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "protocol-fixtures", "settings");

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Every_vector_of_the_releases_decodes_to_its_last_byte(string name)
    {
        var configuration = Vector(name);

        var layout = SettingsLayouts.Find(configuration)!;

        Assert.Contains(name.Split('-')[0], layout.Versions);
        Assert.Equal(configuration.Bytes.Length, layout.Length);
        Assert.Equal(layout.Fields.Count, layout.Decode(configuration).Count);
    }

    [Theory]
    [MemberData(nameof(Distinct))]
    public void Each_field_has_the_value_that_was_put_into_it(string name)
    {
        var configuration = Vector(name);
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, $"{name}.json")));
        var fields = json.RootElement.GetProperty("fields");

        foreach (var value in SettingsLayouts.Find(configuration)!.Decode(configuration))
        {
            var expected = fields.GetProperty(value.Field.Name);
            if (expected.TryGetProperty("label", out var label))
            {
                Assert.Equal(label.GetString(), value.ToString());
            }

            double set = (expected.TryGetProperty("decoded", out var decoded) ? decoded : expected.GetProperty("set")).GetDouble();
            double step = value.Field.Wire == WireForm.Float16 ? 1 / value.Field.Scale : Math.Abs(set) * 1e-5;
            Assert.True(Math.Abs(set - value.Number) <= step, $"{value.Field.Name}: {value.Number} instead of {set}");
        }
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Every_vector_is_encoded_again_to_the_byte(string name) =>
        Assert.Equal(Vector(name).Bytes.ToArray(), BoardSettings.Decode(Vector(name)).Encode().Bytes.ToArray());

    [Theory]
    [MemberData(nameof(Distinct))]
    public void Each_value_is_encoded_as_the_firmware_does_it(string name)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, $"{name}.json")));
        var fields = json.RootElement.GetProperty("fields");

        foreach (var value in BoardSettings.Decode(Vector(name)).Values)
        {
            double set = fields.GetProperty(value.Field.Name).GetProperty("set").GetDouble();
            Assert.Equal(value, SettingValue.Of(value.Field, set, SettingRounding.AsFirmware));
        }
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1e-40)]
    [InlineData(-1e-44)]
    public void Subnormal_numbers_are_encoded_as_zero(double number)
    {
        var field = new SettingField("any", SettingType.Double, WireForm.Float32Auto, 1, [], 4);

        Assert.Equal(0, SettingValue.Of(field, number, SettingRounding.AsFirmware)!.Value.Raw);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e39)]
    public void What_the_wire_cannot_carry_is_no_value(double number)
    {
        var field = new SettingField("any", SettingType.Double, WireForm.Float32Auto, 1, [], 4);

        Assert.Null(SettingValue.Of(field, number, SettingRounding.Nearest));
        Assert.Null(SettingValue.Of(field with { Wire = WireForm.Float16, Scale = 10 }, 3277, SettingRounding.Nearest));
        Assert.Null(SettingValue.Of(field with { Wire = WireForm.U8 }, -1, SettingRounding.Nearest));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(1000)]
    [InlineData(10000)]
    [InlineData(0.1f)]
    public void A_value_of_the_wire_stays_the_same_in_every_rounding_that_does_not_follow_the_firmware(float scale)
    {
        var field = new SettingField("any", SettingType.Double, WireForm.Float16, scale, [], 4);
        for (int raw = short.MinValue; raw <= short.MaxValue; raw++)
        {
            double number = new SettingValue(field, raw).Number;
            foreach (var rounding in new[] { SettingRounding.Nearest, SettingRounding.Up, SettingRounding.Down })
            {
                Assert.Equal(raw, SettingValue.Of(field, number, rounding)!.Value.Raw);
            }
        }
    }

    [Fact]
    public void Values_have_units_ranges_and_labels()
    {
        var settings = BoardSettings.Decode(Vector("7.00-motor-default-hw60"));
        var temperature = settings.Find("l_temp_fet_end")!.Value;

        Assert.Equal(("°C", 0, 190), (temperature.Field.Unit, temperature.Field.Minimum, temperature.Field.Maximum));
        Assert.Equal(
            ["A", "Ω", "H"],
            new[] { "l_current_max", "foc_motor_r", "foc_motor_l" }.Select(n => settings.Find(n)!.Value.Field.Unit));
        Assert.Equal("FOC", settings.Find("motor_type")!.Value.Label);
        Assert.Equal(["Calibrate on Boot"], settings.Find("foc_offsets_cal_mode")!.Value.Bits);
        Assert.Null(settings.Find("foc_f_sw"));
    }

    [Theory]
    [InlineData("motor_type", "DC", "DC", SettingProblem.None)]
    [InlineData("motor_type", "2", "FOC", SettingProblem.None)]
    [InlineData("motor_type", "GPD", null, SettingProblem.NotALabel)]
    [InlineData("motor_type", "3", null, SettingProblem.NotALabel)]
    [InlineData("l_current_max", "55.5", "55.5", SettingProblem.None)]
    [InlineData("l_current_max", "5001", null, SettingProblem.OutOfRange)]
    [InlineData("l_current_max", "many", null, SettingProblem.NotANumber)]
    [InlineData("l_temp_fet_end", "80.5", null, SettingProblem.NotANumber)]
    [InlineData("l_max_vin", "57.04", "57", SettingProblem.None)]
    [InlineData("foc_offsets_cal_mode", "Calibrate on Boot, Write Enabled", "Calibrate on Boot, Write Enabled", SettingProblem.None)]
    [InlineData("foc_offsets_cal_mode", "Unused", null, SettingProblem.NotALabel)]
    [InlineData("foc_temp_comp", "yes", "1", SettingProblem.None)]
    [InlineData("foc_temp_comp", "2", null, SettingProblem.OutOfRange)]
    [InlineData("no_such_name", "1", null, SettingProblem.NoSuchSetting)]
    public void A_setting_is_changed_as_a_person_writes_it(string name, string text, string? expected, object problem)
    {
        var (changed, found) = BoardSettings.Decode(Vector("7.00-motor-default-hw60")).With(name, text);

        Assert.Equal((expected, (SettingProblem)problem), (changed?.Find(name)?.ToString(), found));
    }

    [Fact]
    public void A_layout_that_is_not_known_is_refused_by_its_signature()
    {
        byte[] bytes = Vector("7.00-motor-default-hw60").Bytes.ToArray();
        bytes[0] ^= 1;

        var refused = Assert.Throws<UnknownSettingsLayoutException>(
            () => BoardSettings.Decode(SerialisedConfiguration.From(ConfigurationKind.Motor, bytes)));

        Assert.Equal((ConfigurationKind.Motor, 0x56AD8F53u, 488), (refused.Kind, refused.Signature, refused.Length));
        Assert.Contains("56AD8F53", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_packed_layouts_are_those_of_the_catalogue()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "protocol-fixtures", "settings-layouts.json");
        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        var packed = SettingsLayouts.All.ToDictionary(l => (l.Kind, l.Signature));
        var listed = json.RootElement.GetProperty("layouts").EnumerateArray().ToList();

        Assert.Equal(listed.Count, packed.Count);
        foreach (var layout in listed)
        {
            var kind = layout.GetProperty("kind").GetString() == "motor" ? ConfigurationKind.Motor : ConfigurationKind.App;
            var ours = packed[(kind, Convert.ToUInt32(layout.GetProperty("signature").GetString(), 16))];
            Assert.Equal(layout.GetProperty("length").GetInt32(), ours.Length);
            Assert.Equal(
                layout.GetProperty("params").EnumerateArray().Select(p => (
                    p.GetProperty("name").GetString()!,
                    p.GetProperty("type").GetString()!,
                    p.GetProperty("wire").GetString()!,
                    p.TryGetProperty("scale", out var scale) ? (float)scale.GetDouble() : 1f,
                    p.TryGetProperty("max", out var maximum) ? maximum.GetDouble() : (double?)null)),
                ours.Fields.Select(f => (f.Name, Word(f.Type), Word(f.Wire), f.Scale, f.Maximum)));
        }
    }

    [Fact]
    public void A_layout_that_is_not_known_is_none()
    {
        byte[] bytes = Vector("7.00-motor-default-hw60").Bytes.ToArray();

        Assert.Null(SettingsLayouts.Find(SerialisedConfiguration.From(ConfigurationKind.App, bytes)));
        Assert.Null(SettingsLayouts.Find(SerialisedConfiguration.From(ConfigurationKind.Motor, bytes.AsSpan(0, bytes.Length - 1))));
        Assert.Null(SettingsLayouts.Find(SerialisedConfiguration.From(ConfigurationKind.Motor, bytes, isSigned: false)));
        bytes[0] ^= 1;
        Assert.Null(SettingsLayouts.Find(SerialisedConfiguration.From(ConfigurationKind.Motor, bytes)));
    }

    private static string Word(Enum value) => value.ToString().ToLowerInvariant();

    private static TheoryData<string> Files(string pattern) =>
        [.. Directory.EnumerateFiles(Folder, pattern).Select(f => Path.GetFileNameWithoutExtension(f)!)];

    /// <summary>A configuration of <c>protocol-fixtures/settings</c>.</summary>
    internal static SerialisedConfiguration Vector(string name) => SerialisedConfiguration.From(
        name.Split('-')[1] == "motor" ? ConfigurationKind.Motor : ConfigurationKind.App,
        Convert.FromHexString(File.ReadAllText(Path.Combine(Folder, $"{name}.hex")).Trim()));
}
