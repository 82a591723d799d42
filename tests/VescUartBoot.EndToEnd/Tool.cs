using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace VescUartBoot.EndToEnd;

/// <summary>The built tool, run as a process the way a person or a script runs it.</summary>
internal sealed class Tool : IDisposable
{
    private static readonly TimeSpan _longest = TimeSpan.FromSeconds(60);

    // No test may see or change the store of whoever runs it.
    private static readonly string _noStore = Path.Combine(Path.GetTempPath(), "vescboot-no-store");

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private Tool(string[] arguments, string stateDirectory, string store, string? redirection = null, IEnumerable<(string Name, string Value)>? environment = null)
    {
        var start = new ProcessStartInfo(redirection is null ? "dotnet" : "/bin/sh")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (redirection is not null)
        {
            // The shell becomes the tool, so that signals reach it.
            start.ArgumentList.Add("-c");
            start.ArgumentList.Add($"exec dotnet \"$0\" \"$@\" {redirection}");
        }

        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "vescboot.dll"));
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["XDG_STATE_HOME"] = stateDirectory;
        start.Environment["VESCBOOT_STORE"] = store;
        foreach (var (name, value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _process.StandardInput.Close();
        _output = _process.StandardOutput.ReadToEndAsync();
        _error = _process.StandardError.ReadToEndAsync();
    }

    public int ProcessId => _process.Id;

    public static Tool Start(params string[] arguments) => StartWith(_noStore, arguments);

    /// <summary>Starts it with a store of images.</summary>
    public static Tool StartWith(string store, params string[] arguments) => new(arguments, Path.GetTempPath(), store);

    /// <summary>Starts it with its standard streams redirected in the words of the shell.</summary>
    public static Tool StartRedirected(string redirection, params string[] arguments) => new(arguments, Path.GetTempPath(), _noStore, redirection);

    public static async Task<ToolResult> RunWithAsync(string store, params string[] arguments)
    {
        using var tool = StartWith(store, arguments);
        return await tool.EndAsync();
    }

    /// <summary>Runs it with more in its environment.</summary>
    public static async Task<ToolResult> RunInAsync((string Name, string Value)[] environment, params string[] arguments)
    {
        using var tool = new Tool(arguments, Path.GetTempPath(), _noStore, environment: environment);
        return await tool.EndAsync();
    }

    public static async Task<ToolResult> RunAsync(params string[] arguments)
    {
        using var tool = Start(arguments);
        return await tool.EndAsync();
    }

    /// <summary>The most memory that the process took, in bytes, as far as a look every millisecond can tell.</summary>
    public async Task<long> WatchMemoryAsync()
    {
        long most = 0;
        using var often = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (await often.WaitForNextTickAsync() && !_process.HasExited)
        {
            _process.Refresh();
            try
            {
                most = Math.Max(most, _process.PeakWorkingSet64);
            }
            catch (InvalidOperationException)
            {
                break;
            }
        }

        return most;
    }

    public async Task<ToolResult> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(_longest);
        return new ToolResult(_process.ExitCode, await _output, await _error);
    }

    public void Signal(int signal) => Assert.Equal(0, Native.Kill(_process.Id, signal));

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
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
