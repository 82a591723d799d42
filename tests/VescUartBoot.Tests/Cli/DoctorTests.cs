using VescUartBoot.Boards;
using VescUartBoot.Cli.Configuration;
using VescUartBoot.Cli.Doctor;
using VescUartBoot.Cli.Ports;
using VescUartBoot.Links;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Cli;

public sealed class DoctorTests : IDisposable
{
    private const int Longest = 300_000;

    private static readonly (string, string)[] Vesc =
        [("idVendor", "0483"), ("idProduct", "5740"), ("product", "ChibiOS/RT Virtual COM Port")];

    private readonly FakeSystem _system = new();
    private readonly TemporaryFolder _folder = new();
    private string? _state;

    // An answer may be late on a busy machine; where none can come, less is enough.
    private TimeSpan _reply = TimeSpan.FromSeconds(5);

    public void Dispose()
    {
        _system.Dispose();
        _folder.Dispose();
    }

    [Fact(Timeout = Longest)]
    public async Task Nothing_plugged_in_is_the_first_thing_that_is_wrong_and_the_command_shows_it_come()
    {
        _system.AddUsbWithoutPort("1-1", ("idVendor", "046d"), ("idProduct", "c31c"));

        var wrong = await WrongAsync(null);

        Assert.Equal("noPort", wrong.Code);
        Assert.Contains("none of 1 USB devices is 0483:5740", wrong.Text, StringComparison.Ordinal);
        Assert.Equal("vescboot ports --watch", wrong.Command);
    }

    [Fact(Timeout = Longest)]
    public async Task Without_a_look_at_USB_it_says_that_it_could_not_look()
    {
        var wrong = await WrongAsync(null);

        Assert.Contains("the list of USB devices cannot be read", wrong.Text, StringComparison.Ordinal);
    }

    [Fact(Timeout = Longest)]
    public async Task A_board_on_USB_without_a_port_misses_its_driver()
    {
        _system.AddUsbWithoutPort("1-2", Vesc);

        var findings = await RunAsync(null);

        Assert.Equal(FindingState.Well, findings[0].State);
        Assert.Equal(("noDriver", "sudo modprobe cdc_acm"), (findings[^1].Code, findings[^1].Command));
    }

    [Fact(Timeout = Longest)]
    public async Task A_chip_in_its_ROM_boot_loader_is_told_from_no_board()
    {
        _system.AddUsbWithoutPort("1-2", ("idVendor", "0483"), ("idProduct", "df11"));

        Assert.Equal("romBootloader", (await WrongAsync(null)).Code);
    }

    [Fact(Timeout = Longest)]
    public async Task A_closed_port_names_the_command_for_its_own_group()
    {
        _system.AddUsb("ttyACM0", "1-2", "cdc_acm", false, Vesc);

        var wrong = await WrongAsync(null,
            machine => machine.With(
                p => p with
                {
                    Access = new SerialPortAccess(false,
                    "You may not open it; it belongs to 'plugdev'.")
                    { Problem = PortAccessProblem.NotInGroup, Group = "plugdev" }
                }));

        Assert.Equal(("portNoPermission", "sudo usermod -aG plugdev $USER"), (wrong.Code, wrong.Command));
    }

    [Fact(Timeout = Longest)]
    public async Task A_port_that_only_root_may_open_gets_the_rule()
    {
        _system.AddUsb("ttyACM0", "1-2", "cdc_acm", false, Vesc);

        var wrong = await WrongAsync(null,
            machine => machine.With(p => p with { Access = new SerialPortAccess(false, "Only its owner may.") }));

        Assert.Equal("sudo vescboot doctor --install-rule", wrong.Command);
    }

    [Fact(Timeout = Longest)]
    public async Task ModemManager_that_was_not_told_to_leave_it_alone_is_wrong_and_one_that_was_is_not()
    {
        _system.AddUsb("ttyACM0", "1-2", "cdc_acm", false, Vesc);
        _system.AddProcess(812, "ModemManager");

        var wrong = await WrongAsync(null);
        Assert.Equal(("modemManager", "sudo vescboot doctor --install-rule"), (wrong.Code, wrong.Command));
        Assert.Contains("ModemManager (process 812)", wrong.Text, StringComparison.Ordinal);

        _system.AddUdevData("ttyACM0", "E:ID_VENDOR_ID=0483", "E:ID_MM_DEVICE_IGNORE=1");
        Assert.NotEqual("modemManager", (await WrongAsync(null)).Code);
    }

