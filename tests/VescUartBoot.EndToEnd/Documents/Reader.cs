using System.Diagnostics;
using System.Globalization;
using System.Text;
using VescUartBoot.Simulator.Firmware;

namespace VescUartBoot.EndToEnd.Documents;

/// <summary>
/// Somebody who follows a page from its top: types its commands as they stand there into bash, in a home of their own, on a machine
/// whose ports lead to simulated boards. The tool is the built one.
/// </summary>
/// <remarks>
/// The machine is made up below a folder: <c>/dev/ttyACM0</c> as it is typed is a link there to a pseudo-terminal, or a board in the
/// tool itself, which takes simulated firmware where real boards would need images of others. Putting the one for the other is all that
/// the <c>vescboot</c> does that is found first.
/// </remarks>
internal sealed class Reader : IDisposable
{
    private const string FirstPort = "/dev/ttyACM0";
    private const string HomeInDocuments = "/home/you";
    private const string Nowhere = "http://127.0.0.1:9";
    private const char Mark = '\u001e';

    private static readonly TimeSpan _longest = TimeSpan.FromSeconds(240);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vescboot-document-");
    private readonly FakeSystem _machine = new();
    private readonly Dictionary<string, Bench> _boards = [];
    private readonly Dictionary<string, string> _ports = [];
    private readonly List<(Step Step, Process Process)> _running = [];
    private readonly List<string> _problems = [];
    private readonly Document _document;
    private string _typed = "";

    private Reader(Document document)
    {
        _document = document;
        foreach (string folder in new[] { "home", "bin" })
        {
            _folder.CreateSubdirectory(folder);
        }

        WriteProgram("vescboot", $$"""
            #!/bin/bash
            arguments=("$@")
            while read -r typed port; do
                arguments=("${arguments[@]//"$typed"/"$port"}")
                export VESCBOOT_PORT=${VESCBOOT_PORT//"$typed"/"$port"}
            done < '{{Ports}}'
            case $1 in doctor | ports) arguments+=(--system-root '{{_machine.Root}}') ;; esac
            exec {{Tool.ShellWords}} "${arguments[@]}"
            """);
        WriteProgram("sudo", "#!/bin/sh\nexec \"$@\"\n");
        foreach (var (name, content) in Files().Where(f => document.Text.Contains(f.Name, StringComparison.Ordinal)))
        {
            File.WriteAllBytes(Path.Combine(Home, name), content());
        }
    }

    private string Home => Path.Combine(_folder.FullName, "home");

    private string Ports => Path.Combine(_folder.FullName, "ports");

    /// <summary>Follows a page to its end.</summary>
    /// <returns>What was not as the page says.</returns>
    public static async Task<IReadOnlyList<string>> FollowAsync(Document document)
    {
        using var reader = new Reader(document);
        foreach (var block in document.Blocks.Where(b => b is { HasCommands: true, ReasonNotToRun: null, RunElsewhere: null }))
        {
            await reader.FollowAsync(block);
        }

        await reader.EndWhatRunsAsync();
        return reader._problems;
    }

    public void Dispose()
    {
        foreach (var (_, process) in _running)
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }

