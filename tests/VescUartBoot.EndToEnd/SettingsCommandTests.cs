using System.Text.Json.Nodes;

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
