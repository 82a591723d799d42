using VescUartBoot.Cli.Configuration;

namespace VescUartBoot.EndToEnd;

public sealed class SettingsTests
{
    private const int Longest = 300_000;

    [Fact(Timeout = Longest)]
    public async Task A_port_in_the_environment_is_taken_and_one_on_the_command_line_beats_it()
    {
        var fromEnvironment = await Tool.RunInAsync([("VESCBOOT_PORT", "sim://?timing=off&hw=FIRST")], "info", "--json");
        var fromCommandLine = await Tool.RunInAsync([("VESCBOOT_PORT", "sim://?timing=off&hw=FIRST")], "info", "-p",
            "sim://?timing=off&hw=SECOND", "--json");

        Assert.Equal("FIRST", (string?)fromEnvironment.Result["board"]!["hardware"]);
        Assert.Equal("SECOND", (string?)fromCommandLine.Result["board"]!["hardware"]);
    }

    [Theory(Timeout = Longest)]
    [InlineData("VESCBOOT_BAUD", "fast")]
    [InlineData("VESCBOOT_SERIAL", "dotnet")]
    [InlineData("VESCBOOT_ATTEMPTS", "0")]
    [InlineData("VESCBOOT_REPLY_TIMEOUT", "1")]
    [InlineData("VESCBOOT_WAIT", "-1")]
    [InlineData("VESCBOOT_PORT", "ftp://nowhere")]
    public async Task A_value_that_means_nothing_is_named_with_its_variable(string name, string value)
    {
        string port = name == "VESCBOOT_PORT" ? "" : "sim://?timing=off";
        var run = await Tool.RunInAsync([(name, value)], port.Length == 0 ? ["info", "--json"] : ["info", "-p", port, "--json"]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(name, (string?)run.Result["error"]!["message"], StringComparison.Ordinal);
    }

    [Fact(Timeout = Longest)]
    public async Task Config_show_tells_what_holds_and_from_where()
    {
        var run = await Tool.RunInAsync([("VESCBOOT_PORT", "/dev/ttyACM1"), ("VESCBOOT_BAUD", "57600"),
            ("VESCBOOT_STATE", "/tmp/elsewhere"), ("NO_COLOR", "")], "config", "show", "--baud", "9600", "--json");

        var settings = run.Result["settings"]!.AsArray().ToDictionary(s => (string)s!["name"]!,
            s => ((string?)s!["value"], (string?)s["from"]));
        Assert.Equal(("/dev/ttyACM1", "environment"), settings["port"]);
        Assert.Equal(("9600", "commandLine"), settings["baud"]);
        Assert.Equal(("native", "default"), settings["serial"]);
        Assert.Equal(("5", "default"), settings["attempts"]);
        Assert.Equal(("/tmp/elsewhere", "environment"), settings["state"]);
        Assert.Equal(("no", "default"), settings["noColor"]);
    }

    [Fact]
    public void The_documents_list_every_setting_that_there_is()
    {
        string table = File.ReadAllText(Path.Combine(Repository.Root, "docs", "scripting.md"));

        Assert.All(ToolSettings.All,
            s => Assert.Contains($"| `{s.Variable}` | {(s.Option is null ? "" : $"`{s.Option}` ")}|", table, StringComparison.Ordinal));
    }

    [Theory(Timeout = Longest)]
    [InlineData("did you mean check?", "chekc")]
    [InlineData("did you mean --json?", "check", "--jsno")]
    [InlineData("did you mean list?", "bundle", "lits")]
    [InlineData("did you mean show?", "settings", "get", "l_current_max")]
    [InlineData("did you mean -p COM5?", "check", "COM5")]
    [InlineData("did you mean -p /dev/ttyACM0?", "info", "/dev/ttyACM0")]
    [InlineData("did you mean --to latest?", "upgrade", "latest", "--to", "7.00")]
    [InlineData("-p belongs after its command: vescboot check -p", "-p", "COM5", "check")]
    [InlineData("everything from # on is a remark", "check", "#", "exit", "6:", "none")]
    [InlineData("did you mean bootloaderUnknown?", "explain", "bootloaderUnkown")]
    public async Task An_unknown_word_suggests_the_near_one(string suggestion, params string[] arguments)
    {
        var run = await Tool.RunAsync(arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(suggestion, run.Error, StringComparison.Ordinal);
    }
}
