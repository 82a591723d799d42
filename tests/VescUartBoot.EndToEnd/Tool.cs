using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CliWrap;
using VescUartBoot.Cli.Configuration;

namespace VescUartBoot.EndToEnd;

/// <summary>The built tool, run as a process the way a person or a script runs it.</summary>
internal sealed class Tool : IDisposable
{
    private static readonly TimeSpan _longest = TimeSpan.FromSeconds(240);

    // No test may see or change the store, the settings or the state of the person who runs it.
    private static readonly string _noStore = Path.Combine(Path.GetTempPath(), "vescboot-no-store");

    /// <summary>The state directory of the test that runs: no run of another test, and of not set by an owner, may be seen.</summary>
    public static string State => Path.Combine(Path.GetTempPath(), "vescboot-tests",
        $"{Environment.ProcessId}-{TestContext.Current.Test?.UniqueID ?? "none"}");

    private readonly CancellationTokenSource _kill = new();
    private readonly StringBuilder _output = new();
    private readonly SpokenText _error = new();
    private readonly CommandTask<CommandResult> _run;

    private Tool(Command command, string store, string? state = null, IEnumerable<(string Name, string Value)>? environment = null)
    {
        var variables = ToolSettings.All.ToDictionary(setting => setting.Variable, _ => (string?)null);
        foreach (var (name, value) in command.EnvironmentVariables)
        {
            variables[name] = value;
        }

        variables["XDG_STATE_HOME"] = state ?? State;
        variables[ToolSettings.Store.Variable] = store;
        if (OnSystemPort.Serial is { } serial)
        {
            variables[ToolSettings.Serial.Variable] = serial;
        }

        foreach (var (name, value) in environment ?? [])
        {
            variables[name] = value;
        }

        _run = command.WithEnvironmentVariables(variables)
            .WithStandardOutputPipe(PipeTarget.ToStringBuilder(_output))
            .WithStandardErrorPipe(_error.Target)
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync(_kill.Token);
    }

    public int ProcessId => _run.ProcessId;

    /// <summary>The words that start the tool.</summary>
    /// <remarks>The native program if <c>dotnet test</c> compiled one after the assemblies, else those, compiled ahead.</remarks>
    public static IReadOnlyList<string> Words { get; } = FindWords();

    /// <summary>The same for a shell.</summary>
    public static string ShellWords { get; } = string.Join(' ', Words.Select(word => $"'{word}'"));

    private static Command TheTool(string[] arguments) => new Command(Words[0]).WithArguments([.. Words.Skip(1), .. arguments]);