    [Fact(Timeout = Longest)]
    public async Task A_held_port_is_named_with_who_holds_it_and_no_byte_is_sent()
    {
        using var board = new ServedBoard("fw=6.05&timing=off");
        _system.AddUsb("ttyACM0", "1-2", "cdc_acm", false, Vesc);
        _system.LeadTo("ttyACM0", board.Path);
        _system.AddProcess(4711, "screen", _system.Node("ttyACM0"));

        var wrong = await WrongAsync(null);

        Assert.Equal(("portBusy", "kill 4711"), (wrong.Code, wrong.Command));
        Assert.Contains("screen (process 4711)", wrong.Text, StringComparison.Ordinal);
        Assert.Empty(board.Commands);
    }

    [Fact(Timeout = Longest)]
    public async Task A_sound_board_is_walked_to_the_end()
    {
        using var board = new ServedBoard("fw=6.05&timing=off");
        _system.AddUsb("ttyACM0", "1-2", "cdc_acm", false, Vesc);
        _system.LeadTo("ttyACM0", board.Path);

        var findings = await RunAsync(null);

        Assert.All(findings, f => Assert.Equal(FindingState.Well, f.State));
        Assert.Equal(["device", "driver", "rights", "modems", "holder", "opening", "answer", "identity", "cable", "store", "state"],
            findings.Select(f => f.Step));
    }

    [Fact(Timeout = Longest)]
    public async Task A_pseudo_terminal_skips_what_it_has_not()
    {
        using var board = new ServedBoard("fw=6.05&timing=off");

        var findings = await RunAsync(board.Path);

        Assert.Equal(FindingState.Skipped, findings[0].State);
        Assert.DoesNotContain(findings, f => f.State == FindingState.Wrong);
    }

    [Fact(Timeout = Longest)]
    public async Task A_port_that_is_not_there_leads_to_the_list_of_ports()
    {
        var wrong = await WrongAsync(_system.Node("ttyACM3"));

        Assert.Equal(("portNotFound", "vescboot ports"), (wrong.Code, wrong.Command));
    }

    [Fact(Timeout = Longest)]
    public async Task Silence_on_a_UART_is_no_verdict_but_a_list_of_causes_with_SWD_the_last()
    {
        using var terminal = new PseudoTerminal();
        _reply = TimeSpan.FromMilliseconds(50);

        var wrong = await WrongAsync(terminal.Path);

        Assert.Equal("noValidReply", wrong.Code);
        Assert.Contains("ten other usual baud rates", wrong.Text, StringComparison.Ordinal);
        Assert.Contains("SWD", wrong.Text, StringComparison.Ordinal);
    }

    [Fact(Timeout = Longest)]
    public async Task Silence_on_a_VESCs_own_USB_does_not_blame_the_baud_rate()
    {
        using var terminal = new PseudoTerminal();
        _reply = TimeSpan.FromMilliseconds(50);
        _system.AddUsb("ttyACM0", "1-2", "cdc_acm", false, Vesc);
        _system.LeadTo("ttyACM0", terminal.Path);

        var wrong = await WrongAsync(null);

        Assert.Equal("noValidReply", wrong.Code);
        Assert.DoesNotContain("baud", wrong.Text, StringComparison.Ordinal);
    }

    [Fact(Timeout = Longest)]
    [Trait("Category", "Slow")]
    public async Task A_board_at_another_baud_rate_is_found_and_the_rate_is_named()
    {
        using var board = new ServedBoard("fw=6.05&timing=off");
        using var silent = new PseudoTerminal();
        _reply = TimeSpan.FromSeconds(3);

        var wrong = await WrongAsync(silent.Path, open: (path, serial) => serial.Source(serial.Baud == 57_600 ? board.Path : path));

        Assert.Equal(("wrongBaud", $"vescboot info -p {silent.Path} --baud 57600"), (wrong.Code, wrong.Command));
    }

    [Fact(Timeout = Longest)]
    [Trait("Category", "Slow")]
    public async Task A_board_that_only_the_other_serial_port_reaches_is_found_through_it()
    {
        using var board = new ServedBoard("fw=6.05&timing=off");
        using var silent = new PseudoTerminal();
        _reply = TimeSpan.FromSeconds(3);

        var wrong = await WrongAsync(silent.Path,
            open: (path, serial) => serial.Source(serial.Kind == SerialPortKind.System ? board.Path : path));

        Assert.Equal(("otherSerialPort", $"vescboot info -p {silent.Path} --serial system"), (wrong.Code, wrong.Command));
    }

