using System.Text.Json.Nodes;
using VescUartBoot.Simulator.Firmware;

namespace VescUartBoot.EndToEnd;

/// <summary>The board drives as before: settings go over into the new version, as the built tool does it.</summary>
public sealed class UpgradeSettingsTests
{
    private const int Longest = 300_000;

    [Theory(Timeout = Longest)]
    [InlineData("6.02", "7.00", "0.02")]
    [InlineData("5.02", "6.05", "0.03", Traits = ["Category", "Slow"])]
    public async Task What_the_owner_set_is_there_after_an_upgrade_and_a_power_cut(string from, string to, string resistance)
    {
        using var bench = new Bench($"fw={from}&bootloader=present&timing=off");
        string[] set = ["l_current_max=41", "foc_motor_r=0.02", "timeout_msec=1234"];
        Assert.Equal(0, (await Tool.RunAsync(["settings", "set", .. set, "-p", bench.Port, "--yes"])).ExitCode);

        var run = await UpgradeAsync(bench, to, "--assume-bootloader");

        Assert.Equal(0, run.ExitCode);
        Assert.True((bool)run.Result["settingsRestored"]!);
        Assert.Contains("prove", run.Events.Where(e => (string?)e["event"] == "phase").Select(e => (string?)e["name"]));
        var told = Settings(run).Single(s => (string?)s["name"] == "foc_motor_r");
        Assert.Equal((resistance == "0.02" ? "kept" : "converted", resistance, true),
            ((string?)told["fate"], (string?)told["after"], (bool?)told["ownerSet"]));
        await bench.PowerCycleAsync();
        Assert.Equal(["41", resistance, "1234"], await ShowAsync(bench, "l_current_max", "foc_motor_r", "timeout_msec"));
    }

    [Fact(Timeout = Longest)]
    public async Task What_needs_a_person_is_named_and_yes_does_not_accept_it_but_its_name_does()
    {
        using var bench = new Bench("fw=6.02&bootloader=present&timing=off");
        Assert.Equal(0, (await Tool.RunAsync("settings", "set", "foc_fw_current_max=20", "-p", bench.Port, "--yes")).ExitCode);

        var run = await UpgradeAsync(bench, "7.00");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(run.Events, e => (string?)e["code"] == "settingNeedsPerson");
        var told = Settings(run).Single(s => (string?)s["name"] == "foc_fw_current_max");
        Assert.Equal(("needsPerson", "20"), ((string?)told["fate"], (string?)told["offered"]));
        Assert.Equal(["0"], await ShowAsync(bench, "foc_fw_current_max"));

        string kept = (string)run.Result["keptIn"]!;
        string[] accept = ["restore", kept, "--only", "settings", "--accept", "foc_fw_current_max", "-p", bench.Port, "--yes", "--json"];
        Assert.Equal(0, (await Tool.RunAsync(accept)).ExitCode);
        Assert.Equal(["20"], await ShowAsync(bench, "foc_fw_current_max"));
    }

    [Theory(Timeout = Longest)]
    [InlineData("never", 0, null, "settingsDefault", Traits = ["Category", "Slow"])]
    [InlineData("always", 10, "settingsNotRestored", "settingNeedsPerson")]
    [InlineData("auto", 0, null, "settingNeedsPerson", Traits = ["Category", "Slow"])]
    public async Task Restore_is_another_word_for_settings(string word, int exit, string? code, string warning)
    {
        using var bench = new Bench("fw=6.02&bootloader=present&timing=off");
        string[] set = ["settings", "set", "foc_fw_current_max=20", "l_current_max=41", "-p", bench.Port, "--yes"];
        Assert.Equal(0, (await Tool.RunAsync(set)).ExitCode);

        var run = await UpgradeAsync(bench, "7.00", "--restore", word);

        Assert.Equal((exit, code), CodeOf(run));
        Assert.Contains(run.Events, e => (string?)e["code"] == warning);
        Assert.Equal([word == "never" ? "60" : "41"], await ShowAsync(bench, "l_current_max"));
    }