    private static string[] FindWords()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "tool");
        var native = new FileInfo(Path.Combine(AppContext.BaseDirectory, "native", "vescboot"));
        string[] assemblies = Directory.GetFiles(folder, "*.dll");
        bool isCurrent = native.Exists && Array.TrueForAll(assemblies, dll => File.GetLastWriteTimeUtc(dll) <= native.LastWriteTimeUtc);
        return isCurrent ? [native.FullName] : ["dotnet", Path.Combine(folder, "vescboot.dll")];
    }

    public static Tool Start(params string[] arguments) => StartWith(_noStore, arguments);

    /// <summary>Starts it with a store of images.</summary>
    public static Tool StartWith(string store, params string[] arguments) =>
        new(TheTool(arguments), store);

    /// <summary>Starts it in a way of its own: for another system.</summary>
    public static Tool StartBy(Command command) => new(command, _noStore);

    /// <summary>Starts it with its standard streams redirected in the words of the shell.</summary>
    /// <remarks>The shell becomes the tool, so that signals reach it.</remarks>
    public static Tool StartRedirected(string redirection, params string[] arguments) => StartRedirected(redirection, State, arguments);

    /// <summary>Starts it so, with a state directory that is not the test's own: its name would show.</summary>
    public static Tool StartRedirected(string redirection, string state, string[] arguments) => new(
        new Command("/bin/sh").WithArguments(["-c", $"exec \"$@\" {redirection}", "sh", .. Words, .. arguments]),
        _noStore,
        state);

    /// <summary>Starts it with redirected streams on a terminal without control codes.</summary>
    public static Tool StartOnDumbTerminal(string redirection, string state, string[] arguments) => new(
        new Command("/bin/sh").WithArguments(["-c", $"export TERM=dumb; exec \"$@\" {redirection}", "sh", .. Words, .. arguments]),
        _noStore,
        state);

    /// <summary>Starts it with its standard output into another program; the exit code is the tool's if it failed.</summary>
    public static Tool StartIntoPipe(string reader, params string[] arguments) =>
        new(new Command("bash").WithArguments(["-c", $"set -o pipefail; \"$@\" | {reader}", "bash", .. Words, .. arguments]), _noStore);

    /// <summary>Starts it with a state directory that is not the test's own.</summary>
    public static async Task<ToolResult> RunInAsync(string state, params string[] arguments)
    {
        using var tool = new Tool(TheTool(arguments), _noStore, state);
        return await tool.EndAsync();
    }

    public static async Task<ToolResult> RunWithAsync(string store, params string[] arguments)
    {
        using var tool = StartWith(store, arguments);
        return await tool.EndAsync();
    }

    /// <summary>Runs it with more in its environment.</summary>
    public static async Task<ToolResult> RunInAsync((string Name, string Value)[] environment, params string[] arguments)
    {
        using var tool = new Tool(TheTool(arguments), _noStore, environment: environment);
        return await tool.EndAsync();
    }

    public static async Task<ToolResult> RunAsync(params string[] arguments)
    {
        using var tool = Start(arguments);
        return await tool.EndAsync();
    }

    /// <summary>What the process takes until its end, as far as a look every few milliseconds can tell: nothing if it ended before the
    /// first one.</summary>
    public async Task<ToolCost> WatchCostAsync()
    {
        var cost = default(ToolCost);
        using var often = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (true)
        {
            try
            {
                using var process = Process.GetProcessById(_run.ProcessId);
                cost = new ToolCost(Math.Max(cost.Memory, process.PeakWorkingSet64), process.TotalProcessorTime);
            }
            catch (Exception ended) when (ended is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
            {
                // The program has ended: the last figures stay.
                return cost;
            }

            await often.WaitForNextTickAsync();
        }
    }

    /// <summary>Waits until it has said this on standard error; fails if it ends without.</summary>
    public Task UntilItSaysAsync(string words) => _error.UntilItHoldsAsync(words).WaitAsync(_longest);

    public async Task<ToolResult> EndAsync()
    {
        var end = await _run.Task.WaitAsync(_longest);
        return new ToolResult(end.ExitCode, _output.ToString(), _error.All);
    }

    public void Signal(int signal) => Assert.Equal(0, Native.Kill(_run.ProcessId, signal));

    public void Dispose()
    {
        // CliWrap kills what still runs; what it throws then, nobody awaits.
        _kill.Cancel();
        _kill.Dispose();
    }
}

/// <summary>What a run of the tool left: exit code, standard output and standard error.</summary>
internal sealed record ToolResult(int ExitCode, string Output, string Error)
{
    private IReadOnlyList<JsonNode>? _events;

    /// <summary>Every line of standard output as JSON; a line that is none, or not as published, fails the test.</summary>
    public IReadOnlyList<JsonNode> Events => _events ??= [.. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse)];

    /// <summary>The last event, which is always the result.</summary>
    public JsonNode Result
    {
        get
        {
            var last = Events[^1];
            Assert.Equal("result", (string?)last["event"]);
            Assert.Equal(ExitCode, (int)last["exitCode"]!);
            Assert.Equal(ExitCode == 0, (bool)last["ok"]!);
            return last;
        }
    }

    private static JsonNode Parse(string line)
    {
        var parsed = JsonNode.Parse(line) ?? throw new JsonException(line);
        Schemas.Require(parsed);
        return parsed;
    }
}
