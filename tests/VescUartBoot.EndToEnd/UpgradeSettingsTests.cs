using System.Text.Json.Nodes;
using VescUartBoot.Simulator.Firmware;

namespace VescUartBoot.EndToEnd;

/// <summary>The board drives as before: settings go over into the new version, as the built tool does it.</summary>
public sealed class UpgradeSettingsTests
{
    private const int Longest = 300_000;

    [Theory(Timeout = Longest)]
    [InlineData("6.02", "7.00", "0.02")]
    [InlineData("5.02", "6.05", "0.03")]
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
        bench.Board.Look(b =>
        {
            b.PowerCycle(TimeSpan.FromMilliseconds(10));
            return true;
        });
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
