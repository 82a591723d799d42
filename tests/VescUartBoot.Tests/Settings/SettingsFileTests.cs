using VescUartBoot.Messages;
using VescUartBoot.Settings;
using static VescUartBoot.Tests.Settings.SettingsTrapTests;

namespace VescUartBoot.Tests.Settings;

/// <summary>Files in the XML form of VESC Tool: by name and label, with the same report as an upgrade.</summary>
public sealed class SettingsFileTests
{
    private static readonly HashSet<string> _none = [];

    [Theory]
    [MemberData(nameof(SettingsLayoutTests.Vectors), MemberType = typeof(SettingsLayoutTests))]
    public void What_is_written_reads_back_to_the_byte(string name)
    {
        var settings = BoardSettings.Decode(SettingsLayoutTests.Vector(name));

        var file = SettingsFile.Read(SettingsFile.Write(settings));

        Assert.Equal((settings.Kind, settings.Signature, settings.Values.Count), (file.Kind, file.Signature, file.Values.Count));
        Assert.All(settings.Values, v => Assert.Equal(v, SettingValue.Of(v.Field, Number(file, v), SettingRounding.Nearest)));
    }

    [Fact]
    public void A_file_of_vesc_tool_is_recognised_by_its_names_and_put_on_newer_firmware()
    {
        var old = Default("5.02", "motor").Set("foc_motor_r", 0.02).Set("foc_f_sw", 30000)
            .Set("foc_observer_type", "FOC_OBSERVER_ORTEGA_ITERATIVE");
        var present = Decode(Default("6.05", "motor").Bytes, "motor");

        var result = SettingsImport.Translate(SettingsFile.Read(AsVescTool(old.Bytes, "motor")), present, _none, SettingsLink.Usb);

        Assert.Equal((0.03f, 30000), ((float)Read(result).Number("foc_motor_r"), Read(result).Number("foc_f_zv")));
        Assert.Equal(Default("6.05", "motor").Text("foc_observer_type"), Read(result).Text("foc_observer_type"));
    }

    [Fact]
    public void A_few_lines_change_what_they_name_and_nothing_else()
    {
        var present = Decode(Default("7.00", "motor").Set("l_current_max", 44).Bytes, "motor");
        var file = SettingsFile.Read(
            "<?xml version=\"1.0\"?><MCConfiguration><l_current_min> -12.5 </l_current_min><motor_type>2</motor_type></MCConfiguration>");

        var result = SettingsImport.Translate(file, present, _none, SettingsLink.Usb);

        Assert.Equal(["motor_type", "l_current_min"], result.Outcomes.Select(o => o.Name));
        Assert.Equal((44, -12.5), (Read(result).Number("l_current_max"), Read(result).Number("l_current_min")));
    }

    [Theory]
    [InlineData("app", "APPConfiguration", "app_to_use", "9")]
    [InlineData("motor", "MCConfiguration", "foc_observer_type", "1")]
    [InlineData("motor", "MCConfiguration", "foc_motor_r", "0.02")]
    [InlineData("motor", "MCConfiguration", "l_current_max", "many")]
    public void What_means_different_things_is_left_to_a_person(string kind, string root, string name, string value)
    {
        var present = Decode(Default("7.00", kind).Bytes, kind);

        var file = SettingsFile.Read($"<{root}><{name}>{value}</{name}></{root}>");

        var result = SettingsImport.Translate(file, present, _none, SettingsLink.Usb);

        Assert.Equal((name, SettingFate.NeedsPerson), (Assert.Single(result.Outcomes).Name, result.Outcomes[0].Fate));
        Assert.Equal(present.Encode().Bytes.ToArray(), result.Settings.Encode().Bytes.ToArray());
    }

