using System.Text.Json.Nodes;

namespace VescUartBoot.EndToEnd;

public sealed class CommandLineTests
{
    private const int Longest = 300_000;

    [Theory(Timeout = Longest)]
    [InlineData("fw=5.02")]
    [InlineData("fw=3.58")]
    [InlineData("fw=3.40")]
    public async Task Where_nothing_can_be_read_check_and_install_exit_5_and_change_nothing(string query)
    {
        using var bench = new Bench(query + "&timing=off");

        var check = await Tool.RunAsync("check", "-p", bench.Port, "--yes", "--json");
        var install = await Tool.RunAsync("install", "-p", bench.Port, "--image", bench.Image, "--yes", "--json");
        var verify = await Tool.RunAsync("verify", "-p", bench.Port, "--image", bench.Image, "--yes", "--json");

        Assert.Equal([5, 5, 5], [check.ExitCode, install.ExitCode, verify.ExitCode]);
        Assert.Equal("unknown", (string?)install.Result["bootloader"]!["before"]);
        Assert.Equal("bootloaderUnknown", (string?)install.Result["error"]!["code"]);
        Assert.Equal(bench.Before, bench.Flash);

        var assumed = await Tool.RunAsync("install", "-p", bench.Port, "--image", bench.Image, "--yes", "--assume-absent", "--json");
        Assert.Equal(13, assumed.ExitCode);
        Assert.Equal("none", (string?)assumed.Result["verified"]);
        Assert.Equal(Bench.SectorWith(Bench.ImageBytes), bench.Flash[0xE0000..]);
    }

    [Fact(Timeout = Longest)]
    public async Task A_question_without_a_terminal_and_without_yes_is_a_refusal_that_says_so()
    {
        using var bench = new Bench("fw=6.05&timing=off");

        var run = await Tool.RunAsync("install", "-p", bench.Port, "--image", bench.Image, "--json");

        Assert.Equal(5, run.ExitCode);
        Assert.Contains("--yes", (string?)run.Result["error"]!["next"], StringComparison.Ordinal);
        Assert.Equal(bench.Before, bench.Flash);
    }

