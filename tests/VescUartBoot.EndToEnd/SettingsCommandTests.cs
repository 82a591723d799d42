using System.Text.Json.Nodes;
using VescUartBoot.Simulator.Faults;

namespace VescUartBoot.EndToEnd;

public sealed class SettingsCommandTests
{
    private const int Longest = 300_000;
    private const string Old = "sim://?timing=off&fw=6.02";
    private const string New = "sim://?timing=off&fw=7.00";

    [Fact(Timeout = Longest)]
    public async Task Settings_that_are_named_are_shown_with_unit_and_label()
    {
        var run = await Tool.RunAsync("settings", "show", "l_current_max", "app_ppm_conf.c*", "-p", New, "--json");

        Assert.Equal(0, run.ExitCode);
        var configurations = run.Result["configurations"]!.AsArray();
        Assert.Equal(["motorConfiguration", "appConfiguration"], configurations.Select(c => (string?)c!["part"]));
        var current = configurations[0]!["values"]!.AsArray().Single()!;
        Assert.Equal(("60", 60, "A"), ((string?)current["value"], (double)current["number"]!, (string?)current["unit"]));
        var control = configurations[1]!["values"]!.AsArray().Single()!;
        Assert.Equal(("app_ppm_conf.ctrl_type", "Off", 0),
            ((string?)control["name"], (string?)control["value"], (double)control["number"]!));
    }