    [Fact(Timeout = Longest)]
    public async Task A_line_that_breaks_every_frame_is_told_from_silence_and_from_strangers()
    {
        using var broken = new PseudoTerminal();
        _reply = TimeSpan.FromSeconds(2);
        var answering = Task.Run(() =>
        {
            broken.Read(new byte[2048]);
            broken.Write([0x02, 0x23, 0x00, 0x06, 0x05, 0x36, 0x30]);
        });

        Assert.Equal("linkTooBad", (await WrongAsync(broken.Path)).Code);
        await answering;
    }

    [Theory(Timeout = Longest)]
    [InlineData("sim://?fw=6.05&timing=off&loss=0.0004&seed=3", "linkLoses", Traits = ["Category", "Slow"])]
    [InlineData("sim://?fw=6.05&timing=off&family=bms", "boardFamily")]
    public async Task What_is_measured_or_answered_decides(string port, string code)
    {
        var wrong = await WrongAsync(port);

        Assert.Equal(code, wrong.Code);
    }

    [Fact(Timeout = Longest)]
    public async Task A_folder_that_is_a_file_is_found_at_the_end()
    {
        string file = Path.Combine(_folder.Path, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        _state = Path.Combine(file, "state");

        var findings = await RunAsync("sim://?timing=off");

        Assert.Equal(("state", "stateUnusable"), (findings[^1].Step, findings[^1].Code));
        Assert.Equal("export VESCBOOT_STATE=FOLDER", findings[^1].Command);
    }

    [Fact(Timeout = Longest)]
    public async Task The_rule_is_installed_where_udev_looks_and_names_what_a_VESC_is()
    {
        var machine = new SystemInspector(_system.Root);

        Assert.False(UdevRule.IsOn(machine));
        Assert.Equal(FindingState.Well, (await UdevRule.InstallAsync(machine, TestContext.Current.CancellationToken)).State);
        Assert.True(UdevRule.IsOn(machine));

        string text = await File.ReadAllTextAsync(Path.Combine(_system.Root, "etc/udev/rules.d/70-vesc.rules"),
            TestContext.Current.CancellationToken);
        Assert.Contains("ATTRS{idVendor}==\"0483\", ATTRS{idProduct}==\"5740\"", text, StringComparison.Ordinal);
        Assert.Contains("ENV{ID_MM_DEVICE_IGNORE}=\"1\"", text, StringComparison.Ordinal);
    }

    [Fact(Timeout = Longest)]
    public async Task Elsewhere_than_on_Linux_it_says_what_it_did_not_look_at()
    {
        using var board = new ServedBoard("fw=6.05&timing=off");

        var findings = await RunAsync(board.Path,
            _ => new SystemInspector(_system.Root)
            {
                IsLinux = false,
                FindPorts = _ => new([new SerialPortInfo { Path = board.Path, Access = new SerialPortAccess(true, null) }])
            });

        Assert.Equal(FindingState.Skipped, Assert.Single(findings, f => f.Step == "modems").State);
        Assert.Equal("state", findings[^1].Step);
    }

    private async Task<DoctorFinding> WrongAsync(string? port, Func<SystemInspector, SystemInspector>? machine = null,
        Func<string, SerialSettings, ILinkSource>? open = null)
    {
        var findings = await RunAsync(port, machine, open);
        Assert.Single(findings, f => f.State == FindingState.Wrong);
        Assert.Equal(FindingState.Wrong, findings[^1].State);
        return findings[^1];
    }

    private async Task<List<DoctorFinding>> RunAsync(string? port, Func<SystemInspector, SystemInspector>? machine = null,
        Func<string, SerialSettings, ILinkSource>? open = null)
    {
        var made = new SystemInspector(_system.Root);
        var walk = new DoctorRun(machine?.Invoke(made) ?? made,
            new SerialSettings(ToolSettings.DefaultBaud, SerialPortSource.DefaultPortKind),
            new BoardOptions { Identify = new RetryOptions(2, _reply) })
        {
            Store = Path.Combine(_folder.Path, "store"),
            State = _state ?? Path.Combine(_folder.Path, "state"),
            Open = open ?? ((path, serial) => serial.Source(path)),
        };
        List<DoctorFinding> findings = [];
        await foreach (var finding in walk.RunAsync(port, TestContext.Current.CancellationToken))
        {
            findings.Add(finding);
        }

        return findings;
    }
}

/// <summary>Changes of a machine or a walk that only tests need.</summary>
internal static class DoctorChanges
{
    public static SystemInspector With(this SystemInspector machine, Func<SerialPortInfo, SerialPortInfo> change)
    {
        var changed = machine.FindPortsAsync().AsTask().GetAwaiter().GetResult().Select(change).ToList();
        return new SystemInspector(machine.In("")) { FindPorts = _ => new(changed) };
    }
}