    [Theory(Timeout = Longest)]
    [InlineData(true)]
    [InlineData(false, Traits = ["Category", "Slow"])]
    public async Task A_script_goes_back_by_its_option_and_not_by_yes_alone(bool byOption)
    {
        byte[] script = "; lights\n(print 1)\n"u8.ToArray();
        using var bench = new Bench("fw=6.05&bootloader=present&timing=off", o => o with { Lisp = script });

        var run = await UpgradeAsync(bench, "7.00", byOption ? ["--restore-scripts"] : []);

        Assert.Equal(0, run.ExitCode);
        Assert.True((bool)run.Result["settingsRestored"]!);
        Assert.Equal(byOption ? "restored" : "notAgreed", (string?)Part(run, "lisp")["state"]);
        Assert.Equal(!byOption, run.Events.Any(e => (string?)e["code"] == "scriptsKept"));
        Assert.Equal(byOption, bench.Flash.AsSpan(0xC0008, script.Length).SequenceEqual(script));
        if (!byOption)
        {
            string kept = (string)run.Result["keptIn"]!;
            string[] restore = ["restore", kept, "--only", "scripts", "-p", bench.Port, "--yes", "--json"];
            Assert.Equal((5, "notAgreed"), CodeOf(await Tool.RunAsync(restore)));
            Assert.Equal(0, (await Tool.RunAsync([.. restore, "--restore-scripts"])).ExitCode);
            Assert.True(bench.Flash.AsSpan(0xC0008, script.Length).SequenceEqual(script));
        }
    }

    [Fact(Timeout = Longest)]
    [Trait("Category", "Slow")]
    public async Task A_package_is_named_to_be_installed_again_and_its_configuration_is_in_the_backup()
    {
        byte[] layout = "<?xml version=\"1.0\"?><ConfigParams/>"u8.ToArray();
        using var bench = new Bench("fw=6.05&bootloader=present&timing=off", o => o with
        {
            Lisp = (byte[])[.. "; Float 1.2\n(load-native-lib a)\0"u8, 0xF0, 0xB5],
            PackageLayout = layout,
        });

        var run = await UpgradeAsync(bench, "7.00", "--restore-scripts");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("nativeCode", (string?)Part(run, "lisp")["state"]);
        Assert.Contains("Float 1.2", (string?)run.Events.Single(e => (string?)e["code"] == "packageToInstall")["message"],
            StringComparison.Ordinal);
        string kept = (string)run.Result["keptIn"]!;
        Assert.Equal(layout, await File.ReadAllBytesAsync(Path.Combine(kept, "package.xml")));
        Assert.Equal(16, new FileInfo(Path.Combine(kept, "package.bin")).Length);
        Assert.Equal(0, (await Tool.RunAsync("restore", kept, "--only", "settings", "-p", bench.Port, "--yes")).ExitCode);
    }

    private static JsonNode Part(ToolResult run, string part) =>
        run.Result["restored"]!.AsArray().Single(p => (string?)p!["part"] == part)!;

    private static (int Exit, string? Code) CodeOf(ToolResult run) => (run.ExitCode, (string?)run.Result["error"]?["code"]);

    private static async Task<ToolResult> UpgradeAsync(Bench bench, string to, params string[] more)
    {
        string image = bench.FileNamed($"{to}.bin");
        await File.WriteAllBytesAsync(image, SimulatedImage.Firmware(to, "60_MK6"));
        return await Tool.RunAsync(["upgrade", "-p", bench.Port, "--image", image, "--force-hardware", "60_MK6", "--yes", "--json",
            .. more]);
    }

    private static IEnumerable<JsonNode> Settings(ToolResult run) =>
        run.Result["restored"]!.AsArray().SelectMany(p => p!["settings"]!.AsArray()).Select(s => s!);

    private static async Task<IEnumerable<string?>> ShowAsync(Bench bench, params string[] names)
    {
        var shown = await Tool.RunAsync(["settings", "show", .. names, "-p", bench.Port, "--json"]);
        return shown.Result["configurations"]!.AsArray().SelectMany(c => c!["values"]!.AsArray()).Select(v => (string?)v!["value"]);
    }
}