            process.Dispose();
        }

        foreach (var board in _boards.Values)
        {
            board.Dispose();
        }

        _machine.Dispose();
        _folder.Delete(recursive: true);
    }

    // What a reader of these pages has at hand. Real images belong to others: one with vectors that fit stands for generic.bin.
    private static (string Name, Func<byte[]> Content)[] Files() =>
    [
        ("generic.bin", () => Bench.ImageBytes),
        ("my-script.lisp", () => "(print 1)"u8.ToArray()),
        ("cut.txt", () => "at write 5: pull cable for 17s\n"u8.ToArray()),
        ("my-build.bin", () => SimulatedImage.Firmware("7.00", "60_MK6")),
    ];

    private async Task FollowAsync(Block block)
    {
        bool keepsRunning = false;
        _typed = "";
        foreach (string note in block.Notes)
        {
            keepsRunning |= note == "keeps running";
            await PrepareAsync(block, note);
        }

        if (_ports.Count == 0)
        {
            Connect(FirstPort, "");
        }

        var steps = await block.FindStepsAsync(IsWholeAsync);
        if (keepsRunning)
        {
            await BeginAsync(Assert.Single(steps));
            return;
        }

        var said = await TypeAsync(steps.Select(s => s.Command));
        for (int i = 0; i < steps.Count; i++)
        {
            Judge(steps[i], said[i]);
        }
    }

    private async Task PrepareAsync(Block block, string note)
    {
        switch ((note + " ").Split(": ", 2, StringSplitOptions.TrimEntries))
        {
            case ["board", var words]:
                Connect(FirstPort, words);
                break;
            case ["board in the tool", var words]:
                PutIntoTool(FirstPort, words);
                break;
            case [var port, var words] when port.StartsWith("board in the tool at ", StringComparison.Ordinal):
                PutIntoTool(port["board in the tool at ".Length..], words);
                break;
            case [var port, var words] when port.StartsWith("board at ", StringComparison.Ordinal):
                Connect(port["board at ".Length..], words);
                break;
            case ["machine", "ModemManager runs"]:
                _machine.AddProcess(812, "ModemManager");
                break;
            case ["machine", "ModemManager does not run"]:
                Directory.Delete(Path.Combine(_machine.Proc, "812"), recursive: true);
                break;
            case ["before", var command]:
                var (code, text) = Assert.Single(await TypeAsync([command]));
                Require(code == 0, block.Line, $"{command}\nends with {code}:\n{text}");
                break;
            case ["Enter is pressed", var times]:
                _typed = new string('\n', int.Parse(times.Split(' ')[0], CultureInfo.InvariantCulture));
                break;
            case ["keeps running"]:
                break;
            default:
                Require(false, block.Line, $"<!-- {note} --> is no note that these tests know");
                break;
        }
    }

    // timing=off unless the page wants to see time pass: what is said is the same.
    private string WithTiming(string words) =>
        Files().Aggregate(words, (w, f) => w.Replace($"={f.Name}", $"={Path.Combine(Home, f.Name)}", StringComparison.Ordinal)) is var full
            && full.Contains("timing=", StringComparison.Ordinal)
            ? full
            : string.Join('&', new[] { "timing=off", full }.Where(w => w.Length > 0));

    private void Connect(string port, string words)
    {
        if (_boards.Remove(port, out var before))
        {
            before.Dispose();
        }

        string tty = Path.GetFileName(port);
        if (!File.Exists(_machine.Node(tty)) && new FileInfo(_machine.Node(tty)).LinkTarget is null)
        {
            bool isBridge = tty.StartsWith("ttyUSB", StringComparison.Ordinal);
            (string, string)[] numbers = isBridge
                ? [("idVendor", "0403"), ("idProduct", "6001"), ("product", "FT232R USB UART")]
                : [("idVendor", "0483"), ("idProduct", "5740"), ("product", "ChibiOS/RT Virtual COM Port")];
            _machine.AddUsb(tty, $"1-{2 + _boards.Count}", isBridge ? "ftdi_sio" : "cdc_acm", isBridge, numbers);
        }

        _boards[port] = new Bench(WithTiming(words));
        _machine.LeadTo(tty, _boards[port].Port);
        _ports[port] = _machine.Node(tty);
        File.WriteAllLines(Ports, _ports.Select(p => $"{p.Key} {p.Value}"));
    }

    private void PutIntoTool(string port, string words)
    {
        _ports[port] = $"sim://?{WithTiming(words)}";
        File.WriteAllLines(Ports, _ports.Select(p => $"{p.Key} {p.Value}"));
    }

    // One bash for all: variables, jobs and folders hold from one command to the next, and what each ended with is written down between
    // them.
    private async Task<IReadOnlyList<(int ExitCode, string Text)>> TypeAsync(IEnumerable<string> commands)
    {
        var script = new StringBuilder("exec 2>&1\n");
        foreach (string command in commands)
        {
            script.Append(command).Append($"\n__code=$?; printf '{Mark}%d{Mark}' $__code; (exit $__code)\n");
        }

        // What it left running in the background ends with it.
        script.Append("kill $(jobs -p) 2> /dev/null\n");
        using var process = Start(script.ToString());
        string output = await ReadToEndAsync(process);
        string[] parts = output.Split(Mark);
        Assert.True(parts.Length == (2 * commands.Count()) + 1, $"{_document.Name}: bash ended early:\n{output}");
        return [.. Enumerable.Range(0, commands.Count())
            .Select(i => (int.Parse(parts[(2 * i) + 1], CultureInfo.InvariantCulture), parts[2 * i]))];
    }

    private static async Task<string> ReadToEndAsync(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(_longest);
            return await output.WaitAsync(_longest);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            return $"(did not end within {_longest.TotalSeconds} s)";
        }
    }

    private async Task BeginAsync(Step step)
    {
        var process = Start($"exec {step.Command} 2>&1");
        string? first = await process.StandardOutput.ReadLineAsync().WaitAsync(_longest);
        Require(first is not null, step.Line, $"{step.Command}\nsays nothing");
        _running.Add((step, process));
    }

    // As somebody would who comes back to that terminal: Ctrl-C.
    private async Task EndWhatRunsAsync()
    {
        foreach (var (step, process) in _running)
        {
            Assert.Equal(0, Native.Kill(process.Id, Native.SigInt));
            string rest = await ReadToEndAsync(process);
            Require(process.ExitCode == step.ExitCode, step.Line, $"{step.Command}\nends with {process.ExitCode} after Ctrl-C:\n{rest}");
        }
    }

    private Process Start(string script)
    {
        var start = new ProcessStartInfo("bash", ["--norc", "--noprofile", "-c", script])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = Home,
        };
        foreach (string name in new[] { "VESCBOOT_STORE", "VESCBOOT_STATE", "XDG_STATE_HOME", "XDG_DATA_HOME" })
        {
            start.Environment.Remove(name);
        }

        start.Environment["HOME"] = Home;
        start.Environment["VESCBOOT_PORT"] = FirstPort;
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["HTTPS_PROXY"] = Nowhere;
        start.Environment["PATH"] = $"{Path.Combine(_folder.FullName, "bin")}:{Environment.GetEnvironmentVariable("PATH")}";
        var process = Process.Start(start)!;
        process.StandardInput.Write(_typed);
        process.StandardInput.Close();
        return process;
    }

    private static async Task<bool> IsWholeAsync(string command)
    {
        // A here-document that is not closed is only warned of.
        var run = await OtherProgram.RunAsync("bash", ["-n", "-c", command]);
        return run is { ExitCode: 0, Error: "" };
    }

    private void Judge(Step step, (int ExitCode, string Text) said)
    {
        string text = InWordsOfThePage(said.Text, step.Command);
        Require(said.ExitCode == step.ExitCode, step.Line, $"{step.Command}\nends with {said.ExitCode}, not {step.ExitCode}:\n{text}");
        if (step.Shown is { } shown && said.ExitCode == step.ExitCode)
        {
            string now = GoldenFile.Normalise(text).TrimEnd('\n');
            string then = GoldenFile.Normalise(string.Join('\n', shown)).TrimEnd('\n');
            Require(Fits(then.Split('\n'), now.Split('\n')), step.Line,
                $"{step.Command}\nsays\n{text}\nwhere the page shows\n{string.Join('\n', shown)}");
        }
    }

    // Paths and ports as a reader has them. Whoever names no port is shown none in the next command.
    private string InWordsOfThePage(string text, string command)
    {
        foreach (var (typed, port) in _ports)
        {
            text = text.Replace($"'{port}'", typed, StringComparison.Ordinal).Replace(port, typed, StringComparison.Ordinal);
        }

        text = text.Replace(_machine.Root, "", StringComparison.Ordinal).Replace(Home, HomeInDocuments, StringComparison.Ordinal);
        return command.Contains("-p", StringComparison.Ordinal) ? text : text.Replace($" -p {FirstPort}", "", StringComparison.Ordinal);
    }

    // A line with nothing but … stands for any lines.
    private static bool Fits(ReadOnlySpan<string> shown, ReadOnlySpan<string> said)
    {
        if (shown.Length == 0 || said.Length == 0)
        {
            return said.Length == 0 && !shown.ContainsAnyExcept("…");
        }

        return shown[0] == "…"
            ? Fits(shown[1..], said) || Fits(shown, said[1..])
            : shown[0].TrimEnd() == said[0].TrimEnd() && Fits(shown[1..], said[1..]);
    }

    private void Require(bool isSo, int line, string problem)
    {
        if (!isSo)
        {
            _problems.Add($"{_document.Name}:{line}: {problem.Replace(_folder.FullName, "", StringComparison.Ordinal)}");
        }
    }

    private void WriteProgram(string name, string text)
    {
        string path = Path.Combine(_folder.FullName, "bin", name);
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }
}
