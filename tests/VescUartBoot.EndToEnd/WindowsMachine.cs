using CliWrap;

namespace VescUartBoot.EndToEnd;

/// <summary>Windows as far as Wine is it, with two serial ports and the published <c>vescboot.exe</c>.</summary>
/// <remarks>
/// The variable VESCBOOT_WINDOWS_TOOL names the tool: <c>.ci/run windows</c> publishes one.
/// Without it these tests are skipped; with it they must run, so that a machine without Wine is an error there and not a pass.
/// </remarks>
public sealed class WindowsMachine : IAsyncLifetime
{
    /// <summary>The tests on it, which run after all others: beside those with a time limit it would take too much of a small
    /// machine.</summary>
    public const string Collection = "Windows";

    private const string Variable = "VESCBOOT_WINDOWS_TOOL";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vescboot-wine-");
    private string ModemLines => Path.Combine(_folder.FullName, "modem-lines.so");

    private readonly string? _tool = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } tool ? tool : null;

    /// <summary>The port that its registry knows as the USB of a VESC, and one that it knows nothing of.</summary>
    public static IReadOnlyList<string> Ports { get; } = ["COM5", "COM12"];

    /// <summary>A file's name as this Windows sees it.</summary>
    public static string NameOf(string path) => "Z:" + path.Replace('/', '\\');

    /// <summary>Where a pseudo-terminal must be linked to, to be behind a port.</summary>
    public string PathOf(string port) => Path.Combine(_folder.FullName, port);

    /// <summary>Ends a test that cannot run here, visibly.</summary>
    public void Require() => Assert.SkipWhen(_tool is null, $"{Variable} names no published vescboot.exe");

    public async ValueTask InitializeAsync()
    {
        if (_tool is null)
        {
            return;
        }

        await BuildModemLinesAsync();
        Assert.True(File.Exists(_tool), $"{_tool}, which {Variable} names, is not there");
        string registry = Path.Combine(_folder.FullName, "ports.reg");
        await File.WriteAllTextAsync(registry, Registry());
        Assert.Equal(0, await RunAsync("wine", "regedit", "/S", NameOf(registry)));

        // Its ports are made when it starts. It must outlive the single tool, or each would start all of it again.
        await RunAsync("wineserver", "-k");
        await RunAsync("wineserver", "-w");
        Assert.Equal(0, await RunAsync("wineserver", "-p"));
        Assert.Equal(0, await RunAsync("wine", "cmd", "/c", "exit"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_tool is not null)
        {
            await RunAsync("wineserver", "-k");
            await RunAsync("wineserver", "-w");
        }

        _folder.Delete(recursive: true);
    }

    /// <summary>Starts it on System.IO.Ports.</summary>
    internal async Task<ToolResult> RunToolOnAsync(string serial, params string[] arguments)
    {
        using var tool = Tool.StartBy(Prepared("wine", [_tool!, .. arguments], ("VESCBOOT_SERIAL", serial)));
        return await tool.EndAsync();
    }

    internal Tool Start(params string[] arguments) => Tool.StartBy(Prepared("wine", [_tool!, .. arguments]));

    /// <summary>Starts the tool's process, but to try its link instead of a command.</summary>
    internal Tool StartTrial(string trial, string port)
    {
        return Tool.StartBy(Prepared(
            "wine",
            [_tool!],
            ("DOTNET_STARTUP_HOOKS", NameOf(typeof(LinkTrial).Assembly.Location)),
            (LinkTrial.Variable, $"{trial} {port}")));
    }

    internal async Task<ToolResult> RunToolAsync(params string[] arguments)
    {
        using var tool = Start(arguments);
        return await tool.EndAsync();
    }

    private string Registry() => $"""
        REGEDIT4

        [HKEY_LOCAL_MACHINE\Software\Wine\Ports]
        {string.Join('\n', Ports.Select(port => $"\"{port}\"=\"{PathOf(port)}\""))}

        [HKEY_LOCAL_MACHINE\System\CurrentControlSet\Enum\USB\VID_0483&PID_5740\304]
        "FriendlyName"="ChibiOS/RT Virtual COM Port ({Ports[0]})"
        "Mfg"="STMicroelectronics"
        "Service"="usbser"

        [HKEY_LOCAL_MACHINE\System\CurrentControlSet\Enum\USB\VID_0483&PID_5740\304\Device Parameters]
        "PortName"="{Ports[0]}"

        """;

    // The kernel lets root pass the exclusive use of a terminal; a port in use would never be busy.
    private Command Prepared(string program, string[] arguments, params (string Name, string Value)[] more)
    {
        Dictionary<string, string?> variables = new()
        {
            ["WINEPREFIX"] = Path.Combine(_folder.FullName, "prefix"),
            ["WINEDEBUG"] = "-all",
            ["DISPLAY"] = null,
            ["LD_PRELOAD"] = ModemLines,
        };
        foreach (var (name, value) in more)
        {
            variables[name] = value;
        }

        var command = Environment.IsPrivilegedProcess
            ? new Command("setpriv").WithArguments(["--bounding-set=-sys_admin", program, .. arguments])
            : new Command(program).WithArguments(arguments);
        return command.WithEnvironmentVariables(variables).WithValidation(CommandResultValidation.None);
    }

    // Through a shell and into a file: what Wine leaves running keeps the pipes of its first program open. Else the first start would look
    // for its own .NET and its own browser; the tool's libraries need the first of the two names.
    private async Task<int> RunAsync(string program, params string[] arguments) =>
        (await Prepared("/bin/sh", ["-c", "exec \"$@\" </dev/null >>\"$WINEPREFIX.log\" 2>&1", "sh", program, .. arguments],
            ("WINEDLLOVERRIDES", "mscoree=;mshtml=")).ExecuteAsync()).ExitCode;

    // A pseudo-terminal has no modem lines, without which System.IO.Ports opens no port.
    private async Task BuildModemLinesAsync() =>
        await new Command("cc").WithArguments(["-shared", "-fPIC", "-O2", "-o", ModemLines,
            Path.Combine(Repository.Root, "tests", "VescUartBoot.EndToEnd", "modem-lines.c"), "-ldl"]).ExecuteAsync();
}

[CollectionDefinition(WindowsMachine.Collection, DisableParallelization = true)]
public sealed class WindowsTestsOnOneMachine : ICollectionFixture<WindowsMachine>;