    [Theory(Timeout = Longest)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_stored_and_not_proved_ends_with_exit_10_and_says_what_the_board_has(bool import)
    {
        using var bench = new Bench("fw=7.00&timing=off");
        string file = bench.FileNamed("motor.xml");
        Assert.Equal(0, (await Tool.RunAsync("settings", "export", file, "--of", "motor", "-p", bench.Port)).ExitCode);
        string xml = await File.ReadAllTextAsync(file);
        await File.WriteAllTextAsync(file, xml.Replace("<l_current_max>60<", "<l_current_max>50<", StringComparison.Ordinal));
        bench.Board.Inject(Fault.ToRequest(13, 1, new SetMotor(Held: true, 0)));

        string[] change = import ? ["import", file] : ["set", "l_current_max=50"];
        var run = await Tool.RunAsync(["settings", .. change, "-p", bench.Port, "--yes", "--json"]);

        Assert.Equal((10, "settingsNotProved"), (run.ExitCode, (string?)run.Result["error"]!["code"]));
        Assert.Contains("its motor configuration is the one of before", (string?)run.Result["error"]!["boardState"],
            StringComparison.Ordinal);
        Assert.DoesNotContain("backup", run.Result.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact(Timeout = Longest)]
    public async Task With_v_each_setting_says_what_it_may_be()
    {
        var run = await Tool.RunAsync("settings", "show", "l_temp_fet_start", "motor_type", "bms.limit_mode", "-v", "-p", New);

        Assert.Equal(0, run.ExitCode);
        string[] lines = [.. run.Output.Split('\n').Select(l => l.TrimEnd())];
        Assert.Contains("  motor_type        FOC            BLDC | DC | FOC", lines);
        Assert.Contains("  l_temp_fet_start  85 °C          0 to 190 °C", lines);
        Assert.Contains("  bms.limit_mode    Overtemp, SOC  Overtemp, SOC, VCell Min, VCell Max", lines);
    }

    [Fact(Timeout = Longest)]
    public async Task A_name_that_the_firmware_does_not_have_is_a_usage_error_with_the_nearest_one()
    {
        var run = await Tool.RunAsync("settings", "show", "l_curent_max", "-p", New, "--json");

        Assert.Equal((2, "usage"), (run.ExitCode, (string?)run.Result["error"]!["code"]));
        Assert.EndsWith("did you mean l_current_max?", (string?)run.Result["error"]!["message"], StringComparison.Ordinal);
    }

    [Fact(Timeout = Longest)]
    public async Task Firmware_whose_layout_is_not_known_exits_12()
    {
        var run = await Tool.RunAsync("settings", "show", "-p", "sim://?timing=off&fw=23.46", "--json");

        Assert.Equal((12, "settingsLayoutUnknown"), (run.ExitCode, (string?)run.Result["error"]!["code"]));
    }

    [Fact(Timeout = Longest)]
    public async Task An_exported_file_differs_from_another_firmware_by_its_defaults_and_not_from_itself()
    {
        string folder = Directory.CreateTempSubdirectory("vescboot-").FullName;
        string file = Path.Combine(folder, "motor.xml");

        var export = await Tool.RunAsync("settings", "export", file, "-p", Old, "--json");
        Assert.Equal((0, file), (export.ExitCode, (string?)export.Result["savedTo"]));

        var same = await Tool.RunAsync("settings", "diff", file, "-p", Old, "--json");
        Assert.Empty(same.Result["differences"]!.AsArray());
        Assert.Equal(["motorConfiguration"], same.Result["compared"]!.AsArray().Select(c => (string?)c));

        var differs = await Tool.RunAsync("settings", "diff", file, "-p", New, "--json");
        var start = Find(differs.Result, "foc_fw_duty_start");
        Assert.Equal(("0.9", "0.8"), ((string?)start["first"], (string?)start["second"]));

        var again = await Tool.RunAsync("settings", "export", file, "-p", New, "--json");
        Assert.Equal((2, "usage"), (again.ExitCode, (string?)again.Result["error"]!["code"]));
        Directory.Delete(folder, recursive: true);
    }

    [Fact(Timeout = Longest)]
    public async Task A_backup_and_a_file_of_a_few_lines_are_compared_without_a_board()
    {
        using var bench = new Bench("fw=5.02&timing=off");
        string folder =
            (string)(await Tool.RunAsync("backup", "-p", bench.Port, "--out", bench.FileNamed("kept"), "--method", "passive",
                "--json")).Result["savedTo"]!;
        string file = bench.FileNamed("few.xml");
        await File.WriteAllTextAsync(file,
            "<MCConfiguration><l_current_max>41</l_current_max><foc_f_sw>25000</foc_f_sw></MCConfiguration>");

        var run = await Tool.RunAsync("settings", "diff", folder, file, "--json");

        Assert.Equal(0, run.ExitCode);
        var only = run.Result["differences"]!.AsArray().Single()!;
        Assert.Equal(("l_current_max", "41"), ((string?)only["name"], (string?)only["second"]));
    }

    [Fact(Timeout = Longest)]
    public async Task Values_with_units_and_labels_are_set_read_back_and_still_there_for_the_next_command()
    {
        using var bench = new Bench("fw=7.00&timing=off");

        var set = await Tool.RunAsync(
            "settings", "set", "l_current_max=50A", "l_temp_motor_start=70 C", "app_ppm_conf.ctrl_type=Current", "-p", bench.Port, "--yes",
            "--json");

        Assert.Equal(0, set.ExitCode);
        Assert.Equal(
            ["l_current_max", "l_temp_motor_start", "app_ppm_conf.ctrl_type"],
            set.Result["changes"]!.AsArray().Select(c => (string?)c!["name"]));
        Assert.Equal("readback", (string?)set.Result["verified"]);
        var shown = await Tool.RunAsync("settings", "show", "l_current_max", "app_ppm_conf.ctrl_type", "-p", bench.Port, "--json");
        Assert.Equal(
            ["50", "Current"],
            shown.Result["configurations"]!.AsArray().Select(c => (string?)c!["values"]!.AsArray().Single()!["value"]));

        var again = await Tool.RunAsync("settings", "set", "l_current_max=50", "-p", bench.Port, "--json");
        Assert.Equal(0, again.ExitCode);
        Assert.Empty(again.Result["changes"]!.AsArray());
    }

    [Fact(Timeout = Longest)]
    public async Task Without_a_yes_nothing_is_set()
    {
        using var bench = new Bench("fw=7.00&timing=off");

        var set = await Tool.RunAsync("settings", "set", "l_current_max=50", "-p", bench.Port, "--json");

        Assert.Equal((5, "notAgreed"), (set.ExitCode, (string?)set.Result["error"]!["code"]));
        Assert.Contains(set.Events, e => (string?)e["code"] == "notAsked" && ((string?)e["message"])!.Contains("l_current_max 60 → 50 A"));
    }

    [Theory(Timeout = Longest)]
    [InlineData("l_curent_max=50", "this firmware has no setting 'l_curent_max'; did you mean l_current_max?")]
    [InlineData("app_to_use=Balance", "app_to_use takes No App, PPM,")]
    [InlineData("l_temp_fet_start=900", "l_temp_fet_start takes 0 to 190 °C, not '900'")]
    [InlineData("l_current_max=many", "l_current_max takes a number of A, not 'many'")]
    public async Task A_name_or_a_value_that_the_firmware_does_not_take_exits_2_and_changes_nothing(string pair, string message)
    {
        var run = await Tool.RunAsync("settings", "set", pair, "-p", New, "--json");

        Assert.Equal((2, "settingRejected"), (run.ExitCode, (string?)run.Result["error"]!["code"]));
        Assert.StartsWith(message, (string?)run.Result["error"]!["message"], StringComparison.Ordinal);
    }

    [Fact(Timeout = Longest)]
    public async Task A_turning_motor_exits_8()
    {
        var turning = await Tool.RunAsync("settings", "set", "l_current_max=50", "-p", $"{New}&motor=held", "--json");
        Assert.Equal((8, "motorTurning"), (turning.ExitCode, (string?)turning.Result["error"]!["code"]));
    }

    [Fact(Timeout = Longest)]
    public async Task A_value_beyond_the_limit_of_the_hardware_exits_10_names_the_limit_and_leaves_the_old_values()
    {
        using var bench = new Bench("fw=7.00&timing=off");
        await Tool.RunAsync("settings", "set", "l_current_max=41", "-p", bench.Port, "--yes");

        var limited = await Tool.RunAsync("settings", "set", "l_current_max=4000", "-p", bench.Port, "--yes", "--json");
        var now = await Tool.RunAsync("settings", "show", "l_current_max", "-p", bench.Port);

        Assert.Equal((10, "settingBeyondLimit"), (limited.ExitCode, (string?)limited.Result["error"]!["code"]));
        Assert.Equal("the hardware limits l_current_max to 120 (asked for: 4000); the old values are back",
            (string?)limited.Result["error"]!["message"]);
        Assert.Matches(@"l_current_max\s+41\b", now.Output);
    }

    [Fact(Timeout = Longest)]
    public async Task A_file_of_another_firmware_is_imported_by_name_and_by_the_rules()
    {
        using var bench = new Bench("fw=7.00&timing=off");
        string file = bench.FileNamed("old.xml");
        await File.WriteAllTextAsync(
            file,
            """
            <MCConfiguration>
              <!-- layout 83D6207A -->
              <l_current_max>41</l_current_max>
              <foc_motor_r>0.02</foc_motor_r>
              <foc_sl_d_current_factor>0</foc_sl_d_current_factor>
            </MCConfiguration>
            """);

        var run = await Tool.RunAsync("settings", "import", file, "-p", bench.Port, "--yes", "--json");

        Assert.Equal(0, run.ExitCode);
        var changes = run.Result["changes"]!.AsArray().ToDictionary(c => (string)c!["name"]!, c => (string?)c!["after"]);
        Assert.Equal(("41", "0.03"), (changes["l_current_max"], changes["foc_motor_r"]));
        Assert.Equal(
            "dropped",
            (string?)run.Result["settings"]!.AsArray().Single(o => (string?)o!["name"] == "foc_sl_d_current_factor")!["fate"]);
        var shown = await Tool.RunAsync("settings", "show", "foc_motor_r", "-p", bench.Port, "--json");
        Assert.Equal("0.03", (string?)shown.Result["configurations"]![0]!["values"]![0]!["value"]);
    }

    [Theory(Timeout = Longest)]
    [InlineData("no xml at all")]
    [InlineData("<MCConfiguration><l_current_max>41")]
    [InlineData("")]
    public async Task A_file_of_another_form_exits_7_before_the_port_is_touched(string text)
    {
        string file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, text);

        var run = await Tool.RunAsync("settings", "diff", file, "-p", "/dev/ttyNOTHERE", "--json");

        Assert.Equal((7, "settingsFileRejected"), (run.ExitCode, (string?)run.Result["error"]!["code"]));
        File.Delete(file);
    }

    private static JsonNode Find(JsonNode result, string name) =>
        result["differences"]!.AsArray().Single(d => (string?)d!["name"] == name)!;
}
