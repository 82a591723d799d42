namespace VescUartBoot.EndToEnd;

/// <summary>Every screen as a person sees it, on 80 columns and on 40, and as a file gets it.</summary>
public sealed class ScreenTests
{
    private const int Longest = 300_000;
    private const string Blank = "sim://?timing=off";
    private const string Sound = "sim://?timing=off&bootloader=present";

    private static readonly (string Name, string[] Arguments)[] _screens =
    [
        ("info", ["info", "-p", "sim://?timing=off&fw=7.00"]),
        ("info-silent", ["info", "-p", "/dev/ttyNOTHERE"]),
        ("check-absent", ["check", "-p", Blank]),
        ("check-present", ["check", "-p", Sound]),
        ("check-unknown", ["check", "-p", "sim://?timing=off&fw=5.02"]),
        ("install", ["install", "-p", Blank]),
        ("install-dry-run", ["install", "-p", Blank, "--dry-run"]),
        ("install-refused", ["install", "-p", Sound]),
        ("install-motor-turns", ["install", "-p", "sim://?timing=off&erpm=900"]),
        ("install-quiet", ["install", "-p", Blank, "--quiet"]),
        ("verify-absent", ["verify", "-p", Blank]),
        ("upgrade", ["upgrade", "-p", Sound, "--to", "7.00"]),
        ("upgrade-dry-run", ["upgrade", "-p", Blank, "--to", "7.00", "--dry-run"]),
        ("upgrade-there", ["upgrade", "-p", Sound, "--to", "6.05"]),
        ("backup", ["backup", "-p", Blank]),
        ("restore-none", ["restore", "/tmp/vescboot-nothing-here", "-p", Blank]),
        ("dump-there", ["dump", "bootloader", "/dev/null", "-p", Blank]),
        ("dump-unreadable", ["dump", "bootloader", "sector.bin", "-p", "sim://?timing=off&fw=5.02"]),
        ("history", ["history"]),
        ("history-of-another", ["history", "000000000000000000000001"]),
        ("image-inspect", ["image", "inspect", Path.Combine(Repository.Root, "firmware-bundles", "demo-bootloader.bin")]),
        ("image-inspect-text", ["image", "inspect", Path.Combine(Repository.Root, "LICENSE")]),
        ("doctor", ["doctor", "-p", Blank]),
        ("doctor-family", ["doctor", "-p", "sim://?timing=off&family=bms"]),
        ("doctor-no-host", ["doctor", "-p", "tcp://127.0.0.1:1"]),
        ("bundle-list", ["bundle", "list"]),
        ("bundle-show", ["bundle", "show", "7.00/60_MK6"]),
        ("bundle-path", ["bundle", "path"]),
        ("bundle-verify", ["bundle", "verify"]),
        ("bundle-fetch-nowhere", ["bundle", "fetch", "7.00/60_MK6", "--from", "/tmp/vescboot-nothing-here"]),
        ("explain", ["explain"]),
        ("explain-5", ["explain", "5"]),
        ("explain-red3", ["explain", "red3"]),
        ("replay", ["replay", Path.Combine(Repository.Root, "protocol-fixtures", "firmware-version.frames")]),
        ("config-show", ["config", "show"]),
        ("unknown-command", ["chekc"]),
        ("unknown-option", ["check", "--jsno"]),
    ];

    public static TheoryData<string> Names => [.. _screens.Select(s => s.Name)];

    public static TheoryData<string> Commands => [.. Help.Commands];

    [Theory(Timeout = Longest)]
    [MemberData(nameof(Names))]
    public async Task A_screen_of_80_columns_is_as_it_was(string name)
    {
        var screen = await Screen.RunAsync(80, Arguments(name));

        RequireNoLineOver(79, screen.Text);
        RequireColoursForLightAndDark(screen);
        GoldenFile.Compare($"80/{name}", $"{screen.Text}exit {screen.ExitCode}\n");
    }

    [Theory(Timeout = Longest)]
    [MemberData(nameof(Names))]
    public async Task A_narrow_screen_loses_nothing(string name)
    {
        var screen = await Screen.RunAsync(40, Arguments(name));

        GoldenFile.Compare($"40/{name}", $"{screen.Text}exit {screen.ExitCode}\n");
    }