    [Fact(Timeout = Longest)]
    public async Task A_dry_run_shows_the_plan_and_programs_nothing()
    {
        using var bench = new Bench("fw=6.05&timing=off", o => o with { Lisp = new byte[100] });

        var run = await Tool.RunAsync("install", "-p", bench.Port, "--image", bench.Image, "--dry-run", "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(run.Events, e => (string?)e["event"] == "plan" && (int)e["bytesToWrite"]! == 5280 && !(bool)e["erases"]!);
        Assert.Equal(bench.Before, bench.Flash);
    }

    [Theory(Timeout = Longest)]
    [InlineData("family=bms", 12)]
    [InlineData("motor=held", 8)]
    [InlineData("fw=6.05&loss=0.2", 9)]
    public async Task A_board_that_cannot_be_served_has_its_exit_code(string query, int exitCode)
    {
        using var bench = new Bench(query);

        var run = await Tool.RunAsync("install", "-p", bench.Port, "--image", bench.Image, "--yes", "--json");

        // A line that loses every fifth byte may not even carry the first answer.
        Assert.True(run.ExitCode == exitCode || (exitCode == 9 && run.ExitCode == 3), $"exit {run.ExitCode}");
        Assert.Equal(bench.Before, bench.Flash);
    }

    [Fact(Timeout = Longest)]
    public async Task Only_the_board_that_was_asked_for_will_do()
    {
        using var bench = new Bench("fw=6.05&timing=off");

        Assert.Equal(3, (await Tool.RunAsync("check", "-p", bench.Port, "--board", "000102030405060708090a0b")).ExitCode);
        Assert.Equal(6, (await Tool.RunAsync("check", "-p", bench.Port, "--board", "3a002b000f51383036343731", "--yes")).ExitCode);
        Assert.Equal(2, (await Tool.RunAsync("check", "-p", bench.Port, "--board", "nonsense")).ExitCode);
    }

    [Fact(Timeout = Longest)]
    public async Task A_port_that_another_run_holds_is_busy_and_the_holder_is_named()
    {
        using var bench = new Bench("fw=6.05&transport=uart&baud=921600");
        using var first = Tool.Start("check", "-p", bench.Port, "--yes");
        await bench.UntilProgrammedAsync();

        var second = await Tool.RunAsync("info", "-p", bench.Port, "--json");

        Assert.Equal(3, second.ExitCode);
        Assert.Equal("portBusy", (string?)second.Result["error"]!["code"]);
        Assert.Contains(first.ProcessId.ToString(), (string?)second.Result["error"]!["message"], StringComparison.Ordinal);
    }

    [Fact(Timeout = Longest)]
    public async Task Ports_that_are_none_are_told_apart()
    {
        using var bench = new Bench("fw=6.05");

        var missing = await Tool.RunAsync("info", "-p", "/dev/ttyNOTHERE", "--json");
        var file = await Tool.RunAsync("info", "-p", bench.Image, "--json");
        var refused = await Tool.RunAsync("info", "-p", "tcp://127.0.0.1:1", "--json");

        Assert.Equal([3, 3, 3], [missing.ExitCode, file.ExitCode, refused.ExitCode]);
        Assert.Equal("portNotFound", (string?)missing.Result["error"]!["code"]);
        Assert.Equal("portNotSerial", (string?)file.Result["error"]!["code"]);
        Assert.Equal("hostUnreachable", (string?)refused.Result["error"]!["code"]);
    }

    [Theory(Timeout = Longest)]
    [InlineData("has no command 'installl'; did you mean install?", "installl")]
    [InlineData("has no command 'generic.bin'; did you mean install --image generic.bin?", "generic.bin")]
    [InlineData("has no command '/dev/ttyACM0'; did you mean check -p /dev/ttyACM0?", "/dev/ttyACM0")]
    [InlineData("has no command 'update'; did you mean upgrade?", "update")]
    [InlineData("has no command 'flash'; did you mean install, or upgrade?", "flash")]
    [InlineData("has no command '-V'; did you mean --version?", "-V")]
    [InlineData("does not take 'generic.bin'; did you mean --image generic.bin?", "install", "generic.bin")]
    [InlineData("does not take '7.00'; did you mean --to 7.00?", "upgrade", "7.00")]
    [InlineData("does not take '/dev/ttyACM0'; did you mean -p /dev/ttyACM0?", "check", "/dev/ttyACM0")]
    [InlineData("has no option --img; did you mean --image?", "install", "--img", "x.bin")]
    [InlineData("has no option --no-colour; did you mean --no-color?", "install", "--no-colour")]
    [InlineData("--port belongs after its command: vescboot check --port …", "--port", "sim://", "check")]
    [InlineData("--port is given twice", "check", "-p", "sim://", "-p", "sim://")]
    [InlineData("--to is given twice", "upgrade", "--to", "latest", "--to", "7.00")]
    [InlineData("--can is given twice", "check", "--can", "20", "--can")]
    [InlineData("--image needs a value", "install", "--image")]
    [InlineData("--to takes a version such as 7.00, or latest, not 'seven'", "upgrade", "--to", "seven")]
    [InlineData("--baud takes a whole number from 1 to 12000000, not 'fast'", "check", "--baud", "fast")]
    [InlineData("--can takes an id (0 to 254), a UUID or all, not '300'", "check", "--can", "300")]
    [InlineData("vescboot dump needs REGION and FILE", "dump")]
    [InlineData("no setting 'motor.l_current_max'; did you mean l_current_max?", "settings", "set", "-p", "sim://",
        "motor.l_current_max=50")]
    [InlineData("nowhere: no such file or folder", "settings", "diff", "nowhere")]
    public async Task A_wrong_word_is_answered_with_what_was_meant(string answer, params string[] arguments)
    {
        var run = await Tool.RunAsync([.. arguments, "--json"]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(answer, (string?)run.Result["error"]!["message"], StringComparison.Ordinal);
    }

    [Theory(Timeout = Longest)]
    [InlineData("frobnicate")]
    [InlineData("check", "--nonsense")]
    [InlineData("restore", "--sector")]
    [InlineData("upgrade", "--to")]
    [InlineData("check", "--method", "magic")]
    [InlineData("check", "--attempts", "0")]
    [InlineData("info", "-p", "ftp://nowhere")]
    [InlineData("info", "-p", "sim://?colour=red")]
    [InlineData("simulate", "--tcp", "99999")]
    [InlineData("simulate", "--fw", "9.99")]
    public async Task Usage_that_means_nothing_exits_2_with_one_sentence(params string[] arguments)
    {
        var run = await Tool.RunAsync(arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("error", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Theory(Timeout = Longest)]
    [InlineData("missing.bin", null, "imageUnreadable")]
    [InlineData("empty.bin", "", "imageNotBootloader")]
    [InlineData("README.md", "# VESC\nread me", "imageNotBootloader")]
    public async Task A_wrong_file_exits_7_before_the_port_is_touched(string name, string? content, string code)
    {
        using var bench = new Bench("fw=6.05&timing=off");
        if (content is not null)
        {
            await File.WriteAllTextAsync(bench.FileNamed(name), content);
        }

        var run = await Tool.RunAsync("install", "-p", bench.Port, "--image", bench.FileNamed(name), "--yes", "--json");

        Assert.Equal(7, run.ExitCode);
        Assert.Equal(code, (string?)run.Result["error"]!["code"]);
        Assert.Empty(bench.Board.Report().Commands);
    }

    [Fact(Timeout = Longest)]
    public async Task Info_tells_every_field_as_text_and_as_JSON()
    {
        using var bench = new Bench("fw=7.00&hw=STORMCORE_100D_V2_PARALLEL");

        var text = await Tool.RunAsync("info", "-p", bench.Port);
        var json = await Tool.RunAsync("info", "-p", bench.Port, "--json");

        Assert.Equal(0, text.ExitCode);
        Assert.Contains("STORMCORE_100D_V2_PARALLEL", text.Output, StringComparison.Ordinal);
        Assert.Equal("7.00", (string?)json.Result["board"]!["firmware"]);
        Assert.True((bool)json.Result["info"]!["upstream"]!);
    }

    [Fact(Timeout = Longest)]
    public async Task Ports_sends_nothing_and_ends_with_a_result()
    {
        var run = await Tool.RunAsync("ports", "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("ports", (string?)run.Result["command"]);
    }

    [Theory(Timeout = Longest)]
    [InlineData("ports")]
    [InlineData("info")]
    [InlineData("check")]
    [InlineData("install")]
    [InlineData("verify")]
    [InlineData("backup")]
    [InlineData("restore")]
    [InlineData("dump")]
    [InlineData("simulate")]
    [InlineData("image inspect")]
    [InlineData("bundle list")]
    [InlineData("bundle show")]
    [InlineData("bundle fetch")]
    [InlineData("bundle import")]
    [InlineData("bundle export")]
    [InlineData("bundle verify")]
    [InlineData("bundle path")]
    [InlineData("bundle index")]
    [InlineData("doctor")]
    [InlineData("replay")]
    [InlineData("explain")]
    [InlineData("config show")]
    public async Task Every_command_has_help_with_an_example(string command)
    {
        var run = await Tool.RunAsync([.. command.Split(' '), "--help"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"vescboot {command}", run.Output, StringComparison.Ordinal);
        Assert.Contains("Examples:", run.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = Longest)]
    public async Task A_name_that_begins_with_an_at_sign_is_a_name_and_no_file()
    {
        using var bench = new Bench("timing=off&bootloader=present");

        var check = await Tool.RunAsync("check", "-p", bench.Port, "--yes", "--operator", "@bob", "--station", "@SUM(A1)");
        var history = await Tool.RunAsync("history", "--json");

        Assert.Equal(0, check.ExitCode);
        Assert.Equal(("@bob", "@SUM(A1)"), ((string?)history.Events[0]["operator"], (string?)history.Events[0]["station"]));
    }

    [Fact(Timeout = Longest)]
    public async Task The_version_is_told_in_one_line()
    {
        var run = await Tool.RunAsync("--version");

        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"^vescboot \d+\.\d+\.\d+\n$", run.Output);
    }

    [Fact(Timeout = Longest)]
    public async Task A_served_board_stores_its_flash_and_its_report_when_it_is_stopped()
    {
        var folder = Directory.CreateTempSubdirectory("vescboot-");
        string link = Path.Combine(folder.FullName, "vesc");
        string flash = Path.Combine(folder.FullName, "flash.bin");
        string report = Path.Combine(folder.FullName, "report.json");
        using (var served = Tool.Start("simulate", "--link", link, "--fw", "6.05", "--timing", "off", "--flash", flash, "--report", report))
        {
            await Bench.UntilAsync(() => Path.Exists(link));

            Assert.Equal(6, (await Tool.RunAsync("check", "-p", link, "--yes")).ExitCode);
            served.Signal(Native.SigTerm);
            Assert.Equal(0, (await served.EndAsync()).ExitCode);
        }

        Assert.Equal(1 << 20, new FileInfo(flash).Length);
        Assert.Equal("6.05", (string?)JsonNode.Parse(await File.ReadAllTextAsync(report))!["firmware"]);
        Assert.False(Path.Exists(link));
        folder.Delete(recursive: true);
    }
}