    [Fact]
    public void An_input_that_the_board_has_already_stays_whatever_a_person_has_to_decide()
    {
        var present = Decode(Default("7.00", "app").Set("app_to_use", "PPM").Bytes, "app");

        var file = SettingsFile.Read("<APPConfiguration><app_ppm_conf.hyst>many</app_ppm_conf.hyst></APPConfiguration>");

        var result = SettingsImport.Translate(file, present, _none, SettingsLink.Usb);

        Assert.Single(result.NeedsPerson);
        Assert.Equal("PPM", Read(result).Text("app_to_use"));
    }

    [Fact]
    public void Id_and_calibration_of_another_board_are_not_taken()
    {
        var motor = Default("7.00", "motor").Set("foc_offsets_cal_mode", 0);
        var appFile = SettingsFile.Read(AsVescTool(Default("7.00", "app").Set("controller_id", 9).Bytes, "app"));
        var motorFile = SettingsFile.Read(AsVescTool(motor.Set("foc_offsets_current__0", 1900).Bytes, "motor"));
        var presentMotor = Decode(motor.Set("foc_offsets_current__0", 2050).Bytes, "motor");

        var id = SettingsImport.Translate(appFile, Decode(Default("7.00", "app").Bytes, "app"), _none, SettingsLink.Usb);
        var offsets = SettingsImport.Translate(motorFile, presentMotor, _none, SettingsLink.Usb);

        Assert.Equal((42, "9"), (Read(id).Number("controller_id"), Of(id, "controller_id").Offered));
        Assert.Equal(2050, Read(offsets).Number("foc_offsets_current__0"));
        Assert.Empty(offsets.NeedsPerson);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no xml")]
    [InlineData("<html></html>")]
    [InlineData("<MCConfiguration>")]
    [InlineData("<MCConfiguration><a>1</MCConfiguration>")]
    [InlineData("<MCConfiguration><a><b>1</b></a></MCConfiguration>")]
    [InlineData("<MCConfiguration><a>1</a><a>2</a></MCConfiguration>")]
    [InlineData("<!DOCTYPE x><MCConfiguration></MCConfiguration>")]
    [InlineData("<>")]
    [InlineData("< / >")]
    [InlineData("<MCConfiguration></></MCConfiguration>")]
    [InlineData("<MCConfiguration")]
    public void What_has_another_form_is_refused(string text) =>
        Assert.Throws<SettingsFileRejectedException>(() => SettingsFile.Read(text));

    [Fact]
    public void Damaged_files_are_read_or_refused()
    {
        string whole = SettingsFile.Write(Decode(Default("3.66", "app").Bytes, "app"));
        var random = new Random(16);
        for (int i = 0; i < 2000; i++)
        {
            char[] damaged = whole[..random.Next(60, 400)].ToCharArray();
            damaged[random.Next(damaged.Length)] = "<>/!-? a&"[random.Next(9)];
            damaged[random.Next(damaged.Length)] = "<>/!-? a&"[random.Next(9)];

            var failure = Record.Exception(() => SettingsFile.Read(new string(damaged)));

            Assert.True(failure is null or SettingsFileRejectedException, $"{failure}: {new string(damaged)}");
        }
    }

    [Fact]
    public void A_layout_that_is_not_known_is_refused_by_its_signature()
    {
        var file = SettingsFile.Read("<MCConfiguration><!-- layout 01020304 --><l_current_max>1</l_current_max></MCConfiguration>");

        var refused = Assert.Throws<UnknownSettingsLayoutException>(
            () => SettingsImport.Translate(file, Decode(Default("7.00", "motor").Bytes, "motor"), _none, SettingsLink.Usb));

        Assert.Equal((ConfigurationKind.Motor, 0x01020304u), (refused.Kind, refused.Signature));
    }

    private static double Number(SettingsFile file, SettingValue value) =>
        double.Parse(file.Values[value.Field.Name], System.Globalization.CultureInfo.InvariantCulture);

    // VESC Tool names no layout.
    private static string AsVescTool(byte[] bytes, string kind) =>
        string.Join('\n', SettingsFile.Write(Decode(bytes, kind)).Split('\n').Where(l => !l.Contains("<!--", StringComparison.Ordinal)));
}