    [Theory(Timeout = Longest)]
    [MemberData(nameof(Names))]
    public async Task A_file_gets_whole_lines_and_no_colour(string name)
    {
        var run = await Tool.RunInAsync(ScreenState.Folder, Arguments(name));

        Assert.DoesNotContain('\u001b', run.Output + run.Error);
        GoldenFile.Compare($"redirected/{name}", $"{run.Error}--- standard output\n{run.Output}exit {run.ExitCode}\n");
    }

    [Theory(Timeout = Longest)]
    [InlineData("ports", "ports")]
    [InlineData("doctor-modems", "doctor")]
    public async Task A_machine_with_a_board_and_a_bridge_is_told_of_as_it_was(string name, string command)
    {
        using var system = new FakeSystem();
        system.AddUsb("ttyACM0", "1-2", "cdc_acm", false, ("idVendor", "0483"), ("idProduct", "5740"),
            ("product", "ChibiOS/RT Virtual COM Port"), ("serial", "304"));
        system.AddUsb("ttyUSB0", "1-3", "ftdi_sio", true, ("idVendor", "0403"), ("idProduct", "6001"), ("product", "FT232R USB UART"));
        system.AddProcess(812, "ModemManager", system.Node("ttyACM0"));

        var run = await Tool.RunAsync(command, "--system-root", system.Root);
        var json = await Tool.RunAsync(command, "--system-root", system.Root, "--json");

        GoldenFile.Compare($"redirected/{name}",
            $"{run.Error}--- standard output\n{run.Output}exit {run.ExitCode}\n".Replace(system.Root, "", StringComparison.Ordinal));
        GoldenFile.Compare($"redirected/{name}-json", json.Output.Replace(system.Root, "", StringComparison.Ordinal));
        Assert.Equal(run.ExitCode, (int)json.Result["exitCode"]!);
    }

    [Fact(Timeout = Longest)]
    public async Task Without_colour_a_terminal_gets_none()
    {
        // Danger is red; that a bootloader is there already is told calmly.
        const string Turning = Sound + "&erpm=3000";
        Assert.Empty((await Screen.RunAsync(80, "install", "-p", Turning, "--no-color")).Colours);
        Assert.NotEmpty((await Screen.RunAsync(80, "install", "-p", Turning)).Colours);
    }

    [Theory(Timeout = Longest)]
    [InlineData("install", "-p", Blank)]
    [InlineData("upgrade", "-p", Sound, "--to", "7.00")]
    [InlineData("check", "-p", Sound)]
    public async Task A_dumb_terminal_gets_whole_lines_and_no_control_codes(params string[] arguments)
    {
        string text = (await Screen.RunOnDumbTerminalAsync(80, arguments)).Replace("\r\n", "\n", StringComparison.Ordinal);

        Assert.Contains("connect ", text, StringComparison.Ordinal);
        Assert.DoesNotContain(text, c => c != '\n' && char.IsControl(c));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void The_help_of_a_command_is_as_it_was(string command)
    {
        string text = Help.Of(command, 80);

        // A command is never broken.
        RequireNoLineOver(80, string.Join('\n', text.Split('\n').Where(l => !l.StartsWith("  vescboot ", StringComparison.Ordinal))));

        // The options of a simulated board are described by the simulator.
        if (command != "simulate")
        {
            RequireOneLineAnOption(text);
        }

        GoldenFile.Compare($"help/{(command.Length == 0 ? "vescboot" : command.Replace(' ', '-'))}", text);
    }

    // What goes on below an option or a command is indented by the whole width of its column.
    private static void RequireOneLineAnOption(string help) =>
        Assert.All(help.Split('\n'), line => Assert.False(line.StartsWith(new string(' ', 12), StringComparison.Ordinal), line));

    private static string[] Arguments(string name) => Array.Find(_screens, s => s.Name == name).Arguments;

    // One word may be longer than a line: a path, a hash.
    private static void RequireNoLineOver(int columns, string text) =>
        Assert.All(text.Split('\n'),
            line => Assert.True(line.Length <= columns || !line.Trim().Contains(' ', StringComparison.Ordinal), line));

    // Green and red can be read on white and on black. Yellow cannot on white, so nothing but the word of the left column is yellow.
    private static void RequireColoursForLightAndDark(Screen screen)
    {
        Assert.Subset(new HashSet<string> { "0", "1", "31", "32", "33" }, new HashSet<string>(screen.Colours));
        Assert.All(screen.Pieces.SelectMany(l => l).Where(p => p.Style == "1;33"),
            p => Assert.True(p.Text.Length <= "not restored".Length, p.Text));
    }
}
